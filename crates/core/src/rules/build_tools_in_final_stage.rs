//! Compilers and build systems in the image that is shipped.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::{Outlines, staying};
use crate::model::{DockerModel, Marks, RunCommand, Stage};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "build-tools-in-final-stage",
    summary: "the image is shipped with the tools it was built with",
    help: "Build in a stage of its own and `COPY --from` it what the program needs, or remove the tools in the same RUN.",
    severity: Severity::Medium,
    category: Category::Image,
    looks_for: Marks::RUN,
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

/// Packages that are there to compile.
const TOOLS: [&str; 37] = [
    "autoconf",
    "automake",
    "binutils",
    "bison",
    "build-base",
    "build-essential",
    "cargo",
    "clang",
    "cmake",
    "cpp",
    "default-jdk",
    "default-jdk-headless",
    "flex",
    "g++",
    "gcc",
    "gcc-c++",
    "gfortran",
    "go",
    "golang",
    "golang-go",
    "gradle",
    "libtool",
    "linux-headers",
    "llvm",
    "make",
    "maven",
    "meson",
    "musl-dev",
    "ninja",
    "ninja-build",
    "pkg-config",
    "pkgconf",
    "pkgconfig",
    "rust",
    "rustc",
    "scons",
    "yasm",
];

const OUTLINES: Outlines = {
    let (mut outlines, mut rest): (_, &[&str]) = (Outlines::NONE, &TOOLS);
    while let [name, behind @ ..] = rest {
        (outlines, rest) = (outlines.with(name), behind);
    }
    outlines
};

fn check(stage: &Stage<'_>, model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !stage.in_result || stage.from.is_none() || model.is_for_developing(stage.index) {
        return;
    }
    let mut libraries: Option<(Span, String)> = None;
    let mut at = 0;
    let commands = model.commands_of(stage);
    while let Some(run) = commands.get(at).map(|command| command.run_index) {
        let own = model.commands_of_run(run);
        at += own.len();
        let left = staying(own);
        let tool = left.iter().find(|(_, package)| is_tool(&package.name));
        if let Some((command, package)) = tool {
            let message = format!("`{}` stays in the final image, where nothing is built any more", package.name);
            out.report(command.place(package.word.span), message);
            return;
        }
        let built = own.iter().filter(|command| !command.run.onbuild).find_map(|command| Some((command, builds(command)?)));
        // A RUN that takes its tools away again has thought of it.
        if let Some((command, what)) = built.filter(|_| !takes_away(own)) {
            let message = format!("`{what}` runs in the final stage, so the image ships everything that building needs");
            out.report(command.span(), message);
            return;
        }
        if libraries.is_none() {
            libraries = left.iter().find(|(_, package)| is_headers(&package.name)).map(|(command, package)| {
                let message = format!("`{}` holds headers for compiling, and stays in the final image", package.name);
                (command.place(package.word.span), message)
            });
        }
    }
    if let Some((span, message)) = libraries {
        out.report(span, message).severity(Severity::Low);
    }
}

/// Whether the RUN installs and removes packages with the same manager; those that share apt's packages are one.
fn takes_away(commands: &[RunCommand<'_>]) -> bool {
    let (mut installing, mut removing) = (BTreeSet::new(), BTreeSet::new());
    for call in commands.iter().filter_map(|command| command.package.as_ref()) {
        let manager = if call.manager.is_apt() { Manager::AptGet } else { call.manager };
        match call.action {
            Action::Install => installing.insert(manager),
            Action::Remove | Action::Autoremove => removing.insert(manager),
            _ => false,
        };
    }
    !installing.is_disjoint(&removing)
}

fn is_tool(name: &str) -> bool {
    let jdk = name.starts_with("openjdk") && (name.ends_with("-jdk") || name.ends_with("-jdk-headless"));
    jdk || (OUTLINES.may_have(name) && TOOLS.binary_search(&name).is_ok())
}

fn is_headers(name: &str) -> bool {
    name.ends_with("-dev") || name.ends_with("-devel")
}

/// The build that a command runs, in the words a reader knows.
fn builds(command: &RunCommand<'_>) -> Option<String> {
    // Asked before anything is read: few commands build.
    let builds = matches!(
        command.name(),
        "go" | "cargo"
            | "mvn"
            | "mvnw"
            | "gradle"
            | "gradlew"
            | "npm"
            | "pnpm"
            | "yarn"
            | "dotnet"
            | "make"
            | "ninja"
            | "gcc"
            | "g++"
            | "cc"
            | "clang"
            | "rustc"
            | "javac"
            | "tsc"
            | "cmake"
    );
    if builds { what_is_built(command) } else { None }
}

#[inline(never)]
fn what_is_built(command: &RunCommand<'_>) -> Option<String> {
    let arg = |n: usize| command.effective.args.iter().filter(|arg| !arg.raw.starts_with('-')).nth(n).map(|arg| arg.text());
    let first = arg(0);
    let first = first.as_deref().unwrap_or_default();
    let name = command.name();
    let is_build = match name {
        "go" | "cargo" => matches!(first, "build" | "install"),
        "mvn" | "mvnw" => true,
        "gradle" | "gradlew" => first.contains("uild") || first.contains("ssemble") || first.contains("ar"),
        "npm" | "pnpm" => matches!(first, "run" | "run-script") && is_build_script(arg(1).as_deref()),
        "yarn" => is_build_script(Some(first)) || (first == "run" && is_build_script(arg(1).as_deref())),
        "dotnet" => matches!(first, "publish" | "build"),
        "make" | "ninja" | "gcc" | "g++" | "cc" | "clang" | "rustc" | "javac" | "tsc" => !command.has_arg("--version"),
        "cmake" => command.has_arg("--build"),
        _ => false,
    };
    is_build.then(|| match name {
        "npm" | "pnpm" => format!("{name} run {}", arg(1).as_deref().unwrap_or_default()),
        "go" | "cargo" | "dotnet" | "yarn" => format!("{name} {first}"),
        "cmake" => String::from("cmake --build"),
        _ => String::from(name),
    })
}

fn is_build_script(name: Option<&str>) -> bool {
    name.is_some_and(|name| name == "build" || name.starts_with("build:") || name == "compile")
}
