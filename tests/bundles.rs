//! Several files at once: what belongs together, what the order of files changes, limits, ignores.

use plimsoll_core::report::{Finding, Report, SuppressedBy};
use plimsoll_core::rule::Preset;
use plimsoll_core::{Build, Options, Select, SourceFile, apply_fixes, limits, lint};
use plimsoll_tests::options;

fn run(files: &[(&str, &str)]) -> Report {
    run_with(files, &options())
}

fn run_with(files: &[(&str, &str)], options: &Options) -> Report {
    let files: Vec<SourceFile> = files.iter().map(|(uri, text)| SourceFile::new(*uri, *text)).collect();
    lint(&files, options)
}

fn of<'r>(report: &'r Report, rule: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.rule_id == rule).collect()
}

/// A pod with one container and the given pod-level and container-level lines.
fn pod(image: &str, pod: &str, container: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n{pod}  containers:\n    - name: app\n      image: {image}\n{container}"
    )
}

const NON_ROOT: &str = "  securityContext:\n    runAsNonRoot: true\n";

/// How often `rule` fires for a Dockerfile and a pod that runs its image.
fn pair(rule: &str, dockerfile: &str, pod_lines: &str, container: &str) -> usize {
    let manifest = pod("registry.example.com/cart:1", pod_lines, container);
    let report = run(&[("cart/Dockerfile", dockerfile), ("cart.yaml", &manifest)]);
    let found = of(&report, rule);
    for finding in &found {
        assert_eq!(finding.uri, "cart.yaml");
        assert!(finding.related.iter().any(|related| related.uri == "cart/Dockerfile"), "{rule} has no place in the Dockerfile");
    }
    found.len()
}

#[test]
fn an_image_belongs_to_the_dockerfile_of_its_name() {
    let root = "FROM debian:13-slim\n";
    let other = "FROM debian:13-slim\nUSER 10001\n";
    let fires = |image: &str, files: &[&str]| {
        let manifest = pod(image, NON_ROOT, "");
        let mut all: Vec<(&str, &str)> = files.iter().map(|name| (*name, root)).collect();
        all.push(("k8s/pod.yaml", &manifest));
        all.push(("zz/unrelated/Dockerfile", other));
        !of(&run(&all), "user-root-nonroot").is_empty()
    };
    for image in
        ["cart", "cart:1", "shop/cart", "registry.example.com:5000/shop/cart:1", "localhost/cart@sha256:aa", "ghcr.io/a/cart:latest"]
    {
        assert!(fires(image, &["cart/Dockerfile"]), "{image}");
    }
    for name in ["cart.Dockerfile", "Dockerfile.cart", "src/cart/Dockerfile", "build/Dockerfile.cart", "cart/Containerfile"] {
        assert!(fires("registry.example.com/cart:1", &[name]), "{name}");
    }
    for name in ["cart/Dockerfile.dev", "Dockerfile", "carts/Dockerfile", "cart/sub/Dockerfile"] {
        assert!(!fires("registry.example.com/cart:1", &[name]), "{name}");
    }
    assert!(!fires("registry.example.com/cart:1", &["a/cart/Dockerfile", "b/cart/Dockerfile"]), "either may be meant");
    assert!(fires("registry.example.com/cart:1", &["k8s/cart/Dockerfile", "b/cart/Dockerfile"]), "one stands nearer");
    assert!(!fires("redis:8", &["redis/Dockerfile"]), "an official image is built by nobody else");
}

#[test]
fn a_lone_dockerfile_belongs_to_a_lone_container() {
    let one = pod("registry.example.com/shop:1", NON_ROOT, "");
    let two = format!("{one}    - name: b\n      image: registry.example.com/mail:1\n");
    let same = format!("{one}    - name: b\n      image: registry.example.com/shop:2\n");
    let count = |name: &str, manifest: &str| of(&run(&[(name, "FROM scratch\n"), ("pod.yaml", manifest)]), "user-root-nonroot").len();
    assert_eq!((count("Dockerfile", &one), count("Dockerfile", &two), count("Dockerfile", &same)), (1, 0, 2));
    assert_eq!(count("api.Dockerfile", &one), 0, "its name says what it builds");
}

