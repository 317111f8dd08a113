//! Tags of images that are no official ones but that offers may name.
//!
//! It never says that another tag does not exist: these are the ones that a source names.

use crate::footprint::vendor_architectures;
use crate::generated::names::OTHER_TAGS;
use crate::official::Architectures;
use crate::replacements::is_path;

/// What a tag outside of the official list is built for; `None` where no table names it. O(length of the table).
#[must_use]
pub fn other_tag(registry: &str, repository: &str, tag: &str) -> Option<Architectures> {
    let named = OTHER_TAGS.iter().find(|(name, ..)| is_path(name, registry, repository));
    match named {
        Some((_, architectures, tags)) => tags.split(' ').any(|listed| listed == tag).then_some(Architectures(architectures)),
        None => vendor_architectures(registry, repository, tag),
    }
}

#[cfg(test)]
mod tests {
    use super::other_tag;

    #[test]
    fn only_what_a_source_names() {
        assert!(other_tag("mcr.microsoft.com", "dotnet/aspnet", "10.0-noble-chiseled").is_some_and(|found| found.serves("linux/arm/v7")));
        assert!(other_tag("mcr.microsoft.com", "dotnet/aspnet", "11.0").is_none());
        assert!(other_tag("mcr.microsoft.com", "dotnet/sdk", "10.0-noble-chiseled").is_none(), "there is no SDK without a shell");
        assert!(other_tag("cgr.dev", "chainguard/node", "latest").is_some_and(|found| !found.serves("linux/s390x")));
        assert!(other_tag("cgr.dev", "chainguard/node", "22").is_none(), "only the latest is free");
        assert!(other_tag("docker.io", "library/node", "22").is_none());
    }
}
