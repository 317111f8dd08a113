//! Command lines of package managers.

use plimsoll_shell::packages::{Action, Invocation, Manager, PackageKind, Pin, invocation};
use plimsoll_shell::{exec, parse};

/// Looks at the call of a package manager that is the last command of `text`.
fn with<T>(text: &str, look: impl FnOnce(&Invocation<'_, '_>) -> T) -> T {
    let script = parse(text);
    assert_eq!(script.errors, [], "{text}");
    let effective = script.commands.last().and_then(|c| c.effective()).expect("a command");
    look(&invocation(&effective).unwrap_or_else(|| panic!("no package manager in {text}")))
}

fn action(text: &str) -> (Manager, Action) {
    with(text, |i| (i.manager, i.action))
}

/// Name, operator, version and pin of every package.
fn packages(text: &str) -> Vec<(String, String, Pin)> {
    with(text, |i| {
        let version = |p: &plimsoll_shell::packages::Package<'_, '_>| {
            p.constraint.as_ref().map_or(String::new(), |c| format!("{}{}", c.operator, c.version))
        };
        i.packages.iter().map(|p| (p.name.to_string(), version(p), p.pin)).collect()
    })
}

/// The same for packages of one kind of call, as `name|operator and version|pin`.
fn pins(call: &str, operands: &[(&str, &str, &str, Pin)]) {
    for (operand, name, version, pin) in operands {
        let text = format!("{call} {operand}");
        assert_eq!(packages(&text), [(name.to_string(), version.to_string(), *pin)], "{text}");
    }
}

#[test]
fn managers_and_actions_are_recognised() {
    use Action::*;
    use Manager::*;
    for (text, manager, expected) in [
        ("apt-get -y update", AptGet, Update),
        ("apt install x", Apt, Install),
        ("sudo /usr/bin/apt-get -qq -o Dpkg::Use-Pty=0 install x", AptGet, Install),
        ("aptitude safe-upgrade", Aptitude, Upgrade),
        ("apt-get dist-upgrade", AptGet, DistUpgrade),
        ("apt-get purge --auto-remove x", AptGet, Remove),
        ("apt-get clean", AptGet, Clean),
        ("apt-get build-dep x", AptGet, BuildDependencies),
        ("apk --update add x", Apk, Install),
        ("apk -X http://r add x", Apk, Install),
        ("apk del .build", Apk, Remove),
        ("yum -y install x", Yum, Install),
        ("yum clean all", Yum, Clean),
        ("yum update -y", Yum, Upgrade),
        ("dnf5 group install x", Dnf, GroupInstall),
        ("dnf module install nodejs:20", Dnf, GroupInstall),
        ("dnf makecache", Dnf, Update),
        ("dnf config-manager --setopt=sslverify=0", Dnf, Config),
        ("yum-config-manager --add-repo http://r", Yum, Config),
        ("microdnf reinstall x", Microdnf, Reinstall),
        ("tdnf install -y x", Tdnf, Install),
        ("zypper -n in x", Zypper, Install),
        ("zypper dup", Zypper, DistUpgrade),
        ("zypper ref", Zypper, Update),
        ("zypper cc -a", Zypper, Clean),
        ("pip3.12 --no-cache-dir install x", Pip, Install),
        ("python3 -m pip install x", Pip, Install),
        ("python -I -W ignore -m pip uninstall x", Pip, Remove),
        ("python -Im pip install x", Pip, Install),
        ("pip cache purge", Pip, Clean),
        ("pipx install x", Pipx, Install),
        ("uv pip install x", Uv, Install),
        ("uv tool install x", Uv, Install),
        ("uv sync --frozen", Uv, InstallProject),
        ("npm install", Npm, InstallProject),
        ("npm i -g x", Npm, Install),
        ("npm ci", Npm, InstallProject),
        ("npm cache clean --force", Npm, Clean),
        ("npm run build", Npm, Run),
        ("npm config set strict-ssl false", Npm, Config),
        ("yarn", Yarn, InstallProject),
        ("yarn install --frozen-lockfile", Yarn, InstallProject),
        ("yarn global add x", Yarn, Install),
        ("yarn cache clean", Yarn, Clean),
        ("pnpm add -w x", Pnpm, Install),
        ("gem i x", Gem, Install),
        ("go install -v -ldflags '-s -w' example.org/x@v1.2.3", Go, Install),
        ("go build -o x ./...", Go, Build),
        ("go mod download", Go, Download),
        ("cargo +nightly install x", Cargo, Install),
        ("cargo build --release", Cargo, Build),
        ("composer require a/b", Composer, Install),
        ("composer install --no-dev", Composer, InstallProject),
        ("dpkg -i x.deb", Dpkg, Install),
        ("dpkg --add-architecture i386", Dpkg, Other),
        ("rpm -Uvh x.rpm", Rpm, Install),
        ("rpm -qa", Rpm, Other),
        ("rpm -qi bash", Rpm, Other),
        ("rpm --import https://k", Rpm, Other),
        ("rpm -e x", Rpm, Remove),
        ("apt-get $COMMAND x", AptGet, Other),
    ] {
        assert_eq!(action(text), (manager, expected), "{text}");
    }
    for none in [
        "echo apt-get install",
        "pipenv install x",
        "python setup.py install",
        "python -c 'import x' -m pip",
        "python -m venv x",
        "apt-key add",
    ] {
        let script = parse(none);
        assert!(invocation(&script.commands[0].effective().expect("a command")).is_none(), "{none}");
    }
}

