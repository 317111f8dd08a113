//! Sentences and names for people: what a cycle is called, how large something is.
//!
//! It never decides anything.

use alloc::string::{String, ToString};

use plimsoll_catalog::Cycle;

/// A cycle as people call it: `Node.js 14`, `Debian 10 (buster)`.
#[must_use]
pub(crate) fn cycle(cycle: Cycle) -> String {
    let product = product(cycle.family);
    let is_known_by_codename = matches!(cycle.family, "debian" | "ubuntu");
    match is_known_by_codename.then(|| cycle.codename()).flatten() {
        Some(codename) => [product, " ", cycle.name(), " (", codename, ")"].concat(),
        None => [product, " ", cycle.name()].concat(),
    }
}

/// The name of a family of cycles.
#[must_use]
pub(crate) fn product(family: &'static str) -> &'static str {
    match family {
        "almalinux" => "AlmaLinux",
        "alpine" => "Alpine",
        "amazonlinux" => "Amazon Linux",
        "centos" => "CentOS",
        "centos-stream" => "CentOS Stream",
        "corretto" => "Amazon Corretto",
        "debian" => "Debian",
        "dotnet" => ".NET",
        "elixir" => "Elixir",
        "erlang" => "Erlang/OTP",
        "fedora" => "Fedora",
        "go" => "Go",
        "gradle" => "Gradle",
        "httpd" => "Apache httpd",
        "mariadb" => "MariaDB",
        "maven" => "Maven",
        "mongo" => "MongoDB",
        "mysql" => "MySQL",
        "node" => "Node.js",
        "openjdk-oracle" => "OpenJDK",
        "oraclelinux" => "Oracle Linux",
        "perl" => "Perl",
        "php" => "PHP",
        "postgres" => "PostgreSQL",
        "python" => "Python",
        "redis" => "Redis",
        "rhel" => "RHEL",
        "rocky" => "Rocky Linux",
        "ruby" => "Ruby",
        "rust" => "Rust",
        "sapmachine" => "SapMachine",
        "semeru" => "IBM Semeru",
        "temurin" => "Eclipse Temurin",
        "tomcat" => "Tomcat",
        "ubuntu" => "Ubuntu",
        "zulu" => "Azul Zulu",
        other => other,
    }
}

/// Bytes as people read them: `80 MB`, `2.6 MB`.
#[must_use]
pub(crate) fn megabytes(bytes: u64) -> String {
    let tenths = (bytes + 50_000) / 100_000;
    if tenths >= 100 {
        [&*((bytes + 500_000) / 1_000_000).to_string(), " MB"].concat()
    } else {
        [&*(tenths / 10).to_string(), ".", &*(tenths % 10).to_string(), " MB"].concat()
    }
}

/// What a reader should know before taking an offer, by the catalog's id of it.
#[must_use]
pub(crate) fn caveat(id: &str) -> Option<&'static str> {
    Some(match id {
        "rust_slim_tools" => "slim has no git, curl, wget or pkg-config: a build that uses one fails",
        "cg_latest_only" => "only `latest` is free of charge: no version can be pinned, only a digest, and it moves every day",
        "slim_tools" => "slim has no compiler, make, git, curl or wget: a command that uses one fails",
        "native_addon_same_libc" => "modules with native code must be built in a stage of the same system",
        "musl_node" => "native modules without a musl build are compiled; DNS lookups behave differently",
        "musl_wheels" => "packages without a musllinux wheel are compiled from source",
        "musl_speed" => "Python is often slower on musl",
        "musl_jni" => "native libraries that are built for glibc do not load",
        "musl_cgo" => "a cgo binary linked to musl runs on Alpine only",
        "musl_net" => "a self-contained publish needs the linux-musl runtime identifier",
        "musl_php" => "iconv, locales and DNS behave differently on musl",
        "musl_beam" => "native functions built on glibc do not load",
        "musl_gems" => "precompiled gems for glibc are not used: they are compiled",
        "musl_alloc" => "musl's memory allocator is slow with many threads",
        "npm_ci_in_target" => "`npm ci` has to run on Alpine, not on the host or in a glibc stage",
        "glibc_skew" => "a binary needs a glibc at least as new as the one it was built with",
        "dl_no_shell" => "there is no shell: no RUN, no shell form, no `kubectl exec … sh`",
        "dl_node_not_on_path" => "node is the entry point and not on PATH: CMD names the script only",
        "dl_env_expand" => "`$VAR` in CMD and ENTRYPOINT is not expanded",
        "dl_py_313" => "it is exactly Python 3.13",
        "dl_ldcache" => "libraries that you add are not found by name in the linker's cache",
        "dl_java_entry" => "the entry point is `java -jar`: CMD names the jar only",
        "dl_java_fonts" => "fonts other than DejaVu are missing",
        "dl_openssl_legacy" => "the Debian 13 images lack OpenSSL's legacy provider",
        "usrmerge" => "/bin and /lib are links into /usr",
        "venv_path" => "a virtual environment keeps its path and interpreter: the same in both stages",
        "go_netgo" => "CGO_ENABLED=0 uses Go's own resolver and excludes packages that need C",
        "go_alpine_no_git" => "golang on Alpine has neither git nor gcc",
        "scratch_bare" => "no certificates, time zones, /tmp or users unless you copy them",
        "pg_uid" => "postgres has uid 999 on Debian and 70 on Alpine: files of an existing volume do not fit",
        "pg_collation" => "texts sort differently: indexes of existing data have to be rebuilt",
        "redis_gid" => "the group's number differs: files of an existing volume do not fit",
        "uid_www_data" => "www-data has uid 33 on Debian and 82 on Alpine",
        "uid_changes" => "the service's uid may differ: look at existing volumes",
        "net_invariant_globalization" => "without ICU: set InvariantGlobalization, or take the `-extra` image",
        "centos_eol" => "packages come from AlmaLinux, which follows RHEL of the same number",
        "upgrade_not_sibling" => "another version of the language: test before you ship it",
        "aot_limits" => "code that uses reflection may not work",
        "cgo_libs" => "shared libraries other than libc, libssl and libstdc++ have to be copied along",
        "erts_openssl" => "an Erlang release needs libssl and ncurses of the system it was built on",
        "gems_need_compiler" => "gems with native code need a compiler in a build stage",
        "wheels_need_no_compiler" => "packages without a wheel need a compiler in a build stage",
        "jlink_manual" => "the list of modules has to be found by hand",
        "jre_tools" => "no javac, jcmd, jmap or jshell",
        "microdnf" => "microdnf instead of dnf",
        "nginx_modules" => "the njs, xslt, geoip and image-filter modules and curl are missing",
        "nginx_unpriv_port" => "it listens on 8080 as uid 101: Service, probes and configuration have to follow",
        "unverified_tag" => "not an official image: whether this tag exists is not in the catalog",
        "no_entrypoint_scripts" => "/docker-entrypoint.d and templates are not run",
        "pkg_version_change" => "versions and names of packages differ",
        "slim_docs" => "manual pages, documentation and translations are left out",
        "nonroot_perm" => "files of root cannot be written, ports below 1024 may be closed",
        _ => return None,
    })
}

/// Ports below 1024. Docker sets `net.ipv4.ip_unprivileged_port_start=0` in every container since 20.10
/// (https://github.com/moby/moby/pull/41030), containerd in pods by default since 2.0 (https://github.com/containerd/containerd/pull/9348),
/// CRI-O not by itself (https://github.com/cri-o/cri-o/issues/10050). So it is told, and blocks nothing.
pub(crate) const LOW_PORT: &str =
    "a port below 1024 without root: Docker since 20.10 and containerd since 2.0 allow it, CRI-O and older ones do not";

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub(crate) fn enumeration(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).into(),
        [init @ .., last] => [&*init.join(", "), " and ", last].concat(),
    }
}
