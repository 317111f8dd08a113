//! Speed: of the page in Chromium, of the native library and program, of the webhook server, and of the Kubewarden module.
//!
//! It prints figures beside their budgets; the page's and the library's own scripts measure.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::run::{run, run_quietly, say};
use crate::{kubewarden, npm, root, target_dir, test};

/// The parts' names, for the help.
pub(crate) const PARTS: &str = "page, native, serve, kubewarden";

/// How often the program is started to measure its start.
const STARTS: usize = 40;

/// Measures the parts that are named, or all.
///
/// # Errors
/// Where a build fails or a figure is over its budget.
pub(crate) fn bench(parts: &[String]) -> Result<()> {
    if let Some(unknown) = parts.iter().find(|part| !PARTS.split(", ").any(|known| known == part.as_str())) {
        bail!("there is no part `{unknown}`; the parts are {PARTS}");
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|p| p == part);
    let mut over = Vec::new();
    let all = [("page", page as fn() -> Result<()>), ("native", native), ("serve", serve), ("kubewarden", kubewarden::bench)];
    for (part, measure) in all {
        if wanted(part)
            && let Err(error) = measure()
        {
            say(&format!("{part}: {error:#}"));
            over.push(part);
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("not within budget: {}", over.join(", ")) }
}

fn page() -> Result<()> {
    npm::ensure(npm::Need::Tests)?;
    let browser = test::chromium()?;
    let (_, address) = test::serve_release()?;
    run(npm::node().arg("tests/e2e/bench.js").env("PLAYGROUND", address).env("CHROMIUM", browser), "Its figures are above.")
}

fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Builds the program as it is shipped, and gives where it is.
fn program() -> Result<PathBuf> {
    say("compiling the library and the program (release, minutes when nothing is cached)");
    run(cargo().args(["build", "--release", "--package", "plimsoll"]), "The compiler's messages are above.")?;
    Ok(target_dir().join("release").join(format!("plimsoll{}", std::env::consts::EXE_SUFFIX)))
}

/// The webhook server under a load of reviews. The client has cores of its own where there are some: it is not what is measured.
fn serve() -> Result<()> {
    let program = program()?;
    let words = ["run", "--release", "--quiet", "--package", "plimsoll-serve", "--example", "load", "--"];
    run(cargo().args(words).arg(program), "Its figures are above.")
}

fn native() -> Result<()> {
    let program = program()?;
    let speed = run(
        cargo().args(["run", "--release", "--quiet", "--package", "plimsoll-tests", "--example", "throughput"]),
        "Its figures are above.",
    );
    let start = start_time(&program)?;
    println!("{:<48}{:>12}{:>12}", "program start, median", format!("{:.1} ms", start.as_secs_f64() * 1e3), "5 ms");
    speed?;
    if start > Duration::from_millis(5) {
        bail!("the program takes too long to start");
    }
    Ok(())
}

/// The median time of a whole process that has nothing to do.
fn start_time(program: &Path) -> Result<Duration> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let begun = Instant::now();
        run_quietly(Command::new(program).arg("--version"), "")?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    Ok(times[STARTS / 2])
}
