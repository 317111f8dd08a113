//! What the catalog's conditions mean in a file: whether an offer is for it, and what speaks against it.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use plimsoll_catalog::replacements::{Offer, Target, apk_packages};
use plimsoll_catalog::{Flavour, Libc};
use plimsoll_dockerfile::Instruction;

use super::case::{Blocker, Case};
use super::corrections;
use super::entry::{Entry, is_shell};
use super::known::Known;
use super::language;
use super::signals::{Cgo, Copied, Installed};
use crate::options::Vendor;

/// Whether an offer is meant for this file at all.
#[must_use]
pub(crate) fn is_meant(offer: &Offer, case: &Case<'_, '_, '_>) -> bool {
    if case.signals.is_name_only {
        // What a file would have to show is taken as shown, where most files of that kind do.
        let is_usual = |id: &str| {
            matches!(
                id,
                "single_stage" | "cgo_off_or_unused" | "target_gnu" | "static_binary" | "only_copy_and_entrypoint" | "no_libgcc_needed"
            )
        };
        return offer.final_stage && offer.requires.iter().all(|id| is_usual(id) || holds(id, case));
    }
    if case.signals.in_manifest {
        // What only a Dockerfile shows holds of no manifest.
        return offer.requires.iter().all(|id| matches!(*id, "role_jdk" | "repository_tomcat" | "final") && holds(id, case));
    }
    let stage = if offer.final_stage { case.signals.is_result } else { !case.signals.is_result };
    // Without a build and a start the file makes no program, but a place to work in.
    let is_program = || case.signals.builds.is_some() && case.signals.has_start;
    let is_compiled = case.work.family().is_some_and(|family| matches!(family.id, "go" | "rust" | "c-cpp"));
    stage && (!offer.final_stage || !is_compiled || is_program()) && offer.requires.iter().all(|id| holds(id, case))
}

fn holds(id: &str, case: &Case<'_, '_, '_>) -> bool {
    let signals = case.signals;
    let version = |wanted: &str| case.work.parts().components().eq(wanted.split('.')) || case.work.tag.starts_with(&*format!("{wanted}."));
    match id {
        "final" => signals.is_result,
        "build_stage" => !signals.is_result,
        "single_stage" => signals.is_single_stage && !signals.in_manifest,
        "installs_deps_in_stage" | "pip_install_in_stage" | "bundle_install_in_stage" => signals.installs_project.is_some(),
        // The catalog has the image or has it not.
        "major_22_24_26" | "major_17_21_25" | "sibling_exists" => true,
        "minor_3_13" => version("3.13") || case.work.parts().version().starts_with("3.13."),
        "cgo_off_or_unused" => signals.cgo() != Cgo::On,
        "cgo_on" => signals.cgo() == Cgo::On,
        "needs_shell" => needs_shell(case),
        // What is built on Debian runs on Alpine only where it is linked statically.
        "needs_shell_or_built_on_alpine" => (needs_shell(case) && signals.cgo() == Cgo::Off) || case.is_alpine(),
        "target_musl" => signals.is_musl || case.is_alpine(),
        "target_gnu" => !signals.is_musl && !case.is_alpine(),
        "role_jdk" if case.name() == "tomcat" => case.work.tag.contains("jdk"),
        "role_jdk" => !case.has_word("jre") && !case.has_word("headless") && !matches!(case.name(), "maven" | "gradle"),
        "build_tool_in_final" => signals.is_result && (matches!(case.name(), "maven" | "gradle") || signals.builds.is_some()),
        "repository_sdk" => case.name() == "sdk",
        "repository_debian" => case.name() == "debian",
        "repository_ubuntu" => case.name() == "ubuntu",
        "repository_alpine" => case.name() == "alpine",
        "repository_tomcat" => case.name() == "tomcat",
        "repository_elixir_or_erlang" => matches!(case.name(), "elixir" | "erlang"),
        "rpm_family" => !matches!(case.name(), "debian" | "ubuntu"),
        "role_cli_or_fpm" => !case.has_word("apache"),
        "no_data_volume" => !signals.in_manifest,
        "static_content_only" => signals.run.is_none() && signals.healthcheck.is_none() && !signals.in_manifest,
        "only_copy_and_entrypoint" => {
            let compiled = |copied: &Copied<'_>| ["go", "rust", "c-cpp"].iter().any(|family| is_of(copied, family));
            signals.run.is_none() && signals.has_start && !signals.copied.is_empty() && signals.copied.iter().all(compiled)
        }
        "no_libgcc_needed" => signals.copied.iter().all(|copied| is_of(copied, "go") && !is_static(copied, case)),
        "libgcc_needed" => signals.copied.iter().any(|copied| !is_of(copied, "go") && !is_static(copied, case)),
        "static_binary" => signals.has_start && !signals.copied.is_empty() && signals.copied.iter().all(|copied| is_static(copied, case)),
        "suite_ended_or_floating" => case.known.applied().own_floats,
        "installs_one_language" => language::of(case).is_some(),
        "optional_vendor_on" => case.vendors.contains(&Vendor::Chainguard),
        "serves_static" => signals.entries.first().is_some_and(super::rewrite::serves_files),
        // Not told by a Dockerfile, or told elsewhere (successors, suites of distroless images).
        _ => false,
    }
}

