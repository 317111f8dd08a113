//! What is right in a policy and still worth a second look. None of it is an error, and none of it changes a decision.

use plimsoll_core::Date;
use plimsoll_core::nearest::nearest;
use plimsoll_core::policy::{Entry, ImagePolicy, Mode, Path, Unqualified};

use crate::generate::kinds_with_pods;
use crate::pattern::is_open_to_all;

/// One sentence each, without a full stop.
pub(crate) fn warnings(policy: &ImagePolicy, as_of: Date) -> Vec<String> {
    let mut warnings = Vec::new();
    match &policy.allow {
        Some(list) if list.is_empty() => warnings.push("`images.allow` is empty: no image at all is let in".to_owned()),
        Some(list) => list.iter().filter_map(open_to_all).for_each(|warning| warnings.push(warning)),
        None if policy.deny.is_empty() => {
            warnings.push("neither `images.allow` nor `images.deny` is there: images may come from anywhere".to_owned())
        }
        None => {
            warnings.push("there is no `images.allow`: what `images.deny` does not name is let in, however new its registry is".to_owned())
        }
    }
    let scope = &policy.scope;
    let fields = [
        (scope.containers, "containers"),
        (scope.init_containers, "initContainers"),
        (scope.ephemeral_containers, "ephemeralContainers"),
        (scope.image_volumes, "imageVolumes"),
    ];
    for (_, name) in fields.iter().filter(|(is_there, _)| !is_there) {
        warnings.push(format!("`scope.fields` leaves out {name}: images there are not looked at"));
    }
    for kind in scope.kinds.iter().flatten().filter(|kind| kinds_with_pods().all(|known| known != *kind)) {
        if let Some(meant) = nearest(kind, kinds_with_pods()) {
            warnings.push(format!("`scope.kinds` names {kind}, a kind of your own, or a slip for {meant}"));
        }
    }
    for name in &scope.exempt_namespaces {
        warnings.push(format!("the namespace {name} is exempt: whoever may make pods there may use any image"));
    }
    if policy.mode == Mode::Warn {
        warnings.push("`mode: warn` lets everything in and only warns".to_owned());
    }
    if matches!(policy.unqualified, Unqualified::Registry(_)) {
        warnings.push("`defaults.registry` is true only where every node is set up so; containerd and Docker ask Docker Hub".to_owned());
    }
    for exception in policy.exceptions.iter().filter(|exception| !exception.is_active(as_of)) {
        warnings.push(format!("the exception {} expired on {} and no longer holds", exception.id, exception.expires));
    }
    for exception in &policy.exceptions {
        let denied =
            policy.deny.iter().find(|entry| entry.pattern.host == exception.pattern.host && entry.pattern.path == exception.pattern.path);
        if let Some(entry) = denied {
            warnings.push(format!("the exception {} never holds: {} denies the same images, and deny goes first", exception.id, entry.at));
        }
    }
    warnings
}

fn open_to_all(entry: &Entry) -> Option<String> {
    let is_wide = match &entry.pattern.path {
        Path::Any => true,
        Path::Components(components, _) => components.first().is_some_and(|first| first.iter().any(|glob| glob == "*")),
    };
    (is_wide && is_open_to_all(&entry.pattern.host))
        .then(|| format!("{}: anybody can have a repository there; name the folders that are yours or trusted", entry.label()))
}
