//! Admission set-ups of several files: the API server, its configuration, the image policy's settings, the webhook's kubeconfig,
//! webhooks and policies. What the rules say follows what kube-apiserver does with such files.

use plimsoll_core::report::{Finding, Report, Severity};
use plimsoll_core::{SourceFile, lint};
use plimsoll_policy::Policy;
use plimsoll_policy::generate::{Target, generate};
use plimsoll_tests::options;

const CONFIG: &str = "\
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: ImagePolicyWebhook
    configuration:
      imagePolicy:
        kubeConfigFile: /etc/kubernetes/admission/webhook.kubeconfig
        allowTTL: 50
        denyTTL: 50
        retryBackoff: 500
        defaultAllow: false
";

const KUBECONFIG: &str = "\
apiVersion: v1
kind: Config
clusters:
  - name: review
    cluster:
      certificate-authority: /etc/kubernetes/admission/ca.crt
      server: https://10.0.0.10:8443/imagepolicy
users:
  - name: apiserver
    user:
      client-certificate: /etc/kubernetes/admission/client.crt
      client-key: /etc/kubernetes/admission/client.key
contexts:
  - name: review
    context:
      cluster: review
      user: apiserver
current-context: review
";

const SERVER: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  hostNetwork: true
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.34.2
      command:
        - kube-apiserver
        - --enable-admission-plugins=NodeRestriction,ImagePolicyWebhook
        - --admission-control-config-file=/etc/kubernetes/admission/config.yaml
      volumeMounts:
        - name: admission
          mountPath: /etc/kubernetes/admission
          readOnly: true
  volumes:
    - name: admission
      hostPath:
        path: /etc/kubernetes/admission
        type: Directory
";

/// A person's kubeconfig, as kind writes it.
const PERSONAL: &str = "\
apiVersion: v1
kind: Config
clusters:
  - name: kind-dev
    cluster:
      server: https://127.0.0.1:40123
contexts:
  - name: kind-dev
    context:
      cluster: kind-dev
      user: kind-dev
users:
  - name: kind-dev
    user:
      client-certificate-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
      client-key-data: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCg==
current-context: kind-dev
";

fn run(files: &[(&str, &str)]) -> Report {
    let files: Vec<SourceFile> = files.iter().map(|(uri, text)| SourceFile::new(*uri, *text)).collect();
    lint(&files, &options())
}

/// The findings about set-ups; what is said of any API server besides is left out.
fn found(report: &Report) -> Vec<&Finding> {
    let about = |finding: &&Finding| {
        let id = finding.rule_id.as_ref();
        let own = [
            "ac-",
            "ipw-",
            "wk-",
            "vwc-",
            "vap-",
            "apiserver-acc",
            "apiserver-ipw",
            "apiserver-mount",
            "apiserver-no-acc",
            "apiserver-plugin",
        ];
        own.iter().any(|start| id.starts_with(start)) || matches!(id, "invalid-type" | "unknown-field" | "duplicate-key" | "syntax-error")
    };
    report.findings.iter().filter(about).collect()
}

/// `rule@file` of every finding.
fn names(files: &[(&str, &str)]) -> Vec<String> {
    let report = run(files);
    found(&report).iter().map(|finding| format!("{}@{}", finding.rule_id, finding.uri)).collect()
}

fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