fn is_of(copied: &Copied<'_>, family: &str) -> bool {
    copied.from.family().is_some_and(|found| found.id == family)
}

/// Whether what a stage builds is linked statically, as far as the file shows. What runs on Alpine without being built there must be.
fn is_static(copied: &Copied<'_>, case: &Case<'_, '_, '_>) -> bool {
    let built_on_alpine = matches!(copied.from.flavour(), Some(Flavour::Alpine));
    if is_of(copied, "go") {
        return match copied.cgo {
            Cgo::Off => true,
            Cgo::On => false,
            // Without a compiler, which golang's Alpine image has not, cgo cannot be used.
            Cgo::Unknown => built_on_alpine || case.is_alpine(),
        };
    }
    is_of(copied, "rust") && (copied.is_musl || built_on_alpine)
}

fn needs_shell(case: &Case<'_, '_, '_>) -> bool {
    case.signals.entries.iter().any(|entry| entry.needs_shell || entry.is_script())
}

/// What in the file speaks against an offer.
#[must_use]
pub(crate) fn blockers(offer: &Offer, target: &Known, case: &Case<'_, '_, '_>) -> Vec<Blocker> {
    let mut out = Vec::new();
    if case.signals.is_name_only {
        return out;
    }
    for id in offer.blocked_by {
        blocked_by(id, offer, case, &mut out);
    }
    if case.work.family().is_some_and(|family| family.id == "c-cpp") {
        newer_runtime(case, &mut out);
    }
    match offer.target {
        Target::Flavour(flavour) => {
            if !splits(offer, case) {
                out.extend(corrections::suite_blockers(target, case));
            }
            tools(offer, target, case, &mut out);
            gems(offer, case, &mut out);
            if matches!(flavour, Flavour::Alpine | Flavour::AlpineSlim) {
                alpine(case, &mut out);
            }
        }
        Target::Scratch | Target::Image(_) if has_no_shell(target) => without_shell(offer, target, case, &mut out),
        Target::Image(_) if target.is_of_vendor() && !splits(offer, case) => {
            if let Some(span) = case.signals.run {
                out.push((format!("it does not start as root, which may be needed: RUN on {}", case.lines.name(span)), Some(span)));
            }
        }
        _ => {}
    }
    if offer.id == "lang-image" {
        language::blockers(case, &mut out);
    } else if target.tag.split('-').any(|word| word == "jre") && !splits(offer, case) {
        without_jdk(case, &mut out);
    }
    if out.len() < 2 {
        return out;
    }
    let mut unique: Vec<Blocker> = Vec::with_capacity(out.len());
    for blocker in out {
        if !unique.contains(&blocker) {
            unique.push(blocker);
        }
    }
    unique
}

/// Whether an image is known to have no shell; `scratch` has none.
#[must_use]
pub(crate) fn has_no_shell(target: &Known) -> bool {
    &*target.repository == "scratch"
        || target.tag.contains("chiseled")
        || target.footprint().is_some_and(|found| found.shell.known() == Some(false))
}

