//! Runs the Kubewarden module as a policy server does: compiled once, a new instance for every question, with a deadline, and a host
//! that answers no call.

use std::path::PathBuf;

use serde_json::Value;
use wapc::WapcHost;
use wasmtime_provider::{EpochDeadlines, WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre};

/// Ticks of a clock that does not run here: what counts is that the code for deadlines is in.
const DEADLINES: EpochDeadlines = EpochDeadlines { wapc_init: 1, wapc_func: 1 };

/// The module, compiled.
pub struct Module {
    /// Its bytes.
    pub wasm: Vec<u8>,
    compiled: WasmtimeEngineProviderPre,
}

impl Module {
    /// Compiles the file that `PLIMSOLL_KUBEWARDEN` names, or what `cargo xtask kubewarden` has made.
    ///
    /// # Panics
    /// Where there is no module.
    #[must_use]
    pub fn load() -> Module {
        let made = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/kubewarden/plimsoll-kubewarden.wasm"));
        let path = std::env::var_os("PLIMSOLL_KUBEWARDEN").map_or_else(made, PathBuf::from);
        let wasm = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}; cargo xtask kubewarden makes it", path.display()));
        let builder = WasmtimeEngineProviderBuilder::new().module_bytes(&wasm).enable_epoch_interruptions(DEADLINES);
        let compiled = builder.build_pre().expect("the module is a waPC guest");
        Module { wasm, compiled }
    }

    /// A new instance.
    ///
    /// # Panics
    /// Where the module cannot be started.
    #[must_use]
    pub fn instance(&self) -> Instance {
        let engine = self.compiled.rehydrate(Some(DEADLINES)).expect("the engine starts");
        let no_calls = |_: u64, _: &str, _: &str, operation: &str, _: &[u8]| Err(format!("{operation} is not to be called").into());
        Instance(WapcHost::new(Box::new(engine), Some(Box::new(no_calls))).expect("the module starts"))
    }
}

/// An instance of the module.
pub struct Instance(WapcHost);

impl Instance {
    /// What the module answers.
    ///
    /// # Errors
    /// What the host says where it answers nothing.
    pub fn call(&self, function: &str, payload: &[u8]) -> Result<Vec<u8>, String> {
        self.0.call(function, payload).map_err(|error| error.to_string())
    }

    /// The answer of `validate`.
    ///
    /// # Panics
    /// Where there is none, or it is no JSON.
    #[must_use]
    pub fn validate(&self, request: &Value, settings: &Value) -> Value {
        let question = serde_json::json!({"request": request, "settings": settings}).to_string();
        let answer = self.call("validate", question.as_bytes()).expect("there is an answer");
        serde_json::from_slice(&answer).expect("the answer is JSON")
    }
}