#[test]
fn a_well_made_set_up_is_silent_in_every_shape() {
    let silent = |what: &str, files: &[(&str, &str)]| assert_eq!(names(files), Vec::<String>::new(), "{what}");
    silent("three files", &[("kube-apiserver.yaml", SERVER), ("config.yaml", CONFIG), ("webhook.kubeconfig.yaml", KUBECONFIG)]);
    let apart =
        [("manifests/kube-apiserver.yaml", SERVER), ("admission/config.yaml", CONFIG), ("admission/webhook.kubeconfig.yaml", KUBECONFIG)];
    silent("in folders", &apart);
    let one = [SERVER, CONFIG, KUBECONFIG].join("---\n");
    silent("one file", &[("all.yaml", &one)]);
    let other = [KUBECONFIG, SERVER, CONFIG].join("---\n");
    silent("in another order", &[("all.yaml", &other)]);
    let outside = changed(CONFIG, &CONFIG[CONFIG.find("    configuration").unwrap_or_default()..], "    path: policy.yaml\n");
    let policy = "imagePolicy:\n  kubeConfigFile: /etc/kubernetes/admission/webhook.kubeconfig\n  defaultAllow: false\n";
    silent("settings in a file", &[("kube-apiserver.yaml", SERVER), ("config.yaml", &outside), ("policy.yaml", policy)]);
    let folded = changed(policy, "imagePolicy", "imagepolicy");
    silent("settings in a file, in any case", &[("config.yaml", &outside), ("policy.yaml", &folded)]);
    silent("the older bare form", &[("kube-apiserver.yaml", SERVER), ("config.yaml", policy), ("webhook.kubeconfig.yaml", KUBECONFIG)]);
    let near = changed(KUBECONFIG, "/etc/kubernetes/admission/c", "c");
    silent("paths beside the kubeconfig", &[("kube-apiserver.yaml", SERVER), ("config.yaml", CONFIG), ("webhook.kubeconfig.yaml", &near)]);
    let args = changed(SERVER, "      command:\n        - kube-apiserver\n", "      command: [kube-apiserver]\n      args:\n");
    silent("args", &[("kube-apiserver.yaml", &args), ("config.yaml", CONFIG)]);
    let spaced = changed(SERVER, "-file=", "-file\n        - ");
    silent("a flag and its value apart", &[("kube-apiserver.yaml", &spaced), ("config.yaml", CONFIG)]);
    silent("a personal kubeconfig besides", &[("config.yaml", CONFIG), ("webhook.kubeconfig.yaml", KUBECONFIG), ("me.yaml", PERSONAL)]);
}

/// What the control plane needs of its node is no finding; the same in a pod of anybody's is, and so is what it does not need.
#[test]
fn a_pod_of_the_control_plane_may_have_what_it_needs() {
    let about_the_node = |text: &str| -> Vec<String> {
        let report = run(&[("kube-apiserver.yaml", text)]);
        let ids = report.findings.iter().map(|finding| finding.rule_id.to_string());
        ids.filter(|id| id.starts_with("host-") || matches!(id.as_str(), "probe-host" | "service-account-token-automount")).collect()
    };
    let probe = "      ports:\n        - containerPort: 6443\n      livenessProbe:\n        httpGet: {host: 192.168.1.10, path: /livez, port: 6443}\n      volumeMounts:\n";
    let server = changed(SERVER, "      volumeMounts:\n", probe);
    assert_eq!(about_the_node(&server), Vec::<String>::new());
    let etcd =
        changed(&changed(&server, "- kube-apiserver\n", "- /usr/bin/etcd\n"), "path: /etc/kubernetes/admission", "path: /var/lib/etcd");
    assert_eq!(about_the_node(&etcd), Vec::<String>::new());
    let all = ["service-account-token-automount", "host-network", "host-port", "probe-host", "host-path-sensitive"];
    assert_eq!(about_the_node(&changed(&server, "namespace: kube-system", "namespace: shop")), all);
    assert_eq!(about_the_node(&changed(&server, "- kube-apiserver\n", "- server\n")), all);
    let home = changed(&server, "        path: /etc/kubernetes/admission", "        path: /root");
    assert_eq!(about_the_node(&home), ["host-path-sensitive"]);
}

/// Behind a lone `--` nothing is a flag, so none is added there.
#[test]
fn no_flag_is_added_behind_the_end_of_flags() {
    let fixes = |text: &str| {
        let report = run(&[("kube-apiserver.yaml", text)]);
        let missing = report.findings.iter().find(|finding| finding.rule_id == "apiserver-no-acc-file");
        missing.map(|finding| finding.fixes.len())
    };
    let without = changed(SERVER, "        - --admission-control-config-file=/etc/kubernetes/admission/config.yaml\n", "");
    assert_eq!(fixes(&without), Some(1));
    assert_eq!(fixes(&changed(&without, "      volumeMounts:\n", "        - --\n      volumeMounts:\n")), Some(0));
}