#[test]
fn apt_knows_when_it_does_not_ask() {
    for yes in [
        "-y",
        "--yes",
        "--assume-yes",
        "-qq",
        "-q -q",
        "--quiet --quiet",
        "-q=2",
        "-yqq",
        "-fmy",
        "-o APT::Get::Assume-Yes=true",
        "-qyf",
        "--yes=true",
        "-oAPT::Get::Assume-Yes=1",
        "\"-y\"",
    ] {
        assert!(with(&format!("apt-get install {yes} x"), |i| i.assumes_yes()), "{yes}");
        assert!(with(&format!("apt-get {yes} install x"), |i| i.assumes_yes()), "{yes} before");
    }
    for no in ["", "-q", "-q=1", "--quiet", "--yes=false", "-t y", "--no-install-recommends", "-o APT::Get::Assume-Yes=false", "-t -y"] {
        assert!(!with(&format!("apt-get install {no} x"), |i| i.assumes_yes()), "{no}");
    }
    assert!(with("zypper --non-interactive in x", |i| i.assumes_yes()));
    assert!(with("zypper in -y x", |i| i.assumes_yes()));
    assert!(with("dnf install --setopt=install_weak_deps=False -y x", |i| i.assumes_yes() && i.no_recommends()));
    assert!(!with("yum install x", |i| i.assumes_yes()));
}

#[test]
fn recommended_packages_can_be_left_out_in_many_ways() {
    for without in [
        "--no-install-recommends",
        "-o APT::Install-Recommends=false",
        "-o APT::Install-Recommends=0",
        "-o apt::install-recommends=No",
        "--option=APT::Install-Recommends=false",
        "--install-recommends=false",
        "-oAPT::Install-Recommends=off",
        "-o \"APT::Install-Recommends=false\"",
    ] {
        assert!(with(&format!("apt-get -y install {without} x"), |i| i.no_recommends()), "{without}");
    }
    for with_them in
        ["", "--install-recommends", "-o APT::Install-Recommends=true", "--no-install-suggests", "-o APT::Install-Suggests=false"]
    {
        assert!(!with(&format!("apt-get -y install {with_them} x"), |i| i.no_recommends()), "{with_them}");
    }
    assert!(with("aptitude -R install x", |i| i.no_recommends()));
    assert!(!with("apt-get -R install x", |i| i.no_recommends()));
}

