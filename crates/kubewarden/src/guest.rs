//! What the host finds in the module: its start, the functions, and the metadata. Nothing is decided here.

use wapc_guest::register_function;

/// What the policy server and `kwctl` want to know of the module before they run it, as `kwctl annotate` would add it: a custom section
/// with JSON. `cargo xtask gen` makes it.
#[allow(unsafe_code, reason = "a name that others look for")]
#[used]
#[unsafe(link_section = "io.kubewarden.metadata")]
static METADATA: [u8; include_bytes!("../metadata.json").len()] = *include_bytes!("../metadata.json");

/// Called once by the host before everything else.
#[allow(unsafe_code, reason = "a name that others look for")]
#[unsafe(no_mangle)]
extern "C" fn wapc_init() {
    register_function("protocol_version", |payload| Ok(crate::protocol_version(payload)));
    register_function("validate_settings", |payload| Ok(crate::validate_settings(payload)));
    register_function("validate", |payload| Ok(crate::validate(payload)));
}
