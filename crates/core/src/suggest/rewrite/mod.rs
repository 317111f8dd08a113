//! The edits that an offer takes in a Dockerfile, each with its reason.
//!
//! A step that does not follow from the file is never guessed: it becomes what speaks against the offer, with its line. The image
//! itself is written elsewhere.

mod accounts;
mod apk;
mod binary;
mod content;
mod fates;
mod language;
mod places;
mod python;
mod site;
mod split;
mod start;
mod swap;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_catalog::distroless::Distroless;
use plimsoll_catalog::replacements::Offer;
use plimsoll_dockerfile::Instruction;
use plimsoll_text::{Edit, Span};

use super::case::{Blocker, Case};
use super::conditions;
use super::known::Known;
use crate::model::DockerModel;
pub(super) use site::serves_files;
pub(super) use start::python_module;

/// One edit and why it is made.
#[derive(Clone, Debug)]
pub(super) struct Hunk {
    /// The edit.
    pub(super) edit: Edit,
    /// Its reason.
    pub(super) why: Cow<'static, str>,
}

/// What a step gives: itself, or why a person has to do it.
type Step<T> = Result<T, Blocker>;

/// An offer in a file.
#[derive(Clone, Copy)]
struct Job<'c, 'm, 'k> {
    case: &'c Case<'c, 'm, 'k>,
    model: &'m DockerModel<'m>,
    target: &'c Known,
    offer: &'c Offer,
}

impl<'m> Job<'_, 'm, '_> {
    /// `something: line 12`.
    fn by_hand(&self, what: &str, span: Span) -> Blocker {
        let joint = if what.ends_with(" on") { "" } else { ":" };
        (format!("{what}{joint} {}", self.case.lines.name(span)), Some(span))
    }

    /// The instruction whose keyword stands there.
    fn instruction(&self, keyword: Span) -> Option<&'m Instruction<'m>> {
        let all = &self.model.file.instructions;
        let at = all.partition_point(|instruction| instruction.keyword_span.start < keyword.start);
        all.get(at).filter(|instruction| instruction.keyword_span == keyword)
    }

    /// Whether the new image has no shell.
    fn has_no_shell(&self) -> bool {
        conditions::has_no_shell(self.target)
    }

    /// What the new image starts by itself.
    fn runtime(&self) -> Runtime {
        let own = self.target.current_distroless().map_or("", Distroless::base);
        match own.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "nodejs" => Runtime::Node("/nodejs/bin/node"),
            "python" => Runtime::Python("/usr/bin/python3"),
            "java" => Runtime::Java("/usr/bin/java"),
            _ if &*self.target.repository == "chainguard/jre" => Runtime::Java("/usr/bin/java"),
            _ => match self.case.work.family().map(|family| family.id) {
                Some("node") if self.target.repository.ends_with("/node") => Runtime::Node("node"),
                Some("python") => Runtime::Python("python"),
                _ => Runtime::Other,
            },
        }
    }

    /// Whether the new image's entry point is the language's own program, nothing around it.
    fn starts_runtime(&self) -> bool {
        self.has_no_shell() || self.target.is_of_vendor()
    }

    /// The user and group, as numbers, that a container is to have.
    fn user(&self) -> &'static str {
        if self.target.is_of_vendor() {
            return "65532:65532";
        }
        let name = self.target.repository.rsplit('/').next().unwrap_or_default();
        match name {
            "node" => "1000:1000",
            "aspnet" | "runtime" | "runtime-deps" => "1654:1654",
            "nginx" => "101:101",
            _ => "65532:65532",
        }
    }
}

/// The language of an image, with its program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runtime {
    Node(&'static str),
    Python(&'static str),
    Java(&'static str),
    Other,
}

/// The edits besides the image's name.
///
/// # Errors
/// The step that a person has to make.
pub(super) fn plan(offer: &Offer, target: &Known, case: &Case<'_, '_, '_>) -> Step<Vec<Hunk>> {
    let Some(model) = case.model else { return Ok(Vec::new()) };
    let job = Job { case, model, target, offer };
    if conditions::splits(offer, case) { split::hunks(&job) } else { swap::hunks(&job) }
}

/// A list of words as JSON, behind its keyword.
fn exec_form(keyword: &str, words: &[String]) -> String {
    format!("{keyword} {}", crate::docker_edit::json_array(words.iter().map(String::as_str)))
}