#[test]
fn settings_without_the_plugin_are_told_of() {
    let off = changed(SERVER, ",ImagePolicyWebhook", "");
    let report = run(&[("kube-apiserver.yaml", &off), ("config.yaml", CONFIG)]);
    let all = found(&report);
    let [finding] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(
        (finding.rule_id.as_ref(), finding.uri.as_str(), finding.severity),
        ("apiserver-ipw-not-enabled", "kube-apiserver.yaml", Severity::Critical)
    );
    assert_eq!(finding.related.first().map(|related| related.uri.as_str()), Some("config.yaml"));
    let one = [off.as_str(), CONFIG].join("---\n");
    assert_eq!(names(&[("all.yaml", &one)]), ["apiserver-ipw-not-enabled@all.yaml"]);
    let bare = "imagePolicy:\n  kubeConfigFile: /etc/kubernetes/admission/k\n";
    assert_eq!(names(&[("kube-apiserver.yaml", &off), ("policy.yaml", bare)]), ["apiserver-ipw-not-enabled@kube-apiserver.yaml"]);
    let open = changed(SERVER, "NodeRestriction,ImagePolicyWebhook", "$(PLUGINS)");
    assert_eq!(names(&[("kube-apiserver.yaml", &open), ("config.yaml", CONFIG)]), Vec::<String>::new(), "not known");
    let alone = run(&[("kube-apiserver.yaml", &off)]);
    assert_eq!(
        found(&alone).iter().map(|finding| finding.severity).collect::<Vec<_>>(),
        [Severity::Low],
        "it may be meant for another plugin"
    );
    let others =
        "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n  - name: EventRateLimit\n    path: events.yaml\n";
    assert_eq!(names(&[("kube-apiserver.yaml", &off), ("config.yaml", others)]), Vec::<String>::new(), "a configuration of other plugins");
    assert_eq!(names(&[("kube-apiserver.yaml", SERVER), ("config.yaml", others)]), ["ipw-no-config@config.yaml"], "and the reverse");
    let blank = changed(SERVER, ",ImagePolicyWebhook", ", ImagePolicyWebhook");
    assert_eq!(
        names(&[("kube-apiserver.yaml", &blank), ("config.yaml", CONFIG)]),
        ["apiserver-plugin-unknown@kube-apiserver.yaml"],
        "nothing starts"
    );
    let flat = "kubeConfigFile: /etc/kubernetes/admission/webhook.kubeconfig\ndefaultAllow: false\n";
    assert_eq!(names(&[("policy.yaml", flat)]), ["ipw-config-nesting@policy.yaml"]);
    let misspelt = changed(CONFIG, "ImagePolicyWebhook", "ImagePolicyWebHook");
    assert_eq!(names(&[("kube-apiserver.yaml", SERVER), ("config.yaml", &misspelt)]), ["ac-plugin-name@config.yaml"], "told once");
}

#[test]
fn files_outside_of_the_mounts_are_told_of() {
    let moved = changed(CONFIG, "/etc/kubernetes/admission/", "/etc/kubernetes/webhook/");
    let report = run(&[("kube-apiserver.yaml", SERVER), ("config.yaml", &moved)]);
    let all = found(&report);
    let [finding] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((finding.rule_id.as_ref(), finding.uri.as_str()), ("apiserver-acc-not-mounted", "config.yaml"));
    assert_eq!(finding.related.first().map(|related| related.uri.as_str()), Some("kube-apiserver.yaml"));
    let certificates = changed(KUBECONFIG, "/etc/kubernetes/admission/c", "/etc/ssl/webhook/c");
    let files = [("kube-apiserver.yaml", SERVER), ("config.yaml", CONFIG), ("webhook.kubeconfig.yaml", certificates.as_str())];
    assert_eq!(names(&files), ["apiserver-acc-not-mounted@webhook.kubeconfig.yaml"], "once for a folder");
    let relative = changed(CONFIG, "/etc/kubernetes/admission/", "");
    let files = [("kube-apiserver.yaml", SERVER), ("config.yaml", relative.as_str())];
    assert_eq!(
        names(&files),
        ["apiserver-acc-not-mounted@config.yaml", "ipw-kubeconfig-relative@config.yaml"],
        "not beside the configuration"
    );
}

