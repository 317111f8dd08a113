//! The example menu. Data alone: the files are fetched when one is chosen, and what is wrong with them is for the analysis to find.

use js_sys::Array;
use wasm_bindgen::JsValue;

/// What an example holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// One Dockerfile.
    Dockerfile,
    /// One manifest.
    Manifest,
    /// Both.
    Both,
}

/// Files to try.
#[derive(Debug)]
pub(crate) struct Example {
    /// What they are.
    pub(crate) group: Group,
    /// What they are, in a few words.
    pub(crate) title: &'static str,
    /// What there is to see.
    pub(crate) about: &'static str,
    /// Each file's name, which decides how it is read, and where it is in `web/static/examples`.
    files: &'static [(&'static str, &'static str)],
}

impl Example {
    /// Pairs of name and address.
    pub(crate) fn addresses(&self) -> Array {
        let pair = |(name, file): &(&str, &str)| -> JsValue { Array::of2(&(*name).into(), &(*file).into()).into() };
        self.files.iter().map(pair).collect()
    }
}

const fn example(group: Group, title: &'static str, about: &'static str, files: &'static [(&'static str, &'static str)]) -> Example {
    Example { group, title, about, files }
}

/// All examples by group; the first is what a visitor sees first.
pub(crate) const EXAMPLES: [Example; 12] = {
    use Group::{Both, Dockerfile, Manifest};
    [
        example(Dockerfile, "Naive Node", "A first try: a fat base, root, caches left behind.", &[("Dockerfile", "node.Dockerfile")]),
        example(Dockerfile, "Go in two stages", "A good build stage and a run stage that is too fat.", &[("Dockerfile", "go.Dockerfile")]),
        example(
            Dockerfile,
            "Python with secrets",
            "Passwords in layers, a script from the net, an old base.",
            &[("Dockerfile", "python.Dockerfile")],
        ),
        example(Dockerfile, "Heredocs", "RUN and COPY with their text inside the file.", &[("Dockerfile", "heredoc.Dockerfile")]),
        example(
            Dockerfile,
            "Distroless, done right",
            "No shell and no root in the image that runs.",
            &[("Dockerfile", "distroless.Dockerfile")],
        ),
        example(Manifest, "Privileged DaemonSet", "An agent that owns the node it watches.", &[("daemonset.yaml", "daemonset.yaml")]),
        example(
            Manifest,
            "Plain Deployment",
            "Nothing wrong to look at, and nothing set either.",
            &[("deployment.yaml", "deployment.yaml")],
        ),
        example(Manifest, "CronJob", "A nightly dump with a password in the open.", &[("cronjob.yaml", "cronjob.yaml")]),
        example(Manifest, "Hardened Deployment", "What the restricted standard asks for.", &[("deployment.yaml", "hardened.yaml")]),
        example(Manifest, "List with RBAC", "Four objects in one List; each is graded by itself.", &[("list.yaml", "list.yaml")]),
        example(
            Both,
            "A pair that disagrees",
            "The image ends as a user with a name; the manifest asks for a number.",
            &[("Dockerfile", "pair.Dockerfile"), ("deployment.yaml", "pair.yaml")],
        ),
        example(
            Both,
            "With a .dockerignore",
            "COPY of files that the build never sees.",
            &[("Dockerfile", "ignored.Dockerfile"), (".dockerignore", "ignored.dockerignore")],
        ),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_eight_and_half_of_them_manifests() {
        let manifests = EXAMPLES.iter().filter(|example| example.group != Group::Dockerfile).count();
        assert!(EXAMPLES.len() >= 8 && manifests * 2 >= EXAMPLES.len());
    }

    #[test]
    fn every_file_is_there() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static/examples");
        for (_, file) in EXAMPLES.iter().flat_map(|example| example.files) {
            assert!(folder.join(file).is_file(), "{file} is missing");
        }
    }

    #[test]
    fn the_page_without_script_shows_the_first() {
        let page = include_str!("../../index.html");
        let escaped = include_str!("../static/examples/node.Dockerfile").replace('&', "&amp;").replace('<', "&lt;");
        assert!(page.contains(&format!(">\n{escaped}</textarea>")), "index.html holds another text than the first example");
    }
}
