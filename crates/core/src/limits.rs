//! What input may cost. Passing a limit is the finding `input-limit`, never a crash or a hang.

/// The largest text that is analysed, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most findings that one file reports. What comes behind is counted, not listed.
pub const MAX_FINDINGS: usize = 5_000;