#[test]
fn the_caller_says_what_a_dockerfile_builds() {
    let manifest = pod("registry.example.com/shop/till:1", NON_ROOT, "");
    let files = [("a/Dockerfile", "FROM scratch\n"), ("till/Dockerfile", "FROM scratch\nUSER 1\n"), ("pod.yaml", manifest.as_str())];
    let count = |image: &str, dockerfile: &str| {
        let builds = vec![Build { image: image.into(), dockerfile: dockerfile.into() }];
        of(&run_with(&files, &Options { builds, ..options() }), "user-root-nonroot").len()
    };
    assert_eq!(of(&run(&files), "user-root-nonroot").len(), 0);
    for image in ["registry.example.com/shop/till", "registry.example.com/shop/till:1"] {
        assert_eq!(count(image, "a/Dockerfile"), 1);
        assert_eq!(count(image, "./a/Dockerfile"), 1);
        assert_eq!(count(image, "nowhere/Dockerfile"), 0);
    }
    assert_eq!(count("registry.example.com/shop/till:2", "a/Dockerfile"), 0, "another tag");
    assert_eq!(count("registry.example.com/shop/till", "Dockerfile"), 0, "two names end so");
}

#[test]
fn users() {
    let name = |dockerfile: &str, pod: &str, container: &str| pair("user-name-nonroot", dockerfile, pod, container);
    let root = |dockerfile: &str, pod: &str, container: &str| pair("user-root-nonroot", dockerfile, pod, container);
    assert_eq!(name("FROM debian:13\nUSER app\n", NON_ROOT, ""), 1);
    assert_eq!(name("FROM debian:13\nUSER app:1000\n", NON_ROOT, ""), 1);
    assert_eq!(name("FROM debian:13\nUSER 1000:app\n", NON_ROOT, ""), 0);
    assert_eq!(name("FROM debian:13\nARG NAME\nUSER $NAME\n", NON_ROOT, ""), 0);
    assert_eq!(name("FROM debian:13\nENV NAME=app\nUSER ${NAME}\n", NON_ROOT, ""), 1);
    assert_eq!(name("FROM debian:13 AS a\nUSER app\nFROM a\n", NON_ROOT, ""), 1, "through the chain");
    assert_eq!(name("FROM debian:13 AS a\nUSER app\nFROM debian:13\nCOPY --from=a /x /x\nUSER 5\n", NON_ROOT, ""), 0);
    assert_eq!(name("FROM debian:13\nUSER app\n", "", ""), 0);
    assert_eq!(name("FROM debian:13\nUSER app\n", "  securityContext:\n    runAsNonRoot: true\n    runAsUser: 7\n", ""), 0);
    assert_eq!(name("FROM debian:13\nUSER app\n", NON_ROOT, "      securityContext:\n        runAsNonRoot: false\n"), 0);
    for user in ["root", "0", "0:0", "root:staff", "00"] {
        assert_eq!(root(&format!("FROM debian:13\nUSER {user}\n"), NON_ROOT, ""), 1, "{user}");
    }
    assert_eq!(root("FROM scratch\n", NON_ROOT, ""), 1);
    assert_eq!(root("FROM gcr.io/distroless/static-debian13\n", NON_ROOT, ""), 1);
    assert_eq!(root("FROM gcr.io/distroless/static-debian13:nonroot\n", NON_ROOT, ""), 0);
    assert_eq!(root("FROM registry.example.com/base:1\n", NON_ROOT, ""), 0, "not known");
    assert_eq!(root("ARG BASE\nFROM $BASE\n", NON_ROOT, ""), 0, "not known");
    assert_eq!(root("FROM debian:13\nUSER root\n", "  os:\n    name: windows\n  securityContext:\n    runAsNonRoot: true\n", ""), 0);
    let forced =
        |dockerfile: &str, container: &str| pair("user-forced-root", dockerfile, "  securityContext:\n    runAsUser: 0\n", container);
    assert_eq!(forced("FROM debian:13\nUSER 1000\n", ""), 1);
    assert_eq!(forced("FROM gcr.io/distroless/static-debian13:nonroot\n", ""), 1);
    assert_eq!(forced("FROM debian:13\n", ""), 0);
    assert_eq!(forced("FROM debian:13\nUSER 1000\n", "      securityContext:\n        runAsUser: 1000\n"), 0);
}

