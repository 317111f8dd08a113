//! Another image in the words of the file: as short or as full as the reference that it replaces, on the same mirror.
//!
//! It never looks anything up; which image to write is decided elsewhere.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_catalog::{official_folder, registry};
use plimsoll_dockerfile::InstructionKind;
use plimsoll_reference::DEFAULT_REGISTRY;
use plimsoll_text::{Edit, Span};

use crate::model::{DockerModel, ImageUse};

/// The folder of the official images on Docker Hub.
const LIBRARY: &str = "library/";

/// The name of an image, without its tag and digest, after variables are replaced.
fn name_of<'i>(image: &'i ImageUse<'_>) -> &'i str {
    let end = image.expanded_parts().map_or(image.expanded.len(), |parts| parts.repository.end);
    image.expanded.get(..end).unwrap_or_default()
}

/// The same image with another tag. An old digest is dropped: it would still pull the old image.
#[must_use]
pub(crate) fn with_tag(image: &ImageUse<'_>, tag: &str) -> String {
    [name_of(image), ":", tag].concat()
}

/// Another image, written the way the present one is: an official image stays on the mirror, a short name stays short.
#[must_use]
pub(crate) fn with_name(image: &ImageUse<'_>, host: &str, repository: &str, tag: &str) -> String {
    let name = match image.reference() {
        Some(reference) => name_like(name_of(image), reference.registry(), reference.repository(), host, repository),
        None => full_name(host, repository),
    };
    if tag.is_empty() { name } else { [&*name, ":", tag].concat() }
}

fn full_name(host: &str, repository: &str) -> String {
    if host != DEFAULT_REGISTRY {
        return [host, "/", repository].concat();
    }
    repository.strip_prefix(LIBRARY).unwrap_or(repository).to_string()
}

fn name_like(written: &str, own_host: &str, own_repository: &str, host: &str, repository: &str) -> String {
    let official = repository.strip_prefix(LIBRARY).filter(|_| host == DEFAULT_REGISTRY);
    // A mirror of the official images has the other ones too.
    let mirrored = official.and_then(|name| {
        let folder = official_folder(own_host, own_repository)?;
        // The same image from Docker Hub: it is the host that is wrong.
        let is_slip = registry(own_host).is_none() && own_repository.strip_prefix(folder) == Some(name);
        (!is_slip).then_some((folder, name))
    });
    if let Some((prefix, name)) = mirrored {
        if own_host == DEFAULT_REGISTRY && !written.contains('/') {
            return name.to_string();
        }
        let host = written.split_once('/').map_or("", |(host, _)| host);
        // `library/node` has no host in front.
        return if host.contains('.') { [host, "/", prefix, name].concat() } else { [prefix, name].concat() };
    }
    let writes_host = written.starts_with("docker.io/") || written.starts_with("index.docker.io/");
    if host == DEFAULT_REGISTRY && writes_host { [host, "/", repository].concat() } else { full_name(host, repository) }
}

/// The edit that writes `reference` in the place of an image, no larger than the difference; `None` where variables or an
/// anchor stand there.
#[must_use]
pub(crate) fn edit(image: &ImageUse<'_>, reference: &str) -> Option<Vec<Edit>> {
    if reference == image.text {
        return None;
    }
    if !image.is_editable() {
        return behind_variables(image, reference);
    }
    // The text is what it stands for.
    let name = name_of(image);
    let end = name.len();
    // Only the tag changes where the name does not.
    let edit = match reference.strip_prefix(name).filter(|rest| rest.starts_with(':')) {
        Some(rest) => {
            let tag = image.expanded_parts().and_then(|parts| parts.tag);
            match (tag, rest.strip_prefix(':')) {
                (Some(tag), Some(new)) => {
                    Edit { span: Span::new(tag.start, image.text.len()).shift(image.span.start), text: new.to_string() }
                }
                _ => Edit { span: Span::new(end, image.text.len()).shift(image.span.start), text: rest.to_string() },
            }
        }
        None => Edit { span: Span::new(0, image.text.len()).shift(image.span.start), text: reference.to_string() },
    };
    Some(Vec::from([edit]))
}

/// The edit behind the last variable: `node:${VERSION}-bookworm` becomes `node:${VERSION}-bookworm-slim`. What the variables stand
/// for stays theirs.
fn behind_variables(image: &ImageUse<'_>, reference: &str) -> Option<Vec<Edit>> {
    let text = &*image.text;
    if !image.verbatim || image.is_in_manifest() || text.contains('@') || !text.contains(':') {
        return None;
    }
    let last = text.rfind('$')?;
    let behind = text.get(last..)?;
    let end = match behind.strip_prefix("${") {
        Some(rest) => rest.find('}')? + "${}".len(),
        None => behind.bytes().skip(1).position(|b| !(b.is_ascii_alphanumeric() || b == b'_')).map_or(behind.len(), |at| at + 1),
    };
    let (start, tail) = (last + end, behind.get(end..)?);
    // A variable that holds the whole name, or a part of it, is not for a tag alone.
    let is_in_tag = text.get(..last)?.rfind(':').is_some_and(|colon| text.get(colon..).is_some_and(|rest| !rest.contains('/')));
    let head = image.expanded.strip_suffix(tail)?;
    let new = reference.strip_prefix(head).filter(|new| is_in_tag && new.is_empty() != new.starts_with(['-', '.']))?;
    (new != tail).then(|| Vec::from([Edit { span: Span::new(start, text.len()).shift(image.span.start), text: new.to_string() }]))
}

/// The edit of an argument whose default is the whole name, and that nothing else reads: `ARG BASE=node:22` before `FROM ${BASE}`.
#[must_use]
pub(crate) fn argument(image: &ImageUse<'_>, reference: &str, model: &DockerModel<'_>) -> Option<Edit> {
    let written = image.text.strip_prefix('$')?;
    let name = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(written);
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let source = model.file.source;
    let reads = |sign: &str| source.matches(&*[sign, name].concat()).count();
    if reads("$") + reads("${") != 1 {
        return None;
    }
    let first = model.stages.first()?.from?.span.start;
    let before = model.file.instructions.iter().take_while(|instruction| instruction.span.start < first);
    let defaults = before.filter_map(|instruction| match &instruction.kind {
        InstructionKind::Arg(args) => args.iter().find(|arg| arg.name.text == name)?.default.as_ref(),
        _ => None,
    });
    let default = defaults.last().filter(|default| default.text == image.expanded && default.span.of(source) == image.expanded)?;
    Some(Edit { span: default.span, text: reference.to_string() })
}
