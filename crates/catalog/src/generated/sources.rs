//! Where the facts come from, and of which day they are.
//! Made by `plimsoll-catalog-generate` from the data files; it is never edited by hand.

/// The newest day of all tables.
pub(crate) static NEWEST: &str = "2026-09-25";

/// Table, day (empty where kept by hand) and source.
pub(crate) static SOURCES: &[(&str, &str, &str)] = &[
    ("chainguard", "2026-08-22", "chainguard-images/images at cd7edd236bf1738260cf528cd8886f5353c3a3b8, images/"),
    ("codenames", "2026-08-22", "endoflife-date/endoflife.date at a70eca337600e7d721dc48112c271f98661d208b, products/ (MIT)"),
    ("deprecated", "", "the repositories' own notices; official images as marked in docker-library/official-images"),
    ("distroless", "2026-08-21", "GoogleContainerTools/distroless at cd080764af3103b2f49fb5eb23297c72c945e77a, SUPPORT_POLICY.md and the build configuration"),
    ("distroless-retired", "", "names that left GoogleContainerTools/distroless; a name that is not in distroless.tsv is not rebuilt"),
    ("eol", "2026-08-22", "endoflife-date/endoflife.date at a70eca337600e7d721dc48112c271f98661d208b, products/ (MIT)"),
    ("eol-repositories", "2026-08-22", "endoflife-date/endoflife.date at a70eca337600e7d721dc48112c271f98661d208b, products/ (MIT)"),
    ("everyday-names", "", "kept by hand, see README.md"),
    ("families", "", "kept by hand, see README.md"),
    ("footprint", "2026-09-25", "docker-library/repo-info, the file of each row; date is the newest build"),
    ("official", "2026-08-21", "docker-library/official-images at 37079fb336f572a88700cf32e5e1f6be54a04e8f, library/"),
    ("options", "", "kept by hand, see README.md"),
    ("other-tags", "", "dotnet/dotnet-docker at dac02b6e82311fb6cd21557bb05d2a126074d948: documentation/supported-tags.md, documentation/ubuntu-chiseled.md and the folders named; nginx/docker-nginx-unprivileged at 35a0ecd22ab5a1bcf1b8ada75506ab6947f37f75: the files named"),
    ("packages", "", "Debian and Alpine package names, compared by hand"),
    ("paths", "", "file lists of the Debian and Alpine packages"),
    ("registries", "", "the registries' own documentation"),
    ("users", "", "the USER and entrypoint of each image's Dockerfile; uids as measured in docker-library/repo-info where listed there"),
];