#[test]
fn ports_and_probes() {
    let port = |expose: &str, ports: &str| {
        pair("port-not-exposed", &format!("FROM debian:13\n{expose}\n"), "", &format!("      ports: [{ports}]\n"))
    };
    assert_eq!(port("EXPOSE 80", "{containerPort: 80}"), 0);
    assert_eq!(port("EXPOSE 80", "{containerPort: 8080}, {containerPort: 9090}"), 2);
    assert_eq!(port("EXPOSE 53/udp", "{containerPort: 53}"), 1);
    assert_eq!(port("EXPOSE 53/udp", "{containerPort: 53, protocol: UDP}"), 0);
    assert_eq!(port("EXPOSE 8000-8010", "{containerPort: 8005}"), 0);
    assert_eq!(port("ARG P=81\nEXPOSE $P", "{containerPort: 80}"), 1);
    assert_eq!(port("ARG P\nEXPOSE $P", "{containerPort: 80}"), 0);
    assert_eq!(port("", "{containerPort: 80}"), 0);
    let probe = |expose: &str, lines: &str| pair("probe-port-unknown", &format!("FROM debian:13\n{expose}\n"), "", lines);
    let asks =
        |port: &str| format!("      ports: [{{containerPort: 80, name: web}}]\n      livenessProbe: {{tcpSocket: {{port: {port}}}}}\n");
    for (port, found) in [("80", 0), ("web", 0), ("\"80\"", 0), ("81", 1), ("http", 1), ("9090", 0)] {
        assert_eq!(probe("EXPOSE 9090", &asks(port)), found, "{port}");
    }
    assert_eq!(probe("", "      livenessProbe: {tcpSocket: {port: 80}}\n"), 0, "nothing is said of ports");
    assert_eq!(probe("EXPOSE 81", "      livenessProbe: {grpc: {port: 80}}\n"), 1);
}

#[test]
fn programs() {
    let shell = |dockerfile: &str, lines: &str| pair("shell-missing", dockerfile, "", lines);
    let sh = "      command: [sh, -c, \"true\"]\n";
    assert_eq!(shell("FROM scratch\nCOPY app /app\n", sh), 1);
    assert_eq!(shell("FROM gcr.io/distroless/base-debian13\n", sh), 1);
    assert_eq!(shell("FROM gcr.io/distroless/base-debian13:debug\n", sh), 0);
    assert_eq!(shell("FROM debian:13\n", sh), 0);
    assert_eq!(shell("FROM registry.example.com/base\n", sh), 0);
    assert_eq!(shell("FROM scratch\nCOPY --from=busybox:1 /bin/ /bin/\n", sh), 0);
    assert_eq!(shell("FROM scratch\nCOPY --from=busybox:1 /bin/busybox /bin/sh\n", sh), 0);
    assert_eq!(shell("FROM scratch\nADD rootfs.tar.gz /\n", sh), 0);
    assert_eq!(shell("FROM scratch\nCOPY app /app\n", "      command: [/app, -c]\n"), 0);
    assert_eq!(
        shell("FROM scratch\nCOPY app /app\nCMD [\"/app\"]\n", "      args: [/bin/sh, -c, \"true\"]\n"),
        1,
        "args are run where there is no entry point"
    );
    assert_eq!(shell("FROM scratch\nENTRYPOINT [\"/app\"]\n", "      args: [sh]\n"), 0);
    assert_eq!(shell("FROM scratch\n", "      lifecycle: {postStart: {exec: {command: [touch, /x]}}}\n"), 1);
    let bash = "      command: [bash, -c, \"true\"]\n";
    assert_eq!(shell("FROM alpine:3.24\n", bash), 1);
    assert_eq!(shell("FROM alpine:3.24\nRUN apk add --no-cache bash\n", bash), 0);
    assert_eq!(shell("FROM alpine:3.24\nRUN ./install\n", bash), 0);
}