/// A server with two mounts: one for the configuration, one for the webhook's kubeconfig and its keys.
fn with_two_mounts(second: &str, volume: &str) -> String {
    let server = changed(SERVER, "  volumes:\n", &format!("{second}  volumes:\n"));
    [server.as_str(), volume].concat()
}

#[test]
fn mounts_of_what_the_configuration_leads_to_are_judged() {
    let config = changed(CONFIG, "/etc/kubernetes/admission/webhook", "/etc/kubernetes/webhook/webhook");
    let kubeconfig = changed(KUBECONFIG, "/etc/kubernetes/admission/", "/etc/kubernetes/webhook/");
    let with = |mount: &str, volume: &str| {
        let server = with_two_mounts(mount, volume);
        let report = run(&[("kube-apiserver.yaml", &server), ("config.yaml", &config), ("webhook.kubeconfig.yaml", &kubeconfig)]);
        let told = |finding: &&Finding| (finding.rule_id.to_string(), finding.severity, finding.range.start.line);
        found(&report).iter().map(told).collect::<Vec<_>>()
    };
    let read_only = "        - name: webhook\n          mountPath: /etc/kubernetes/webhook\n          readOnly: true\n";
    let writable = "        - name: webhook\n          mountPath: /etc/kubernetes/webhook\n";
    let folder = "    - name: webhook\n      hostPath:\n        path: /etc/kubernetes/webhook\n        type: Directory\n";
    assert_eq!(with(read_only, folder), []);
    assert_eq!(with(writable, folder), [("apiserver-mount-writable".to_owned(), Severity::Low, 19)]);
    let file = changed(folder, "type: Directory", "type: File");
    assert_eq!(with(read_only, &file), [("apiserver-mount-dangling".to_owned(), Severity::High, 29)]);
    let map = "    - name: webhook\n      configMap:\n        name: webhook\n";
    assert_eq!(with(read_only, map), [("apiserver-mount-dangling".to_owned(), Severity::High, 26)]);
    let logged = with_two_mounts(writable, folder)
        .replace("        - --enable", "        - --audit-log-path=/etc/kubernetes/webhook/audit.log\n        - --enable");
    let files = [("kube-apiserver.yaml", logged.as_str()), ("config.yaml", &config), ("webhook.kubeconfig.yaml", &kubeconfig)];
    assert_eq!(names(&files), Vec::<String>::new(), "the audit log is written there");
    for wrong in ["type: File", "type: FileOrCreate"] {
        let server = changed(SERVER, "type: Directory", wrong);
        let files = [("kube-apiserver.yaml", server.as_str()), ("config.yaml", CONFIG), ("webhook.kubeconfig.yaml", KUBECONFIG)];
        assert_eq!(names(&files), ["apiserver-mount-dangling@kube-apiserver.yaml"], "one mount is told of once");
    }
    let encrypted = with_two_mounts(writable, folder)
        .replace("        - --enable", "        - --encryption-provider-config=/etc/kubernetes/webhook/keys.yaml\n        - --enable");
    assert_eq!(names(&[("kube-apiserver.yaml", &encrypted), ("config.yaml", CONFIG)]), ["apiserver-mount-writable@kube-apiserver.yaml"]);
}

#[test]
fn flags_that_do_not_exist_keep_the_server_from_starting() {
    for flag in ["--enable-admission-plugin=ImagePolicyWebhook", "--enable-admission-plugins ImagePolicyWebhook"] {
        let server = changed(SERVER, "--enable-admission-plugins=NodeRestriction,ImagePolicyWebhook", flag);
        let report = run(&[("kube-apiserver.yaml", &server), ("config.yaml", CONFIG)]);
        assert_eq!(found(&report).len(), 0, "nothing else is said: {:?}", found(&report));
        let spelt: Vec<Severity> =
            report.findings.iter().filter(|finding| finding.rule_id == "apiserver-flag-spelling").map(|finding| finding.severity).collect();
        assert_eq!(spelt, [Severity::High], "{flag}");
    }
}

