//! Which options of the managers take a value, from the manual pages of each. Options without one need no entry.

use super::managers::Manager;
use crate::options::Grammar;

/// The long options of npm, Yarn and pnpm.
const NODE: &str = "prefix registry cache loglevel userconfig globalconfig omit include workspace tag cwd fetch-retries \
    fetch-timeout fetch-retry-mintimeout fetch-retry-maxtimeout network-timeout network-concurrency cache-folder \
    modules-folder global-folder global-dir global-bin-dir mutex dir store-dir virtual-store-dir filter otp access \
    install-strategy script-shell proxy https-proxy cafile cert key scope call package maxsockets before link-folder \
    use-yarnrc reporter child-concurrency cpu os libc node-options only also ca location depth";

/// How the options of a manager are written.
pub(super) fn grammar(manager: Manager) -> Grammar {
    let (short_values, long_values) = match manager {
        Manager::Apt | Manager::AptGet => {
            ("octaP", "option config-file target-release default-release host-architecture build-profiles solver planner with-source")
        }
        Manager::Aptitude => {
            ("otFOwS", "option target-release default-release display-format sort width add-user-tag remove-user-tag task")
        }
        Manager::Apk => ("ptX", "root virtual repository repositories-file keys-dir arch cache-dir cache-max-age wait timeout progress-fd"),
        Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => (
            "cdeRx",
            "config debuglevel errorlevel rpmverbosity setopt enablerepo disablerepo repo repoid exclude excludepkgs \
            disableexcludes installroot releasever forcearch comment enableplugin disableplugin advisory advisories bz cve \
            sec-severity secseverity downloaddir destdir randomwait color add-repo repofrompath",
        ),
        Manager::Zypper => (
            "crRtp",
            "config root installroot releasever reposd-dir cache-dir raw-cache-dir solv-cache-dir pkg-cache-dir plus-repo \
            plus-content repo from type download force-resolution-for category severity bugzilla cve issues date",
        ),
        // Those of uv follow those of pip.
        Manager::Pip | Manager::Pipx | Manager::Uv => (
            "bcdefirtwCpP",
            "requirement constraint editable target platform python-version implementation abi root prefix src \
            upgrade-strategy index-url extra-index-url find-links no-binary only-binary progress-bar build build-option \
            install-option global-option config-settings config-setting log log-file proxy retries timeout exists-action \
            trusted-host cert client-cert cache-dir use-feature use-deprecated python root-user-action keyring-provider \
            report dest wheel-dir group pypi-url requirements-from-script uploaded-prior-to requirements constraints \
            override overrides extra index default-index index-strategy config-file directory project link-mode resolution \
            prerelease exclude-newer allow-insecure-host no-build-package no-binary-package refresh-package \
            reinstall-package upgrade-package torch-backend python-platform color with with-editable with-requirements from \
            package no-group only-group spec pip-args suffix preinstall",
        ),
        Manager::Npm | Manager::Yarn => ("Cwc", NODE),
        // Its -w means the root of the workspace.
        Manager::Pnpm => ("CF", NODE),
        Manager::Gem => (
            "vinsPBg",
            "version install-dir bindir document build-root source http-proxy platform trust-policy file config-file \
            bulk-threshold target-rbconfig without",
        ),
        Manager::Go => (
            "",
            "C p asmflags buildmode compiler covermode coverpkg exec gccgoflags gcflags installsuffix ldflags mod modfile o \
            overlay pgo pkgdir run tags timeout toolexec vet bench count cpu coverprofile parallel f",
        ),
        Manager::Cargo => (
            "jFpCZ",
            "version vers git branch tag rev path root index registry features bin example profile target target-dir jobs \
            config color package manifest-path message-format lockfile-path install-path rename test bench exclude",
        ),
        Manager::Composer => {
            ("d", "working-dir prefer-install ignore-platform-req apcu-autoloader-prefix format stability repository repository-url")
        }
        Manager::Dpkg => ("D", "root admindir instdir log path-exclude path-include add-architecture pre-invoke post-invoke"),
        Manager::Rpm => ("ED", "root dbpath define undefine eval prefix relocate excludepath rcfile macros pipe load"),
    };
    Grammar { short_values, long_values, single_dash_long: manager == Manager::Go, stop_at_operand: false }
}