#[test]
fn arguments() {
    let without = |dockerfile: &str, lines: &str| pair("args-without-entrypoint", dockerfile, "", lines);
    let ignored = |dockerfile: &str, lines: &str| pair("args-ignored", dockerfile, "", lines);
    let args = "      args: [--verbose]\n";
    assert_eq!(without("FROM debian:13\nCMD [\"/app\"]\n", args), 1);
    assert_eq!(without("FROM debian:13\nCMD /app\n", args), 1);
    assert_eq!(without("FROM debian:13\nENTRYPOINT [\"/app\"]\n", args), 0);
    assert_eq!(without("FROM debian:13 AS a\nENTRYPOINT [\"/app\"]\nFROM a\nCMD [\"b\"]\n", args), 0, "through the chain");
    assert_eq!(without("FROM debian:13 AS a\nENTRYPOINT [\"/app\"]\nFROM a\nENTRYPOINT []\nCMD [\"b\"]\n", args), 1, "taken back");
    assert_eq!(without("FROM node:24\nCMD [\"a.js\"]\n", args), 0, "the base image has one");
    assert_eq!(without("FROM registry.example.com/a\nCMD [\"a\"]\n", args), 0, "not known");
    assert_eq!(without("FROM debian:13\nCMD [\"/app\"]\n", "      command: [/app]\n      args: [-v]\n"), 0);
    assert_eq!(without("FROM debian:13\nCMD [\"/app\"]\n", "      args: []\n"), 0);
    assert_eq!(without("FROM debian:13\nCMD [\"worker\", \"-a\"]\n", "      args: [worker, -b]\n"), 0);
    assert_eq!(ignored("FROM debian:13\nENTRYPOINT /app\n", args), 1);
    assert_eq!(ignored("FROM debian:13\nENTRYPOINT [\"/bin/sh\", \"-c\", \"/app\"]\n", args), 1);
    assert_eq!(ignored("FROM debian:13\nENTRYPOINT exec /app \"$@\"\n", args), 0);
    assert_eq!(ignored("FROM debian:13\nENTRYPOINT [\"/app\"]\n", args), 0);
    assert_eq!(ignored("FROM debian:13\nENTRYPOINT /app\n", "      command: [/app]\n      args: [-v]\n"), 0);
}

#[test]
fn read_only_folders_and_health_checks() {
    let read_only = "      securityContext: {readOnlyRootFilesystem: true}\n";
    let write = |dockerfile: &str, mounts: &str| {
        let volumes = "  volumes:\n    - {name: d, emptyDir: {}}\n    - {name: c, configMap: {name: c}}\n";
        pair("readonly-root-write", dockerfile, volumes, &format!("{read_only}{mounts}"))
    };
    let mount = |name: &str, path: &str| format!("      volumeMounts: [{{name: {name}, mountPath: {path}}}]\n");
    let image = "FROM debian:13\nVOLUME /var/lib/app\n";
    assert_eq!(write(image, ""), 1);
    for (path, found) in [("/var/lib/app", 0), ("/var/lib/app/", 0), ("/var/lib", 0), ("/var/lib/ap", 1), ("/var/lib/app/x", 1)] {
        assert_eq!(write(image, &mount("d", path)), found, "{path}");
    }
    assert_eq!(write(image, &mount("c", "/var/lib/app")), 1, "nobody can write there");
    assert_eq!(write("FROM debian:13\nVOLUME [\"/a\", \"/b\"]\n", ""), 2);
    assert_eq!(write("FROM debian:13\nWORKDIR /app\nCOPY . .\nCMD [\"./app\"]\n", ""), 0, "nothing says that it writes");
    assert_eq!(write("FROM debian:13\nWORKDIR /data\nCMD app > log.txt\n", ""), 1);
    assert_eq!(write("FROM debian:13\nRUN mkdir /data && chown 10001 /data\nWORKDIR /data\nUSER 10001\n", ""), 1);
    assert_eq!(write("FROM debian:13\nRUN mkdir /data && chown 10001 /data\nWORKDIR /data\nUSER 10001\n", &mount("d", "/data")), 0);
    let health = |dockerfile: &str, pod: &str, lines: &str| pair("healthcheck-unused", dockerfile, pod, lines);
    assert_eq!(health("FROM debian:13\nHEALTHCHECK CMD true\n", "", ""), 1);
    assert_eq!(health("FROM debian:13\nHEALTHCHECK CMD true\nHEALTHCHECK NONE\n", "", ""), 0);
    assert_eq!(health("FROM debian:13\nHEALTHCHECK CMD true\n", "", "      startupProbe: {tcpSocket: {port: 1}}\n"), 0);
    assert_eq!(health("FROM debian:13\nHEALTHCHECK CMD true\n", "  restartPolicy: Never\n", ""), 0);
}

