//! What input may cost. Passing a limit is the finding `input-limit`, never a crash or a hang.

/// The largest text that is analysed, in bytes. The largest manifests in public repositories, bundles of custom resource
/// definitions, have half of that.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The most findings that one file reports. What comes behind is counted, not listed.
pub const MAX_FINDINGS: usize = 5_000;

/// The most Kubernetes objects of one file that are looked at: the first ones. Published bundles have some hundreds.
pub const MAX_OBJECTS: usize = 2_000;

/// The most containers of one file that are looked at: the first ones.
pub const MAX_CONTAINERS: usize = 3_000;

/// The most instructions of a Dockerfile that are looked at: the first ones. The longest real files have some hundreds.
pub const MAX_INSTRUCTIONS: usize = 2_000;

/// The most shell commands of a Dockerfile that are looked at: the first ones.
pub const MAX_COMMANDS: usize = 5_000;

/// The most objects of a run that are looked at together; in a run with more each file is judged by itself.
pub const MAX_BUNDLE_OBJECTS: usize = 50_000;

/// The most steps that are taken to compare the objects of a run. Real bundles take some thousands.
pub const MAX_BUNDLE_STEPS: usize = 20_000_000;

/// The most images that one file reports facts and suggestions for. Rules look at all.
pub const MAX_IMAGES: usize = 1_000;

/// The most steps that are taken to hold the sources of a Dockerfile against its `.dockerignore`; those beyond are not looked at.
/// Real files take some thousands.
pub const MAX_IGNORE_STEPS: usize = 50_000_000;