#[test]
fn a_kubeconfig_that_says_it_is_something_else_is_still_looked_at() {
    let wrong = changed(KUBECONFIG, "kind: Config", "kind: KubeConfig");
    let both = changed(&wrong, "https://", "http://");
    let set_up =
        |kubeconfig: &str| names(&[("kube-apiserver.yaml", SERVER), ("config.yaml", CONFIG), ("webhook.kubeconfig.yaml", kubeconfig)]);
    assert_eq!(set_up(&wrong), ["wk-api-version@webhook.kubeconfig.yaml"]);
    assert_eq!(set_up(&both), ["wk-api-version@webhook.kubeconfig.yaml", "wk-server-http@webhook.kubeconfig.yaml"]);
    assert_eq!(set_up(&changed(KUBECONFIG, "apiVersion: v1", "apiVersion: 1")), ["wk-api-version@webhook.kubeconfig.yaml"]);
    assert_eq!(set_up(&changed(KUBECONFIG, "apiVersion: v1\n", "")), Vec::<String>::new(), "what is missing is taken for `v1`");
    assert_eq!(names(&[("me.yaml", &changed(PERSONAL, "kind: Config", "kind: config"))]), ["wk-api-version@me.yaml"]);
    assert_eq!(names(&[("a.yaml", "apiVersion: example.com/v1\nkind: Config\nclusters:\n  - name: a\n")]), Vec::<String>::new());
}

#[test]
fn the_server_that_kubeadm_makes_is_read() {
    let map = "\
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
apiServer:
  extraArgs:
    enable-admission-plugins: NodeRestriction,ImagePolicyWebhook
    admission-control-config-file: /etc/kubernetes/admission/config.yaml
  extraVolumes:
    - name: admission
      hostPath: /etc/kubernetes/admission
      mountPath: /etc/kubernetes/admission
      readOnly: true
";
    let list = "\
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
apiServer:
  extraArgs:
    - name: enable-admission-plugins
      value: NodeRestriction,ImagePolicyWebhook
    - name: admission-control-config-file
      value: /etc/kubernetes/admission/config.yaml
  extraVolumes:
    - name: admission
      hostPath: /etc/kubernetes/admission
      mountPath: /etc/kubernetes/admission
      readOnly: true
";
    for kubeadm in [map, list] {
        let with = |from: &str, to: &str| {
            let changed = changed(kubeadm, from, to);
            names(&[("kubeadm.yaml", &changed), ("config.yaml", CONFIG), ("webhook.kubeconfig.yaml", KUBECONFIG)])
        };
        assert_eq!(with("readOnly", "readOnly"), Vec::<String>::new());
        assert_eq!(with(",ImagePolicyWebhook", ""), ["apiserver-ipw-not-enabled@kubeadm.yaml"]);
        assert_eq!(with("PolicyWebhook", "PolicyWebHook").first().map(String::as_str), Some("apiserver-plugin-unknown@kubeadm.yaml"));
        assert_eq!(with("mountPath: /etc/kubernetes/admission", "mountPath: /etc/admission"), ["apiserver-acc-not-mounted@kubeadm.yaml"]);
        assert_eq!(with("admission-control-config-file", "audit-log-path"), ["apiserver-no-acc-file@kubeadm.yaml"]);
        assert_eq!(with("      readOnly: true\n", ""), ["apiserver-mount-writable@kubeadm.yaml"]);
        assert_eq!(
            with("      readOnly: true\n", "      readOnly: true\n      pathType: File\n"),
            ["apiserver-mount-dangling@kubeadm.yaml"]
        );
    }
}

