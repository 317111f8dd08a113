//! Default users of images.
//!
//! It never guesses from an image's kind: what is not listed has no answer.

use crate::distroless;
use crate::footprint::vendor_user;
use crate::generated::names::USERS;
use crate::official::{Flavour, Official, TagInfo, official_name};
use crate::replacements::is_path;
use crate::tag::TagParts;

/// The user an image starts with, and the account that it brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefaultUser {
    /// Whether a container starts as root.
    pub starts_as_root: bool,
    /// The account made for the service, such as `node`; the one it starts with where that is not root.
    pub account: Option<&'static str>,
    /// The account's uid.
    pub uid: Option<u32>,
    /// The account's main group.
    pub gid: Option<u32>,
}

/// The default user of an image; `None` where it is not known. `tag` is `latest` where none is written.
#[must_use]
pub fn default_user(registry: &str, repository: &str, tag: &str) -> Option<DefaultUser> {
    let image = official_name(registry, repository);
    default_user_of(registry, repository, tag, image, &|| image.and_then(|image| image.tag(tag)))
}

/// As [`default_user`], for a caller who knows the official image already, and can be asked for its tag.
#[must_use]
pub fn default_user_of(
    registry: &str,
    repository: &str,
    tag: &str,
    image: Option<Official>,
    info: &dyn Fn() -> Option<TagInfo>,
) -> Option<DefaultUser> {
    if let Some(user) = if image.is_none() { user_by_name(registry, repository, tag) } else { None } {
        return Some(user);
    }
    let has_word = |word: &str| match word {
        "alpine" => is_alpine(info(), tag),
        word => tag.split('-').any(|given| given == word),
    };
    let listed = match image {
        // No pattern is for an official image.
        Some(image) => Official::rows_of(USERS, image.row().users),
        None => USERS,
    };
    let mut rows = listed.iter().filter(|row| image.is_some() || is_path(row.0, registry, repository));
    // A row for a word of the tag comes before the one for all tags, wherever they stand.
    let mut of_all = None;
    let special = rows.find(|row| {
        if row.1.is_empty() {
            of_all = of_all.or(Some(*row));
        }
        !row.1.is_empty() && has_word(row.1)
    });
    let (_, _, default, name, uid, gid) = special.or(of_all)?;
    Some(DefaultUser {
        starts_as_root: *default == "root",
        account: Some(*name).filter(|name| !name.is_empty()),
        uid: uid.parse().ok(),
        gid: gid.parse().ok(),
    })
}

/// The user of an image whose name tells that it is distroless, or an optional vendor's.
#[inline(never)]
fn user_by_name(registry: &str, repository: &str, tag: &str) -> Option<DefaultUser> {
    if repository.strip_prefix(distroless::FOLDER).is_some_and(|name| distroless::status(name).is_some()) {
        // The tag alone tells, for every image and every mirror of it.
        let nonroot = tag.split('-').any(|word| word == "nonroot");
        let uid = nonroot.then_some(distroless::NONROOT_UID);
        return Some(DefaultUser { starts_as_root: !nonroot, account: nonroot.then_some("nonroot"), uid, gid: uid });
    }
    let user = vendor_user(registry, repository, tag)?;
    let uid = user.parse::<u32>().ok();
    let account = Some(user).filter(|_| uid.is_none());
    Some(DefaultUser { starts_as_root: uid == Some(0) || account == Some("root"), account, uid, gid: None })
}

/// Whether the build is an Alpine one: by the list, and by the tag's words where it is not listed.
fn is_alpine(info: Option<TagInfo>, tag: &str) -> bool {
    if let Some(info) = info {
        return matches!(info.build.flavour(), Flavour::Alpine | Flavour::AlpineSlim);
    }
    let parts = TagParts::parse(tag);
    parts.suite().is_some_and(|suite| suite.family == "alpine") || parts.flavour_words().any(|word| word == "alpine")
}

/// Whether the image is known not to start as root.
#[must_use]
pub fn is_nonroot(registry: &str, repository: &str, tag: &str) -> bool {
    default_user(registry, repository, tag).is_some_and(|user| !user.starts_as_root)
}

#[cfg(test)]
mod tests {
    use super::{default_user, is_nonroot};

    #[test]
    fn known_users() {
        let uid = |registry, repository, tag| default_user(registry, repository, tag).map(|user| (user.starts_as_root, user.uid));
        assert_eq!(uid("gcr.io", "distroless/static-debian13", "nonroot"), Some((false, Some(65532))));
        assert_eq!(uid("gcr.io", "distroless/static-debian13", "debug-nonroot"), Some((false, Some(65532))));
        assert_eq!(uid("gcr.io", "distroless/static-debian13", "latest"), Some((true, None)));
        assert_eq!(uid("docker.io", "library/node", "22"), Some((true, Some(1000))));
        assert_eq!(uid("docker.io", "library/postgres", "17"), Some((true, Some(999))));
        assert_eq!(uid("docker.io", "library/postgres", "17-alpine"), Some((true, Some(70))));
        assert_eq!(uid("docker.io", "library/postgres", "9.6-alpine3.15"), Some((true, Some(70))));
        assert_eq!(uid("docker.io", "nginxinc/nginx-unprivileged", "stable"), Some((false, Some(101))));
        assert_eq!(uid("cgr.dev", "chainguard/nginx", "latest"), Some((false, Some(65532))));
        assert_eq!(uid("cgr.dev", "chainguard/go", "latest"), Some((true, Some(0))));
        assert_eq!(uid("cgr.dev", "chainguard/dotnet", "latest"), Some((false, Some(65532))), "two variants that agree");
        assert_eq!(uid("docker.io", "bitnami/redis", "7"), Some((false, Some(1001))));
        assert_eq!(uid("mcr.microsoft.com", "dotnet/aspnet", "10.0-noble-chiseled"), Some((false, Some(1654))));
        assert_eq!(uid("mcr.microsoft.com", "dotnet/aspnet", "10.0"), None);
        assert_eq!(uid("docker.io", "team/app", "1"), None);
        assert!(is_nonroot("registry.example", "distroless/base", "nonroot") && !is_nonroot("docker.io", "library/nginx", "1"));
    }
}