#[test]
fn caches_signatures_and_certificates() {
    assert!(with("apk add --no-cache x", |i| i.no_cache()));
    assert!(!with("apk add x", |i| i.no_cache()));
    assert!(with("pip install --no-cache-dir x", |i| i.no_cache()));
    assert!(!with("pip install --cache-dir=/c x", |i| i.no_cache()));
    let found = |text: &str| with(text, |i| i.unauthenticated().map(|o| i.option_span(o).of(text).to_owned()));
    assert_eq!(found("apk add --allow-untrusted x.apk").as_deref(), Some("--allow-untrusted"));
    assert_eq!(found("apt-get install -y --force-yes x").as_deref(), Some("--force-yes"));
    assert_eq!(
        found("apt-get -o APT::Get::AllowUnauthenticated=true install x").as_deref(),
        Some("-o APT::Get::AllowUnauthenticated=true")
    );
    assert_eq!(found("yum install -y --nogpgcheck x").as_deref(), Some("--nogpgcheck"));
    assert_eq!(found("yum --setopt=gpgcheck=0 install x").as_deref(), Some("--setopt=gpgcheck=0"));
    assert_eq!(found("rpm -i --nosignature x.rpm").as_deref(), Some("--nosignature"));
    assert_eq!(found("apt-get install -y x"), None);
    let tls = |text: &str| with(text, |i| i.tls_disabled().map(|o| i.option_span(o).of(text).to_owned()));
    assert_eq!(tls("pip install --trusted-host pypi.org x").as_deref(), Some("--trusted-host pypi.org"));
    assert_eq!(tls("pip install --trusted-host=pypi.org x").as_deref(), Some("--trusted-host=pypi.org"));
    assert_eq!(tls("dnf config-manager --setopt=sslverify=false --save").as_deref(), Some("--setopt=sslverify=false"));
    assert_eq!(tls("yum-config-manager --setopt=sslverify=no").as_deref(), Some("--setopt=sslverify=no"));
    assert_eq!(tls("npm install --strict-ssl=false x").as_deref(), Some("--strict-ssl=false"));
    assert_eq!(tls("npm install --no-strict-ssl x").as_deref(), Some("--no-strict-ssl"));
    let config = |text: &str| with(text, |i| i.config_set().map(|(n, v, _)| format!("{n}|{v}")));
    assert_eq!(config("npm config set strict-ssl false").as_deref(), Some("strict-ssl|false"));
    assert_eq!(config("npm -g config set strict-ssl=false").as_deref(), Some("strict-ssl|false"));
    assert_eq!(config("yarn config get registry"), None);
}

#[test]
fn options_keep_their_places() {
    let text = "apt-get install -yqq -t bookworm x";
    with(text, |i| {
        let spans: Vec<_> = i.options.options.iter().map(|o| (i.option_span(o).of(text), o.bundled, o.value.clone())).collect();
        assert_eq!(spans, [("y", true, None), ("q", true, None), ("q", true, None), ("-t bookworm", false, Some("bookworm".into()))]);
        assert!(i.has_flag(&["-y"]) && !i.has_flag(&["-f"]));
        assert_eq!(i.options.value(&["-t", "--target-release"]), Some("bookworm"));
        assert_eq!(i.subcommand.map(|w| w.span.of(text)), Some("install"));
        assert_eq!(i.packages.iter().map(|p| p.word.span.of(text)).collect::<Vec<_>>(), ["x"]);
        assert_eq!(i.span().of(text), text);
    });
}

#[test]
fn apt_operands() {
    pins(
        "apt-get install -y -t stable -o A=b",
        &[
            ("curl", "curl", "", Pin::None),
            ("curl=7.88.1-10", "curl", "=7.88.1-10", Pin::Exact),
            ("curl=7.*", "curl", "=7.*", Pin::Range),
            ("curl/bookworm", "curl", "/bookworm", Pin::Range),
            ("libc6:i386", "libc6:i386", "", Pin::None),
            ("./x.deb", "./x.deb", "", Pin::NotApplicable),
            ("/tmp/x_1=2.deb", "/tmp/x_1=2.deb", "", Pin::NotApplicable),
            ("nginx=${VERSION}", "nginx", "=${VERSION}", Pin::Exact),
            ("\"nginx=$VERSION\"", "nginx", "=$VERSION", Pin::Exact),
            ("$PACKAGES", "$PACKAGES", "", Pin::Unknown),
            ("${X:-a=b}", "${X:-a=b}", "", Pin::Unknown),
        ],
    );
    with("apt-get install 'a=1' b", |i| {
        let [a, b] = i.packages.as_slice() else { panic!("two packages") };
        assert_eq!((a.name_span.of("apt-get install 'a=1' b"), b.kind), ("a", PackageKind::Named));
    });
}