#[test]
fn a_token_can_be_refused_in_another_file() {
    let pod = pod("registry.example.com/a:1", "  serviceAccountName: bot\n", "");
    let account = |mounts: &str| format!("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: bot\n{mounts}");
    let rule = "service-account-token-automount";
    let count = |mounts: &str| of(&run(&[("a.yaml", &pod), ("b.yaml", &account(mounts))]), rule).len();
    assert_eq!((count("automountServiceAccountToken: false\n"), count("automountServiceAccountToken: true\n"), count("")), (0, 1, 1));
    let asks = pod.replace("spec:\n", "spec:\n  automountServiceAccountToken: true\n");
    assert_eq!(of(&run(&[("a.yaml", &asks), ("b.yaml", &account("automountServiceAccountToken: false\n"))]), rule).len(), 1);
}

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n";

fn labelled(name: &str) -> String {
    pod("registry.example.com/a:1", "", "").replace("  name: a\n", &format!("  name: {name}\n  labels:\n    app: {name}\n"))
}

#[test]
fn what_is_missing_is_only_told_where_its_like_stands_beside() {
    let rule = "dangling-service";
    let count = |files: &[(&str, &str)]| of(&run(files), rule).len();
    let (web, mail) = (labelled("web"), labelled("mail"));
    assert_eq!(count(&[("a/s.yaml", SERVICE)]), 0, "alone");
    assert_eq!(count(&[("a/s.yaml", SERVICE), ("a/p.yaml", &mail)]), 1, "pods beside it");
    assert_eq!(count(&[("a/s.yaml", SERVICE), ("b/p.yaml", &mail)]), 0, "pods of somebody else");
    assert_eq!(count(&[("a/s.yaml", SERVICE), ("a/p.yaml", &mail), ("b/p.yaml", &web)]), 0, "pods anywhere");
    let other = mail.replace("metadata:\n", "metadata:\n  namespace: b\n");
    let service = SERVICE.replace("metadata:\n", "metadata:\n  namespace: a\n");
    assert_eq!(count(&[("a/s.yaml", &service), ("a/p.yaml", &other)]), 0, "pods of another namespace");
    let template = mail.replace("app: mail", "app: {{ .Values.name }}");
    assert_eq!(count(&[("a/s.yaml", SERVICE), ("a/p.yaml", &template)]), 0, "pods that are not known");
    let operator = "apiVersion: example.org/v1\nkind: Database\nmetadata:\n  name: web\n";
    assert_eq!(count(&[("a/s.yaml", SERVICE), ("a/p.yaml", &mail), ("a/d.yaml", operator)]), 0, "somebody else may make them");
    let kind = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: databases.example.org\n";
    assert_eq!(count(&[("a/s.yaml", SERVICE), ("a/p.yaml", &mail), ("a/d.yaml", kind)]), 0, "an operator may make them");
}