fn blocked_by(id: &str, offer: &Offer, case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    let signals = case.signals;
    match id {
        "packages_in_final" => {
            let splits = splits(offer, case);
            let needed = |package: &&Installed<'_>| !(splits && stays_behind(&package.name, offer));
            if let Some(package) = signals.needed_packages().find(needed) {
                let message = format!("the package `{}` is not in it: {}", package.name, case.lines.name(package.span));
                out.push((message, Some(package.span)));
            }
        }
        "uses_npm_start_unresolvable" => {
            let runs_node =
                |entry: &&Entry<'_>| entry.program() != "node" && !entry.words.is_empty() && !entry.is_script() && !entry.needs_shell;
            if let Some(entry) = signals.entries.iter().find(runs_node) {
                let message =
                    format!("starts `{}`, not `node` itself: {} on {}", entry.program(), entry.keyword, case.lines.name(entry.span));
                out.push((message, Some(entry.span)));
            }
        }
        "built_on_alpine" if case.is_alpine() => {
            let span = case.image.span;
            out.push((format!("what is built on Alpine needs musl: {}", case.lines.name(span)), Some(span)));
        }
        "java_opts_shell" => {
            if let Some(entry) = signals.entries.iter().find(|entry| entry.has_variables) {
                let message = format!("a shell puts in the variables: {} on {}", entry.keyword, case.lines.name(entry.span));
                out.push((message, Some(entry.span)));
            }
        }
        "pinned_major_required" | "pinned_minor_required" => {
            let version = case.known.parts().version();
            if !version.is_empty() {
                let message = format!("pins {version}, and only `latest` is free of charge: {}", case.lines.name(case.image.span));
                out.push((message, Some(case.image.span)));
            }
        }
        "envsubst_templates" => {
            let reads = |instruction: &&Instruction<'_>| {
                case.model.is_some_and(|model| {
                    let text = instruction.span.of(model.file.source);
                    text.contains("/etc/nginx/templates") || text.contains("/docker-entrypoint.d")
                })
            };
            if let Some(instruction) = case.model.and_then(|model| model.file.instructions.iter().find(reads)) {
                let message = format!("templates and start scripts are not read there: {}", case.lines.name(instruction.keyword_span));
                out.push((message, Some(instruction.keyword_span)));
            }
        }
        "run_in_stage" => run_in_stage(case, out),
        "cgo_on" => {
            if let Some(span) = signals.needs_c().filter(|_| signals.cgo() == Cgo::On) {
                out.push((format!("is linked to C, which on Alpine is musl: {}", case.lines.name(span)), Some(span)));
            }
        }
        "port_80_required" => {
            if let Some(span) = signals.low_port {
                out.push((format!("listens on 8080: EXPOSE on {}", case.lines.name(span)), Some(span)));
            }
        }
        "loads_extra_module" => {
            if let Some(package) = signals.packages.iter().find(|package| package.name.starts_with("nginx-module")) {
                out.push((format!("the module `{}` is not for it: {}", package.name, case.lines.name(package.span)), Some(package.span)));
            }
        }
        "ppa" => {
            if let Some(span) = signals.ppa {
                out.push((format!("an archive for Ubuntu is added: {}", case.lines.name(span)), Some(span)));
            }
        }
        "ubuntu_only_package" => {
            if let Some(package) = signals.packages.iter().find(|package| package.name.contains("ubuntu")) {
                out.push((format!("the package `{}` is Ubuntu's: {}", package.name, case.lines.name(package.span)), Some(package.span)));
            }
        }
        "man_or_locale_needed" => {
            if let Some(package) = signals.packages.iter().find(|package| matches!(&*package.name, "man-db" | "manpages")) {
                out.push((
                    format!("slim leaves out manual pages: `{}` on {}", package.name, case.lines.name(package.span)),
                    Some(package.span),
                ));
            }
        }
        _ => {}
    }
}

/// Whether the offer turns the only stage into one that builds and one that runs.
pub(super) fn splits(offer: &Offer, case: &Case<'_, '_, '_>) -> bool {
    // What is built in the image that runs it cannot be built in a smaller one.
    let builds_elsewhere = case.name() == "sdk" || (offer.id == "alpine" && case.signals.builds.is_some() && is_java(case));
    let leaves_something = case.signals.run.is_some() || case.signals.is_name_only;
    case.signals.is_single_stage && leaves_something && (builds_elsewhere || offer.edits.contains(&"split_stage"))
}

fn is_java(case: &Case<'_, '_, '_>) -> bool {
    case.work.family().is_some_and(|family| family.id == "java")
}

fn run_in_stage(case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    if let Some(span) = case.signals.run {
        out.push((format!("needs a shell: RUN on {}", case.lines.name(span)), Some(span)));
    }
}

/// Whether a package stays behind in the build stage. OpenSSL's library itself is in distroless' base and cc.
pub(super) fn stays_behind(package: &str, offer: &Offer) -> bool {
    is_for_building(package) || (package == "libssl-dev" && matches!(offer.id, "base" | "cc"))
}

/// Whether a stage installs what only a build needs.
#[must_use]
pub(super) fn installs_build_tools(case: &Case<'_, '_, '_>) -> bool {
    case.signals.packages.iter().any(|package| is_for_building(&package.name) && !matches!(&*package.name, "bash" | "curl" | "wget"))
}

