//! The files that are open on the page: their names and texts, and which of them is a `.dockerignore`.
//!
//! Names are what files are told apart by in a report, so no two are the same.

use std::rc::Rc;

use js_sys::Array;
use plimsoll_report::{Finding, Kind, Report};
use wasm_bindgen::JsValue;

use crate::js::{get, object};
use crate::state::{Shared, kind_named, kind_word};

/// The name of a text that has none: it says nothing about the kind, so the text decides.
pub(crate) const UNNAMED: &str = "input";

/// The most files that are open at once; as many as a link holds.
pub(crate) const MOST_FILES: usize = 20;

/// A file as it comes from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Given {
    /// Its name; may be empty.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) text: String,
    /// How it is to be read; `None` is found out.
    pub(crate) kind: Option<Kind>,
}

/// An open file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SourceText {
    /// Tells it from all others that were ever open: the editor keeps its history by it.
    pub(crate) id: u32,
    /// The name in the report.
    pub(crate) name: String,
    /// What the editor holds.
    pub(crate) text: Rc<str>,
    /// How it is to be read; `None` is found out.
    pub(crate) kind: Option<Kind>,
}

impl Given {
    /// Reads a JavaScript list of objects with `name`, `text` and perhaps `kind`.
    pub(crate) fn read(list: &JsValue) -> Vec<Given> {
        let field = |file: &JsValue, name: &str| get(file, name).as_string().unwrap_or_default();
        let read =
            |file: JsValue| Given { name: field(&file, "name"), text: field(&file, "text"), kind: kind_named(&field(&file, "kind")) };
        Array::from(list).iter().map(read).collect()
    }
}

/// The same list the other way round.
pub(crate) fn list(files: &[SourceText]) -> Array {
    let given = |file: &SourceText| {
        object(&[("name", file.name.as_str().into()), ("text", (&*file.text).into()), ("kind", kind_word(file.kind).into())])
    };
    files.iter().map(given).collect()
}

impl SourceText {
    /// What it is for, where it is not looked at by itself: it says what a build does not see, or which images may be used.
    pub(crate) fn aside(&self) -> Option<&'static str> {
        if self.name.ends_with(".dockerignore") {
            Some("This says which files a build never sees. It is read with the Dockerfiles beside it.")
        } else if self.is_policy() {
            Some("This policy holds for the other files. The Admission part shows what it comes to in a cluster.")
        } else {
            None
        }
    }

    /// Whether it is a policy file.
    pub(crate) fn is_policy(&self) -> bool {
        self.name.ends_with("plimsoll.yaml")
    }
}

/// A policy to begin with.
pub(crate) const POLICY: &str = "\
apiVersion: plimsoll.dev/v1
kind: Policy
metadata: {name: example}
images:
  allow:
    - registry: registry.k8s.io
    - repository: docker.io/library/*
";

/// The `.dockerignore` of a Dockerfile: the one that bears its name, else the one that bears none.
pub(crate) fn dockerignore_of<'a>(files: &'a [SourceText], name: &str) -> Option<&'a SourceText> {
    let of = |wanted: &str| files.iter().find(|file| file.name == wanted);
    let folder = name.rfind('/').map_or("", |slash| &name[..=slash]);
    of(&format!("{name}.dockerignore")).or_else(|| of(&format!("{folder}.dockerignore"))).or_else(|| of(".dockerignore"))
}

/// `wanted`, or a name like it that no other file has: `Dockerfile.2`, `web-2.yaml`.
pub(crate) fn free_name(wanted: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let wanted = if wanted.is_empty() { UNNAMED } else { wanted };
    let file = wanted.rfind('/').map_or(0, |slash| slash + 1);
    let (stem, end) = match wanted[file..].rfind('.').filter(|dot| *dot > 0) {
        Some(dot) => wanted.split_at(file + dot),
        None => (wanted, ""),
    };
    let dash = if stem.ends_with("Dockerfile") { "." } else { "-" };
    let numbered = (2..).map(|number| format!("{stem}{dash}{number}{end}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Takes a report apart: one for each open file, in their order.
pub(crate) fn split(report: Report, files: &[SourceText]) -> Vec<Shared<Report>> {
    let Report { schema_version, tool, as_of, files: read, findings, suppressed, unused_ignores, images, .. } = report;
    let mut parts: Vec<Report> = files
        .iter()
        .map(|_| Report {
            schema_version,
            tool: tool.clone(),
            as_of: as_of.clone(),
            files: Vec::new(),
            findings: Vec::new(),
            suppressed: Vec::new(),
            unused_ignores: Vec::new(),
            images: Vec::new(),
            score: None,
        })
        .collect();
    let of = |uri: &str| files.iter().position(|file| file.name == uri);
    for file in read {
        if let Some(part) = of(&file.uri).and_then(|at| parts.get_mut(at)) {
            part.score.clone_from(&file.score);
            part.files.push(file);
        }
    }
    for (list, target) in [(findings, Target::Active), (suppressed, Target::Suppressed), (unused_ignores, Target::Unused)] {
        for finding in list {
            if let Some(part) = of(&finding.uri).and_then(|at| parts.get_mut(at)) {
                target.list(part).push(finding);
            }
        }
    }
    for image in images {
        if let Some(part) = of(&image.uri).and_then(|at| parts.get_mut(at)) {
            part.images.push(image);
        }
    }
    parts.into_iter().map(Shared::new).collect()
}

/// A list of findings in a report.
#[derive(Clone, Copy)]
enum Target {
    Active,
    Suppressed,
    Unused,
}

impl Target {
    fn list(self, report: &mut Report) -> &mut Vec<Finding> {
        match self {
            Target::Active => &mut report.findings,
            Target::Suppressed => &mut report.suppressed,
            Target::Unused => &mut report.unused_ignores,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(id: u32, name: &str) -> SourceText {
        SourceText { id, name: name.to_owned(), text: "".into(), kind: None }
    }

    #[test]
    fn no_two_files_have_the_same_name() {
        let taken = ["Dockerfile", "web.yaml", "a/web.yaml", "input", ".dockerignore"];
        let free = |wanted| free_name(wanted, &|name| taken.contains(&name));
        assert_eq!(
            ["Dockerfile", "web.yaml", "a/web.yaml", "", "b.yaml"].map(free),
            ["Dockerfile.2", "web-2.yaml", "a/web-2.yaml", "input-2", "b.yaml"]
        );
        assert_eq!(free(".dockerignore"), ".dockerignore-2");
    }

    #[test]
    fn a_dockerfile_has_its_own_ignore_file_before_the_common_one() {
        let files = [file(0, "Dockerfile"), file(1, ".dockerignore"), file(2, "web.Dockerfile"), file(3, "web.Dockerfile.dockerignore")];
        assert_eq!(dockerignore_of(&files, "Dockerfile").map(|file| file.id), Some(1));
        assert_eq!(dockerignore_of(&files, "web.Dockerfile").map(|file| file.id), Some(3));
        assert_eq!(dockerignore_of(&files, "other/Dockerfile").map(|file| file.id), Some(1));
        assert_eq!(dockerignore_of(&files[2..3], "web.Dockerfile"), None);
    }
}