#[test]
fn the_order_of_files_changes_nothing() {
    let (web, mail) = (labelled("web"), labelled("mail"));
    let manifest = pod("registry.example.com/cart:1", NON_ROOT, "      args: [-v]\n");
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\nautomountServiceAccountToken: false\n";
    let service = SERVICE.replace("app: web", "app: nobody");
    let files: [(&str, &str); 7] = [
        ("cart/Dockerfile", "FROM debian:13-slim\nUSER cart\nCMD [\"/cart\"]\n"),
        ("cart.yaml", &manifest),
        ("web.yaml", &web),
        ("mail.yaml", &mail),
        ("service.yaml", &service),
        ("account.yaml", account),
        ("other/Dockerfile", "FROM scratch\n"),
    ];
    let report = run(&files);
    for rule in ["user-name-nonroot", "args-without-entrypoint", "dangling-service"] {
        assert!(!of(&report, rule).is_empty(), "{rule}");
    }
    for turn in 1..files.len() {
        let mut turned = files;
        turned.rotate_left(turn);
        assert_eq!(run(&turned), report);
    }
    let mut reversed = files;
    reversed.reverse();
    assert_eq!(run(&reversed), report);
}

#[test]
fn files_that_have_nothing_to_do_with_each_other_change_nothing() {
    let (web, docker) = (labelled("web"), "FROM node\nRUN apt-get install curl\n");
    let of_file = |report: &Report, uri: &str| -> Vec<Finding> { report.findings.iter().filter(|f| f.uri == uri).cloned().collect() };
    let together = run(&[("a/pod.yaml", &web), ("b/Dockerfile.other", docker)]);
    for (uri, text) in [("a/pod.yaml", web.as_str()), ("b/Dockerfile.other", docker)] {
        assert_eq!(of_file(&together, uri), of_file(&run(&[(uri, text)]), uri));
    }
}

#[test]
fn ignores_presets_and_scores_hold_for_findings_of_bundles() {
    let docker = ("cart/Dockerfile", "FROM debian:13-slim\nUSER cart\n");
    let plain = pod("registry.example.com/cart:1", NON_ROOT, "");
    let rule = "user-name-nonroot";
    let commented =
        plain.replace("    runAsNonRoot", &format!("    # plimsoll ignore={rule} -- the user is checked elsewhere\n    runAsNonRoot"));
    let report = run(&[docker, ("pod.yaml", &commented)]);
    assert!(of(&report, rule).is_empty() && report.unused_ignores.is_empty());
    let suppressed: Vec<&Finding> = report.suppressed.iter().filter(|finding| finding.rule_id == rule).collect();
    assert_eq!(suppressed[0].suppressed.as_ref().map(|by| by.by), Some(SuppressedBy::Inline));
    // Without the Dockerfile the ignore does nothing, and says so.
    assert_eq!(run(&[("pod.yaml", &commented)]).unused_ignores.len(), 1);

    let files = [docker, ("pod.yaml", plain.as_str())];
    let with = run_with(&files, &Options { preset: Preset::Default, ..options() });
    let without = run_with(&files, &Options { preset: Preset::Default, ignore: vec![rule.into()], ..options() });
    assert!(of(&without, rule).is_empty());
    let (finding, score) = (of(&with, rule)[0], |report: &Report| report.files[1].score.as_ref().map(|score| score.value));
    assert!(finding.points > 0 && score(&with) < score(&without));
    assert_eq!(finding.fingerprint.to_string().len(), 16);
    let hadolint = run_with(&files, &Options { preset: Preset::Hadolint, ..options() });
    assert!(of(&hadolint, rule).is_empty());
}

