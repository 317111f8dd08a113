//! Files of credentials: their usual names, the variables that name them, and whether a Dockerfile puts them into its image.
//!
//! It compares paths as texts; what is on a disk it does not know.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_dockerfile::{InstructionKind, Transfer};
use plimsoll_text::Span;

use super::DockerModel;
use super::download::file_name;
use crate::docker_edit::unquoted;

/// What a file or folder usually holds that an image should not, by its name.
#[must_use]
pub fn sensitive(path: &str) -> Option<&'static str> {
    let path = path.trim_end_matches('/');
    let name = file_name(path);
    match name {
        ".ssh" | ".aws" | ".gnupg" | ".kube" | ".docker" => Some("a folder of credentials"),
        ".git" => Some("the history of the repository"),
        ".env" => Some("a file of settings that are usually secret"),
        _ if name.starts_with(".env.") && !["example", "sample", "template", "dist"].iter().any(|end| name.ends_with(end)) => {
            Some("a file of settings that are usually secret")
        }
        _ => credential_file(path),
    }
}

/// What a file holds that is nothing but credentials, by its name.
#[must_use]
pub fn credential_file(path: &str) -> Option<&'static str> {
    let name = file_name(path);
    let key = [".p12", ".pfx", ".jks"].iter().any(|end| name.ends_with(end));
    match name {
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" => Some("a private key"),
        ".npmrc" | ".netrc" | "_netrc" | ".pypirc" | ".pgpass" | ".htpasswd" | ".git-credentials" | ".dockercfg" => {
            Some("a file of credentials")
        }
        _ if key => Some("a store of keys"),
        _ => {
            let folder = match name {
                "credentials" => ".aws",
                "config.json" => ".docker",
                "config" => ".kube",
                "hosts.yml" => "gh",
                "config.yaml" => "doctl",
                "credentials.toml" => ".cargo",
                _ => return None,
            };
            let around = path.strip_suffix(name)?.strip_suffix('/')?;
            (around == folder || around.strip_suffix(folder).is_some_and(|before| before.ends_with('/'))).then_some("a file of credentials")
        }
    }
}

/// Whether the value of a variable of that name is the path of a file of credentials, as the programs that read it say.
#[must_use]
pub fn names_credential_file(variable: &str) -> bool {
    matches!(
        variable,
        "AWS_CONFIG_FILE"
            | "AWS_SHARED_CREDENTIALS_FILE"
            | "AWS_WEB_IDENTITY_TOKEN_FILE"
            | "AZURE_CLIENT_CERTIFICATE_PATH"
            | "AZURE_FEDERATED_TOKEN_FILE"
            | "BOTO_CONFIG"
            | "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"
            | "GOOGLE_APPLICATION_CREDENTIALS"
            | "HF_TOKEN_PATH"
            | "KUBECONFIG"
            | "NETRC"
            | "PGPASSFILE"
    )
}

/// The variable that is the whole of a word: `NAME` of `$NAME` and `${NAME}`.
#[must_use]
pub fn only_variable(word: &str) -> Option<&str> {
    let rest = word.strip_prefix('$')?;
    let name = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(rest);
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_').then_some(name)
}

/// What `COPY` and `ADD` put into the final image, as far as their words tell.
#[derive(Debug, Default)]
pub struct Copied {
    places: Vec<Place>,
    /// The working directory of the image; `None` where no `WORKDIR` says it.
    workdir: Option<String>,
}

/// One place that a source goes to.
#[derive(Debug)]
struct Place {
    /// Absolute; where no `WORKDIR` is known, as if that were `/`.
    path: String,
    /// The source may be a folder: everything below the place may come with it.
    is_tree: bool,
    /// The place depends on a working directory that is not known.
    floats: bool,
    /// The destination in the file.
    span: Span,
}

impl Copied {
    /// Collects the places. O(instructions).
    #[must_use]
    pub fn of(model: &DockerModel<'_>) -> Copied {
        let mut copied = Copied::default();
        let Some(last) = model.graph.final_stage() else { return copied };
        let mut chain: Vec<usize> = model.chain(last).map(|stage| stage.index).collect();
        chain.reverse();
        for stage in chain {
            model.graph.walk(model.file, stage, |_, instruction, scope| match &instruction.kind {
                InstructionKind::Workdir(Some(word)) => {
                    if let Ok(path) = scope.expand(&word.text) {
                        copied.workdir = Some(copied.absolute(&path.text));
                    }
                }
                InstructionKind::Copy(transfer) | InstructionKind::Add(transfer) => {
                    copied.take(transfer, |word| scope.expand(word).ok().map(|e| e.text.into_owned()))
                }
                _ => {}
            });
        }
        copied
    }

    fn take(&mut self, transfer: &Transfer<'_>, expand: impl Fn(&str) -> Option<String>) {
        let Some((word, destination)) = transfer.destination.as_ref().and_then(|word| Some((word, expand(&word.text)?))) else { return };
        let floats = self.workdir.is_none() && !destination.starts_with('/');
        let path = self.absolute(&destination);
        for source in &transfer.sources {
            let source = unquoted(&source.text);
            let name = file_name(source.trim_end_matches('/'));
            let is_file = !source.ends_with('/') && name.trim_start_matches('.').contains('.') && !name.contains(['*', '?', '[', '$']);
            self.places.push(Place { path: path.clone(), is_tree: !is_file, floats, span: word.span });
            if is_file {
                self.places.push(Place { path: join(&path, name), is_tree: false, floats, span: word.span });
            }
        }
    }

    fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { join("", path) } else { join(self.workdir.as_deref().unwrap_or_default(), path) }
    }

    /// Where the file of that path is put into the image, if it is. O(places).
    #[must_use]
    pub fn holds(&self, path: &str) -> Option<Span> {
        let is_absolute = path.starts_with('/');
        let wanted = self.absolute(path);
        let holds = |place: &Place| {
            let below = wanted.strip_prefix(&*place.path);
            // That something is copied to the root says nothing of a file deep below it.
            let vague = if is_absolute { place.floats || place.path.is_empty() } else { place.path.is_empty() && !place.floats };
            !vague && below.is_some_and(|rest| rest.is_empty() || place.is_tree && rest.starts_with('/'))
        };
        self.places.iter().find(|place| holds(place)).map(|place| place.span)
    }
}

/// A path below a folder, without `.`, `..` and empty parts; the root is the empty text.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split(['/', '\\'])) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.iter().map(|part| format!("/{part}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{credential_file, join, only_variable, sensitive};

    #[test]
    fn names_of_files() {
        for path in ["home/.aws/credentials", ".aws/credentials", "/root/.docker/config.json", "keys/id_rsa", "x.p12", "/root/.netrc"] {
            assert!(credential_file(path).is_some(), "{path}");
        }
        for path in ["aws/credentials", "config.json", "id_rsa.pub", "p12", "x.aws/credentials", ""] {
            assert!(credential_file(path).is_none(), "{path}");
        }
        assert!(sensitive(".aws/").is_some() && sensitive(".env.production").is_some() && sensitive(".env.example").is_none());
    }

    #[test]
    fn paths() {
        assert_eq!(join("/app", "./x/../y//z"), "/app/y/z");
        assert_eq!(join("", "../.."), "");
        assert_eq!(only_variable("${A_B}"), Some("A_B"));
        assert_eq!(only_variable("$A/x"), None);
    }
}
