//! What a text is, by its name and its first words.
//!
//! It never parses: a text that is taken for a manifest may still turn out to hold no object.

use plimsoll_report::Kind;

/// Tells what to read a text as. The name decides where it says so (`Dockerfile`, `*.Dockerfile`, `Containerfile`,
/// `*.yaml`, `*.yml`, `*.json`); else the first line that is neither blank nor a comment does.
#[must_use]
pub fn kind(uri: &str, text: &str) -> Kind {
    by_name(uri).unwrap_or_else(|| by_text(text))
}

fn by_name(uri: &str) -> Option<Kind> {
    // A plain walk: names are short.
    let name = uri.bytes().rposition(|byte| byte == b'/').and_then(|slash| uri.get(slash + 1..)).unwrap_or(uri);
    let ends = |ending: &str| {
        name.len() > ending.len() && name.get(name.len() - ending.len()..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    if is_dockerfile_name(name) {
        Some(Kind::Dockerfile)
    } else if ends(".yaml") || ends(".yml") || ends(".json") {
        Some(Kind::Kubernetes)
    } else {
        None
    }
}

/// `Dockerfile`, `Dockerfile.dev`, `api.Dockerfile`, `Containerfile` and the like, in any case.
#[must_use]
pub fn is_dockerfile_name(name: &str) -> bool {
    ["dockerfile", "containerfile"].iter().any(|stem| {
        let begins = name.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem));
        let rest = name.get(stem.len()..).unwrap_or_default();
        let ends = name.len() > stem.len() + 1 && name.get(name.len() - stem.len()..).is_some_and(|end| end.eq_ignore_ascii_case(stem));
        (begins && (rest.is_empty() || rest.starts_with('.')) && !rest.eq_ignore_ascii_case(".dockerignore"))
            || (ends && name.as_bytes().get(name.len() - stem.len() - 1) == Some(&b'.'))
    })
}

fn by_text(text: &str) -> Kind {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let Some(first) = lines.next() else { return Kind::Unknown };
    if first.starts_with(['{', '['])
        || first.starts_with("---")
        || first.starts_with("- ")
        || first.starts_with('%')
        || is_yaml_entry(first)
    {
        return Kind::Kubernetes;
    }
    let word = first.split([' ', '\t']).next().unwrap_or_default();
    if INSTRUCTIONS.iter().any(|known| word.eq_ignore_ascii_case(known)) || lines.any(|line| starts_with_ignore_case(line, "FROM ")) {
        return Kind::Dockerfile;
    }
    if lines_of_yaml(text) { Kind::Kubernetes } else { Kind::Unknown }
}

fn starts_with_ignore_case(line: &str, word: &str) -> bool {
    line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// `key: value` or `key:`, the key one word; no instruction looks like it.
fn is_yaml_entry(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, rest)| {
        let key = key.trim_matches(['"', '\'']);
        !key.is_empty() && !key.contains([' ', '\t']) && (rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// A template may begin with `{{ … }}` lines: look for what every object has.
fn lines_of_yaml(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("apiVersion:") || line.starts_with("kind:"))
}

const INSTRUCTIONS: [&str; 18] = [
    "FROM",
    "ARG",
    "RUN",
    "COPY",
    "ADD",
    "ENV",
    "CMD",
    "ENTRYPOINT",
    "WORKDIR",
    "USER",
    "EXPOSE",
    "LABEL",
    "VOLUME",
    "SHELL",
    "HEALTHCHECK",
    "ONBUILD",
    "STOPSIGNAL",
    "MAINTAINER",
];

#[cfg(test)]
mod tests {
    use super::kind;
    use plimsoll_report::Kind;

    #[test]
    fn names_decide() {
        for name in ["Dockerfile", "a/b/Dockerfile.dev", "api.Dockerfile", "Containerfile", "dockerfile"] {
            assert_eq!(kind(name, "apiVersion: v1"), Kind::Dockerfile, "{name}");
        }
        for name in ["a.yaml", "a.YML", "x/pod.json"] {
            assert_eq!(kind(name, "FROM a"), Kind::Kubernetes, "{name}");
        }
        assert_eq!(kind("Dockerfile.dockerignore", "*.pem"), Kind::Unknown);
        assert_eq!(kind(".yaml", ""), Kind::Unknown);
    }

    #[test]
    fn else_the_text_does() {
        for text in ["FROM a", "# syntax=x\n\nfrom a", "RUN make", "\u{feff}ARG V=1\nFROM a:$V", "frm a\nFROM b"] {
            assert_eq!(kind("stdin", text), Kind::Dockerfile, "{text}");
        }
        for text in
            ["apiVersion: v1", "---\nkind: Pod", "{\"kind\":\"Pod\"}", "# x\nkind: Pod", "{{- if .Values.a }}\nkind: Pod", "\"kind\": Pod"]
        {
            assert_eq!(kind("-", text), Kind::Kubernetes, "{text}");
        }
        for text in ["", "  \n", "hello world", "# only a comment"] {
            assert_eq!(kind("-", text), Kind::Unknown, "{text}");
        }
    }
}