#[test]
fn apk_operands() {
    pins(
        "apk add --no-cache -t .deps --repository=http://r",
        &[
            ("curl", "curl", "", Pin::None),
            ("curl=8.0-r1", "curl", "=8.0-r1", Pin::Exact),
            ("curl~8", "curl", "~8", Pin::Range),
            ("curl~=8", "curl", "~=8", Pin::Range),
            ("'curl>=8'", "curl", ">=8", Pin::Range),
            ("curl@edge", "curl", "", Pin::None),
            ("curl@edge=8.0", "curl", "=8.0", Pin::Exact),
            ("curl=8.0@edge", "curl", "=8.0", Pin::Exact),
            (".virtual", ".virtual", "", Pin::NotApplicable),
            ("x.apk", "x.apk", "", Pin::NotApplicable),
        ],
    );
}

#[test]
fn rpm_family_operands() {
    pins(
        "dnf install -y --enablerepo crb",
        &[
            ("httpd", "httpd", "", Pin::None),
            ("httpd-2.4.57", "httpd", "-2.4.57", Pin::Exact),
            ("httpd-2.4*", "httpd", "-2.4*", Pin::Range),
            ("python3-3.9.1-1.el8.x86_64", "python3", "-3.9.1-1.el8.x86_64", Pin::Exact),
            ("java-1.8.0-openjdk", "java-1.8.0-openjdk", "", Pin::None),
            ("java-1.8.0-openjdk-1.8.0.412", "java-1.8.0-openjdk", "-1.8.0.412", Pin::Exact),
            ("nginx-${NGINX_VERSION}", "nginx", "-${NGINX_VERSION}", Pin::Exact),
            ("x.rpm", "x.rpm", "", Pin::NotApplicable),
            ("https://x/y.rpm", "https://x/y.rpm", "", Pin::NotApplicable),
            ("@development", "@development", "", Pin::NotApplicable),
        ],
    );
    pins("dnf module install", &[("nodejs:20", "nodejs", ":20", Pin::Range)]);
    pins(
        "zypper -n in -t package",
        &[
            ("vim", "vim", "", Pin::None),
            ("vim=9.0", "vim", "=9.0", Pin::Exact),
            ("'vim>=9'", "vim", ">=9", Pin::Range),
            ("'vim >= 9'", "vim", ">= 9", Pin::Range),
            ("pattern:base", "pattern:base", "", Pin::NotApplicable),
        ],
    );
}

#[test]
fn pip_operands() {
    pins(
        "pip install -U --index-url https://i -i https://j",
        &[
            ("flask", "flask", "", Pin::None),
            ("flask==3.0", "flask", "==3.0", Pin::Exact),
            ("flask===3.0", "flask", "===3.0", Pin::Exact),
            ("'flask[async] >= 3'", "flask", ">= 3", Pin::Range),
            ("'flask~=3.0; python_version < \"3.9\"'", "flask", "~=3.0", Pin::Range),
            ("'flask; python_version < \"3.9\"'", "flask", "", Pin::None),
            ("flask==3.*", "flask", "==3.*", Pin::Range),
            (".", ".", "", Pin::NotApplicable),
            ("'.[dev]'", ".[dev]", "", Pin::NotApplicable),
            ("./x", "./x", "", Pin::NotApplicable),
            ("dist/x-1.whl", "dist/x-1.whl", "", Pin::NotApplicable),
            ("x.tar.gz", "x.tar.gz", "", Pin::NotApplicable),
            ("https://x/y.zip", "https://x/y.zip", "", Pin::NotApplicable),
            ("git+https://u@h.org/a/b", "git+https://u@h.org/a/b", "", Pin::None),
            ("git+https://h.org/a/b@v1#egg=b", "git+https://h.org/a/b@v1#egg=b", "", Pin::Range),
            ("git+https://h.org/a/b@0123456789abcdef", "git+https://h.org/a/b@0123456789abcdef", "", Pin::Exact),
            ("'x @ https://y'", "x", "", Pin::NotApplicable),
            ("$X", "$X", "", Pin::Unknown),
            ("x==$X", "x", "==$X", Pin::Exact),
        ],
    );
    with("python3 -m pip install --no-cache-dir -r a.txt --constraint=b.txt", |i| {
        assert!(i.packages.is_empty());
        assert_eq!(i.requirement_files().filter_map(|o| o.value.as_deref()).collect::<Vec<_>>(), ["a.txt", "b.txt"]);
        assert_eq!(i.name.raw, "pip");
    });
    pins("uv pip install --system", &[("flask==3.0", "flask", "==3.0", Pin::Exact)]);
    pins("pipx install --python python3.12", &[("black", "black", "", Pin::None)]);
}

