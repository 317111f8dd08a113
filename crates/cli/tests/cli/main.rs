//! The command as its users run it: arguments, files and stdin in; stdout, stderr, files and the exit code out.

mod fixes;
mod formats;
mod hadolint;
mod input;
mod outcome;
mod policy;
mod rules;
#[cfg(all(unix, feature = "serve"))]
mod serve;
mod suggest;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A Dockerfile with a finding of severity medium (no tag) and one with a safe fix.
const DOCKERFILE: &str = "FROM node\nRUN apt-get update && apt-get install -y git\nCMD [\"node\", \"app.js\"]\n";

/// A manifest with a critical finding.
const PRIVILEGED: &str = "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: example.com/app:1.2
      securityContext:
        privileged: true
";

/// A manifest with nothing to find.
const CLEAN: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: colours\n  namespace: shop\ndata:\n  sky: blue\n";

/// What a run gave.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).expect("stdout is JSON")
    }

    /// The names of the files in a JSON report.
    fn uris(&self) -> Vec<String> {
        let report = self.json();
        report["files"].as_array().expect("files").iter().map(|file| file["uri"].as_str().expect("a uri").to_owned()).collect()
    }
}

/// An empty folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder can be made");
    path
}

/// Writes a file, and the folders it is in.
fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, content).expect("a file can be written");
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.args(args).current_dir(folder).env_remove("COLUMNS").env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    // Settings of whoever runs the tests must not change what happens.
    let home = env!("CARGO_TARGET_TMPDIR");
    command.env("HOME", home).env("USERPROFILE", home).env_remove("XDG_CONFIG_HOME").env_remove("LOCALAPPDATA");
    command
}

fn run(folder: &Path, args: &[&str]) -> Run {
    run_with(folder, args, "")
}

/// Runs the command with a text on stdin.
fn run_with(folder: &Path, args: &[&str], stdin: &str) -> Run {
    let mut command = command(folder, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    // A command that does not read stdin may be gone by now.
    let _ = child.stdin.take().expect("stdin is piped").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("the command ends");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Run { code: output.status.code().expect("no signal ended it"), stdout: text(output.stdout), stderr: text(output.stderr) }
}
