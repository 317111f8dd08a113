//! What a pod pulls and how: its containers and its image volumes, which have a pull policy of the same meaning.
//!
//! It never judges; what holds where nothing is written is for the rules.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Edit, Span};
use plimsoll_yaml::Node;

use super::object::{Field, node_at, str_at};
use super::workload::{Workload, place};
use crate::findings::Draft;
use crate::yaml_edit::{self, New};

/// Something that a pod pulls.
#[derive(Debug)]
pub struct Pull<'a> {
    /// How messages call it: ``container `app` ``.
    pub label: String,
    /// The image as written.
    pub image: Option<&'a str>,
    /// The pull policy.
    pub policy: Field<'a, &'a str>,
    /// The place of the pull policy, else of what it would stand in.
    pub span: Span,
    path: String,
    container: Option<&'a str>,
    holder: &'a Node<'a>,
    key: &'static str,
}

impl Pull<'_> {
    /// Names field and container in a finding.
    pub fn name(&self, finding: &mut Draft) {
        finding.path(self.path.as_str());
        finding.container = self.container.map(Into::into);
    }

    /// An edit that sets the pull policy, where one can be made.
    #[must_use]
    pub fn set(&self, source: &str, policy: &str) -> Option<Vec<Edit>> {
        yaml_edit::set(source, self.holder, &[self.key], New::Word(policy), "")
    }
}

/// What the pods of a workload pull: containers, then image volumes.
#[must_use]
pub fn pulls<'a>(workload: &Workload<'a>) -> Vec<Pull<'a>> {
    let containers = workload.containers.iter().map(|container| Pull {
        label: format!("container `{}`", container.label()),
        image: str_at(Some(container.node), &["image"]).value(),
        policy: str_at(Some(container.node), &["imagePullPolicy"]),
        span: container.place(&["imagePullPolicy"]),
        path: format!("{}.imagePullPolicy", container.path),
        container: Some(container.name).filter(|name| !name.is_empty()),
        holder: container.node,
        key: "imagePullPolicy",
    });
    let volumes = workload.volumes().iter().enumerate().filter_map(|(i, volume)| {
        let holder = node_at(Some(volume), &["image"]).filter(|image| image.as_map().is_some())?;
        Some(Pull {
            label: format!("volume `{}`", str_at(Some(volume), &["name"]).value().unwrap_or_default()),
            image: str_at(Some(holder), &["reference"]).value(),
            policy: str_at(Some(holder), &["pullPolicy"]),
            span: place(volume, &["image", "pullPolicy"]).unwrap_or(volume.span),
            path: format!("{}.volumes[{i}].image.pullPolicy", workload.spec_path),
            container: None,
            holder,
            key: "pullPolicy",
        })
    });
    containers.chain(volumes).collect()
}