/// Packages that only builds need: they move to the build stage.
fn is_for_building(package: &str) -> bool {
    matches!(
        package,
        "autoconf"
            | "automake"
            | "bash"
            | "build-base"
            | "build-essential"
            | "cmake"
            | "curl"
            | "g++"
            | "gcc"
            | "git"
            | "gnupg"
            | "libc-dev"
            | "make"
            | "musl-dev"
            | "openssh-client"
            | "patch"
            | "pkg-config"
            | "pkgconf"
            | "python3"
            | "unzip"
            | "upx"
            | "wget"
            | "xz-utils"
    )
}

/// Programs that the file calls and the smaller image has not.
fn tools(offer: &Offer, target: &Known, case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    let signals = case.signals;
    // A build stage of its own keeps the image it has; OpenSSL is needed where the program runs.
    let in_result = |tool: &str| tool == "openssl" || !splits(offer, case);
    let mut told: Vec<&str> = Vec::new();
    for (tool, span) in signals.tools.iter().filter(|(tool, _)| in_result(tool) && lacks(target, tool, case)) {
        if told.len() < 3 && !told.contains(&&**tool) {
            told.push(tool);
            out.push((format!("needs `{tool}`: {}", case.lines.name(*span)), Some(*span)));
        }
    }
    for entry in &signals.entries {
        let called = entry.words.iter().find(|word| matches!(&***word, "curl" | "wget" | "git"));
        let installed = |tool: &str| signals.packages.iter().any(|package| package.name == tool);
        if let Some(tool) = called.filter(|tool| !installed(tool) && lacks(target, tool, case)) {
            out.push((format!("needs `{tool}`: {} on {}", entry.keyword, case.lines.name(entry.span)), Some(entry.span)));
        }
    }
}

/// Ruby's gems with native code are compiled where they are installed, which only the full image can do by itself.
fn gems(offer: &Offer, case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    let is_ruby = case.work.is_full() && case.work.family().is_some_and(|family| family.id == "ruby");
    let has_compiler = splits(offer, case) || case.signals.packages.iter().any(|package| is_for_building(&package.name));
    if let Some(span) = case.signals.installs_project.filter(|_| is_ruby && !has_compiler) {
        out.push((format!("gems with native code need a compiler: `bundle install` on {}", case.lines.name(span)), Some(span)));
    }
}

/// Whether the stage that runs has a program: what is installed to build stays behind where an offer splits the stage.
#[must_use]
pub(super) fn has_tool(target: &Known, tool: &str, offer: &Offer, case: &Case<'_, '_, '_>) -> bool {
    let is_installed = case.signals.packages.iter().any(|package| package.name == tool);
    (is_installed && !splits(offer, case)) || !lacks(target, tool, case)
}

/// Whether an image lacks a program that the present one has; what the catalog has not counted is taken from its kind.
fn lacks(target: &Known, tool: &str, case: &Case<'_, '_, '_>) -> bool {
    let footprint = target.footprint();
    let counted = match tool {
        "curl" => footprint.and_then(|found| found.curl.known()),
        "wget" => footprint.and_then(|found| found.wget.known()),
        "git" => footprint.and_then(|found| found.git.known()),
        "gcc" | "cc" => footprint.and_then(|found| found.compiler.known()),
        _ => None,
    };
    let by_kind = || {
        let musl = matches!(target.flavour(), Some(Flavour::Alpine | Flavour::AlpineSlim));
        // BusyBox has some of them; Rust's slim image keeps the C compiler.
        let has = (musl && matches!(tool, "wget" | "unzip" | "xz" | "patch")) || (case.name() == "rust" && matches!(tool, "cc" | "gcc"));
        !has
    };
    counted.map_or_else(by_kind, |there| !there)
}

/// C++ that is built by a newer GCC than Debian 13's needs its libstdc++.
fn newer_runtime(case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    const OF_DEBIAN: u16 = 14;
    let major = case.work.parts().components().next().and_then(|major| major.parse::<u16>().ok());
    let is_cpp = |name: &str| matches!(name, "g++" | "c++" | "clang++" | "make" | "cmake" | "ninja" | "meson");
    let build = case.model.and_then(|model| model.commands.iter().find(|command| is_cpp(command.name())));
    if let (Some(major), Some(build)) = (major.filter(|major| *major > OF_DEBIAN), build) {
        let span = build.span();
        let line = case.lines.name(span);
        out.push((format!("C++ of GCC {major} needs a newer libstdc++ than the {OF_DEBIAN} in it: {line}"), Some(span)));
    }
}