#[test]
fn npm_operands() {
    pins(
        "npm install -g --prefix /x",
        &[
            ("left", "left", "", Pin::None),
            ("left@1.2.3", "left", "@1.2.3", Pin::Exact),
            ("left@1", "left", "@1", Pin::Range),
            ("left@^1.2.3", "left", "@^1.2.3", Pin::Range),
            ("left@latest", "left", "@latest", Pin::Moving),
            ("left@$V", "left", "@$V", Pin::Exact),
            ("@scope/left", "@scope/left", "", Pin::None),
            ("@scope/left@1.2.3", "@scope/left", "@1.2.3", Pin::Exact),
            ("a@npm:left@1.2.3", "a", "@1.2.3", Pin::Exact),
            ("a@npm:@s/left", "a", "", Pin::None),
            ("./left", "./left", "", Pin::NotApplicable),
            ("left.tgz", "left.tgz", "", Pin::NotApplicable),
            ("https://x/y.tgz", "https://x/y.tgz", "", Pin::NotApplicable),
            ("user/left", "user/left", "", Pin::None),
            ("user/left#v1", "user/left#v1", "", Pin::Range),
            ("git+https://x/y.git", "git+https://x/y.git", "", Pin::None),
            ("git+https://x/y.git#0123456789abcdef", "git+https://x/y.git#0123456789abcdef", "", Pin::Exact),
        ],
    );
    pins("yarn global add", &[("left@1.2.3", "left", "@1.2.3", Pin::Exact)]);
    assert_eq!(packages("pnpm add -w left").len(), 1);
}

#[test]
fn operands_of_language_managers() {
    pins(
        "gem install --no-document",
        &[
            ("rake", "rake", "", Pin::None),
            ("rake:13.0", "rake", ":13.0", Pin::Exact),
            ("rake:'~> 13'", "rake", ":~> 13", Pin::Range),
            ("x.gem", "x.gem", "", Pin::NotApplicable),
        ],
    );
    assert_eq!(packages("gem install rake -v 13.0"), [("rake".to_string(), String::new(), Pin::Exact)]);
    assert_eq!(packages("gem install pg -- --with-pg=/x y").len(), 1, "build flags follow the dashes");
    pins(
        "go install -tags x",
        &[
            ("example.org/x", "example.org/x", "", Pin::None),
            ("example.org/x@v1.2.3", "example.org/x", "@v1.2.3", Pin::Exact),
            ("example.org/x@latest", "example.org/x", "@latest", Pin::Moving),
            ("example.org/x@v1", "example.org/x", "@v1", Pin::Range),
            ("./cmd/x", "./cmd/x", "", Pin::NotApplicable),
            (".", ".", "", Pin::NotApplicable),
        ],
    );
    assert_eq!(packages("go run example.org/x@v1.2.3 a b").len(), 1);
    pins("cargo install --locked --features a", &[("x", "x", "", Pin::None), ("x@1.2.3", "x", "@1.2.3", Pin::Exact)]);
    assert_eq!(packages("cargo install x --version 1.2.3")[0].2, Pin::Exact);
    pins(
        "composer require",
        &[("a/b", "a/b", "", Pin::None), ("a/b:^1.0", "a/b", ":^1.0", Pin::Range), ("a/b:1.2.3", "a/b", ":1.2.3", Pin::Exact)],
    );
    assert!(packages("npm run build").is_empty());
}

#[test]
fn exec_form_works_alike() {
    let span = |at: usize| plimsoll_shell::Span::new(at, at + 1);
    let argv = [("apt-get", span(0)), ("install", span(2)), ("-y", span(4)), ("a=1", span(6)), ("$b", span(8))];
    let script = exec(&argv);
    let effective = script.commands[0].effective().expect("a command");
    let call = invocation(&effective).expect("a package manager");
    assert!(call.assumes_yes());
    assert_eq!(call.packages[0].pin, Pin::Exact);
    assert_eq!(call.packages[1].kind, PackageKind::Named, "no shell expands it");
    assert_eq!(call.packages[0].word.span, span(6));
}