#[test]
fn many_objects_are_bounded() {
    // As many Services as workloads, all of one label: every pair would have to be looked at.
    let count = 200;
    let mut files: Vec<(String, String)> = Vec::new();
    for file in 0..5 {
        let mut text = String::new();
        for number in 0..count {
            let name = format!("n{file}-{number}");
            text.push_str(
                &SERVICE.replace("name: web", &format!("name: {name}")).replace("app: web", &format!("app: x\n    name: {name}-not")),
            );
            text.push_str("---\n");
            text.push_str(&labelled(&name).replace(&format!("app: {name}"), "app: x"));
            text.push_str("---\n");
        }
        files.push((format!("f{file}.yaml"), text));
    }
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(uri, text)| (uri.as_str(), text.as_str())).collect();
    // Few rules, so that the limit on findings is not passed.
    let quick = Options { preset: Preset::Kubesec, select: vec!["dangling-service".into()], ..options() };
    let report = run_with(&borrowed, &quick);
    let found = of(&report, "dangling-service").len();
    assert_eq!(found, 5 * count, "within the limit all are found");
    assert!(of(&report, "input-limit").is_empty());
    // A limit of objects that is passed is told once, and nothing is said of what is missing.
    let tiny = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n".repeat(limits::MAX_OBJECTS);
    let many = limits::MAX_BUNDLE_OBJECTS / limits::MAX_OBJECTS;
    let names: Vec<String> = (0..=many).map(|number| format!("m{number:03}.yaml")).collect();
    let pods = format!("{SERVICE}---\n{}", labelled("mail"));
    let mut flood: Vec<(&str, &str)> = names.iter().take(many - 1).map(|name| (name.as_str(), tiny.as_str())).collect();
    flood.push(("a/pods.yaml", &pods));
    let within = run_with(&flood, &quick);
    assert_eq!((of(&within, "dangling-service").len(), of(&within, "input-limit").len()), (1, 0));
    flood.push((names[many].as_str(), tiny.as_str()));
    let past = run_with(&flood, &quick);
    assert_eq!((of(&past, "dangling-service").len(), of(&past, "input-limit").len()), (0, 1));
}

/// Who hands over one file of several gets no edits that the others would contradict.
#[test]
fn one_file_of_several_is_not_renamed() {
    let text = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  serviceAccountName: 'card'\n  containers: [{name: a, image: 'x.io/a:1.0'}]\n";
    let rules = vec!["dangling-service-account".to_owned()];
    for (one_of_several, name) in [(false, "'cart'"), (true, "'card'")] {
        let select = Select { unsafe_fixes: true, rules: rules.clone(), one_of_several, ..Select::default() };
        let fixed = apply_fixes(&[SourceFile::new("a.yaml", text)], &options(), &select);
        assert!(fixed.files[0].text.contains(&format!("serviceAccountName: {name}")), "{}", fixed.files[0].text);
    }
    let shared = text.replace("metadata: {name: a}", "metadata: {name: &n card}").replace("'card'", "*n");
    assert!(of(&run(&[("a.yaml", &shared)]), "dangling-service-account").iter().all(|finding| finding.fixes.is_empty()));
}

/// A Service that misses its pods by one value of several is offered that value.
#[test]
fn a_selector_that_misses_by_one_value() {
    let service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector: {app: cart, tier: backend}\n  ports: [{port: 80}]\n";
    let labels = |labels: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: a, labels: {labels}}}\nspec:\n  containers: [{{name: a, image: 'x.io/a:1.0'}}]\n"
        )
    };
    let offered = |pods: &str| {
        let report = run(&[("pods.yaml", pods), ("service.yaml", service)]);
        let found = of(&report, "dangling-service");
        assert_eq!(found.len(), 1, "{pods}");
        found[0].fixes.first().map(|fix| (found[0].uri.clone(), fix.edits[0].new_text.clone()))
    };
    assert_eq!(offered(&labels("{app: cart, tier: web}")), Some(("service.yaml".to_owned(), "web".to_owned())));
    assert_eq!(offered(&labels("{app: mail, tier: web}")), None, "two values differ");
    let two = format!("{}---\n{}", labels("{app: cart, tier: web}"), labels("{app: cart, tier: cache}").replace("name: a,", "name: b,"));
    assert_eq!(offered(&two), None, "two ways to mend it");
}