/// What speaks against a move to Alpine.
fn alpine(case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    let signals = case.signals;
    if case.is_alpine() {
        return;
    }
    let unmapped = |package: &&Installed<'_>| package.manager.is_apt() && apk_packages(&package.name).is_none_or(str::is_empty);
    if let Some(package) = signals.packages.iter().find(unmapped) {
        let message = format!("no Alpine package is known for `{}`: {}", package.name, case.lines.name(package.span));
        out.push((message, Some(package.span)));
    }
    // In a Dockerfile bash is followed up where its words can be told.
    if let Some(span) = signals.bash.filter(|_| signals.in_manifest) {
        out.push((format!("needs bash: {}", case.lines.name(span)), Some(span)));
    }
    let own = case.work.family().map(|family| family.id);
    let native = |copied: &&Copied<'_>| {
        let same_family = copied.from.family().map(|family| family.id) == own && own.is_some();
        same_family && !matches!(copied.from.flavour(), Some(Flavour::Alpine | Flavour::AlpineSlim))
    };
    if let Some(copied) = signals.copied.iter().find(native) {
        let message = format!("files of a stage on glibc are copied: COPY on {}", case.lines.name(copied.span));
        out.push((message, Some(copied.span)));
    }
}

/// What speaks against a Java without its compiler.
fn without_jdk(case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    if let Some(span) = case.signals.builds {
        out.push((format!("needs the JDK: a build on {}", case.lines.name(span)), Some(span)));
    }
    let is_tool = |entry: &&Entry<'_>| {
        let program = entry.program();
        matches!(program, "gradle" | "gradlew" | "javac" | "jcmd" | "jmap" | "jshell" | "jstack" | "mvn" | "mvnw")
    };
    if let Some(entry) = case.signals.entries.iter().find(is_tool) {
        let message = format!("needs `{}`: {} on {}", entry.program(), entry.keyword, case.lines.name(entry.span));
        out.push((message, Some(entry.span)));
    }
}

/// What speaks against an image without a shell.
fn without_shell(offer: &Offer, target: &Known, case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    let signals = case.signals;
    let is_tool = |entry: &&Entry<'_>| {
        let program = entry.program();
        matches!(program, "go" | "make" | "cargo" | "gcc" | "git" | "mvn" | "gradle" | "dotnet-watch" | "air" | "nodemon")
    };
    if let Some(entry) = signals.entries.iter().find(is_tool) {
        out.push((format!("needs `{}`: {} on {}", entry.program(), entry.keyword, case.lines.name(entry.span)), Some(entry.span)));
    }
    if !splits(offer, case) {
        run_in_stage(case, out);
    }
    if let Some(span) = signals.root_home.filter(|_| !splits(offer, case) && target.tag.contains("nonroot")) {
        out.push((format!("nonroot cannot read what lies under /root: {}", case.lines.name(span)), Some(span)));
    }
    for entry in &signals.entries {
        if entry.is_script() {
            let what: Cow<'_, str> =
                if is_shell(entry.program()) { "a shell".into() } else { format!("the script `{}`", entry.program()).into() };
            out.push((format!("starts {what}: {} on {}", entry.keyword, case.lines.name(entry.span)), Some(entry.span)));
        } else if entry.needs_shell {
            out.push((format!("needs a shell: {} on {}", entry.keyword, case.lines.name(entry.span)), Some(entry.span)));
        }
    }
    let needs_glibc = target.footprint().and_then(|found| found.libc) == Some(Libc::Glibc);
    let of_musl = |copied: &&Copied<'_>| {
        matches!(copied.from.flavour(), Some(Flavour::Alpine | Flavour::AlpineSlim)) && copied.cgo != Cgo::Off && !is_of(copied, "java")
    };
    if let Some(copied) = signals.copied.iter().find(of_musl).filter(|_| needs_glibc) {
        out.push((format!("files that were built on musl are copied: COPY on {}", case.lines.name(copied.span)), Some(copied.span)));
    }
    let newer = |copied: &&Copied<'_>| {
        let suite = copied.from.applied().suite.or(copied.from.applied().own);
        !is_of(copied, "java")
            && suite.is_some_and(|suite| {
                suite.family == "ubuntu" && suite.release() > plimsoll_catalog::cycle("debian", "13").and_then(|debian| debian.release())
            })
    };
    if let Some(copied) = signals.copied.iter().find(newer).filter(|_| needs_glibc) {
        out.push((
            format!("files that were built on a newer glibc are copied: COPY on {}", case.lines.name(copied.span)),
            Some(copied.span),
        ));
    }
}