#[test]
fn a_kubeconfig_is_judged_by_what_it_is_for() {
    assert_eq!(names(&[("me.yaml", PERSONAL)]), Vec::<String>::new());
    let neutral = changed(PERSONAL, "kind-dev", "till");
    assert_eq!(names(&[("me.yaml", &neutral)]), Vec::<String>::new(), "nothing says what it is for");
    let rules = ["wk-inline-secret", "wk-no-ca", "wk-server-localhost"];
    let fired = |files: &[(&str, &str)]| {
        let report = run(files);
        rules.iter().filter(|rule| found(&report).iter().any(|finding| finding.rule_id == **rule)).count()
    };
    assert_eq!(fired(&[("webhook.kubeconfig.yaml", &neutral)]), 3, "its own name");
    assert_eq!(fired(&[("me.yaml", &neutral), ("config.yaml", CONFIG)]), 3, "no other is there that could be meant");
    assert_eq!(fired(&[("me.yaml", PERSONAL), ("config.yaml", CONFIG)]), 0, "evidently a person's");
    assert_eq!(fired(&[("webhook.kubeconfig", PERSONAL), ("config.yaml", CONFIG)]), 3, "named in so many words");
    let unchecked = changed(PERSONAL, "      server", "      insecure-skip-tls-verify: true\n      server");
    assert_eq!(names(&[("me.yaml", &unchecked)]), ["wk-insecure-skip-tls@me.yaml"], "wrong whoever reads it");
    let lost = changed(PERSONAL, "      cluster: kind-dev", "      cluster: gone");
    assert_eq!(names(&[("me.yaml", &lost)]), ["wk-context-dangling@me.yaml"]);
    assert_eq!(
        names(&[("me.yaml", "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\ncurrent-context: \"\"\nusers: []\n")]),
        Vec::<String>::new()
    );
}

#[test]
fn policies_and_their_bindings() {
    let policy = "\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: registry
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [\"\"]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods, pods/ephemeralcontainers]
  variables:
    - name: all
      expression: >-
        object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])
  validations:
    - expression: variables.all.all(c, c.image.startsWith('registry.example.com/'))
";
    let binding = "\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: registry
spec:
  policyName: registry
  validationActions: [Deny]
";
    let with = |policy: &str, binding: &str| names(&[("policies/a.yaml", policy), ("policies/b.yaml", binding)]);
    assert_eq!(with(policy, binding), Vec::<String>::new());
    assert_eq!(names(&[("a.yaml", policy)]), ["vap-not-enforcing@a.yaml"]);
    assert_eq!(names(&[("b.yaml", binding)]), Vec::<String>::new(), "its policy may be in the cluster");
    let other = changed(binding, "policyName: registry", "policyName: registri");
    assert_eq!(with(policy, &other), ["vap-not-enforcing@policies/a.yaml", "vap-not-enforcing@policies/b.yaml"]);
    assert_eq!(with(policy, &changed(binding, "[Deny]", "[Warn, Audit]")), ["vap-not-enforcing@policies/b.yaml"]);
    assert_eq!(with(&changed(policy, " + object.spec.?initContainers.orValue([])", ""), binding), ["vap-not-enforcing@policies/a.yaml"]);
    assert_eq!(with(&changed(policy, ", pods/ephemeralcontainers", ""), binding), ["vap-not-enforcing@policies/a.yaml"]);
}

#[test]
fn what_is_generated_is_well_made() {
    let source = "apiVersion: plimsoll.dev/v1\nkind: Policy\nmetadata:\n  name: shop\nmode: enforce\nimages:\n  allow:\n    - repository: registry.example.com/shop/**\n";
    let policy = Policy::parse(source).expect("a policy");
    for target in [Target::ImagePolicyWebhook, Target::ValidatingWebhook, Target::Vap] {
        let mut made = generate(target, &policy, source, options().as_of);
        // The patch is a part of the API server's manifest.
        for patch in made.iter_mut().filter(|file| file.name == "kube-apiserver-patch.yaml") {
            assert!(lint(&[SourceFile::new(patch.name, patch.text.as_str())], &options()).findings.is_empty(), "no pod by itself");
            patch.text.insert_str(0, "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\n");
        }
        let manifests: Vec<(&str, &str)> = made
            .iter()
            .filter(|file| file.name.ends_with(".yaml") || file.name.ends_with(".kubeconfig"))
            .map(|file| (file.name, file.text.as_str()))
            .collect();
        assert!(!manifests.is_empty());
        // The usual place of the webhook is beside the server.
        let names: Vec<String> = names(&manifests).into_iter().filter(|name| !name.starts_with("wk-server-localhost")).collect();
        assert_eq!(names, Vec::<String>::new(), "{target:?}");
    }
}
