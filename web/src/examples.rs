//! The texts of the example menu. Data alone: what is wrong with them is for the analysis to find.

/// A text to try.
#[derive(Debug)]
pub(crate) struct Example {
    /// What it is, in a few words.
    pub(crate) title: &'static str,
    /// What there is to see.
    pub(crate) about: &'static str,
    /// The file's name, which decides how it is read.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) text: &'static str,
}

impl Example {
    /// Whether it is a manifest; the others are Dockerfiles.
    pub(crate) fn is_manifest(&self) -> bool {
        self.name.ends_with(".yaml")
    }
}

macro_rules! example {
    ($file:literal, $name:literal, $title:literal, $about:literal) => {
        Example { title: $title, about: $about, name: $name, text: include_str!(concat!("../examples/", $file)) }
    };
}

/// All examples, Dockerfiles first; the first is what a visitor sees first.
pub(crate) const EXAMPLES: [Example; 10] = [
    example!("node.Dockerfile", "Dockerfile", "Naive Node", "A first try: latest, root, caches left behind."),
    example!("go.Dockerfile", "Dockerfile", "Go in two stages", "A good build stage and a run stage that is too fat."),
    example!("python.Dockerfile", "Dockerfile", "Python with secrets", "Passwords in layers, a script from the net, an old base."),
    example!("heredoc.Dockerfile", "Dockerfile", "Heredocs", "RUN and COPY with their text inside the file."),
    example!("distroless.Dockerfile", "Dockerfile", "Distroless, done right", "No shell and no root in the image that runs."),
    example!("daemonset.yaml", "daemonset.yaml", "Privileged DaemonSet", "An agent that owns the node it watches."),
    example!("deployment.yaml", "deployment.yaml", "Plain Deployment", "Nothing wrong to look at, and nothing set either."),
    example!("cronjob.yaml", "cronjob.yaml", "CronJob", "A nightly dump with a password in the open."),
    example!("hardened.yaml", "deployment.yaml", "Hardened Deployment", "What the restricted standard asks for."),
    example!("list.yaml", "list.yaml", "List with RBAC", "Four objects in one List; each is graded by itself."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_eight_and_half_of_them_manifests() {
        let manifests = EXAMPLES.iter().filter(|example| example.is_manifest()).count();
        assert!(EXAMPLES.len() >= 8 && manifests * 2 >= EXAMPLES.len());
    }

    #[test]
    fn the_page_without_script_shows_the_first() {
        let page = include_str!("../../index.html");
        let escaped = EXAMPLES[0].text.replace('&', "&amp;").replace('<', "&lt;");
        assert!(page.contains(&format!(">\n{escaped}</textarea>")), "index.html holds another text than the first example");
    }
}
