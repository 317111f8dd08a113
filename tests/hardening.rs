//! What a newcomer sees: a bare workload gets few findings, a hardened one none, and the fixes lead from one to the other.

use plimsoll_core::report::{Fix, Grade, Report};
use plimsoll_core::rule::Preset;
use plimsoll_core::{Date, Options, Select, SourceFile, apply_fixes, lint};

const BARE: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: app
          image: registry.example.com/shop/app:1.2.3
";

const HARDENED: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: app
          image: registry.example.com/shop/app:1.2.3@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          resources:
            limits:
              cpu: 500m
              memory: 256Mi
";

fn options(preset: Preset) -> Options {
    let mut options = Options::new(Date::parse("2026-11-23").expect("a date"));
    options.preset = preset;
    options
}

fn rules(text: &str) -> Vec<String> {
    let report = lint(&[SourceFile::new("web.yaml", text)], &options(Preset::Default));
    report.findings.iter().map(|finding| finding.rule_id.to_string()).collect()
}

/// Applies fixes, and once more to the result, which must not change it.
fn fixed(text: &str, unsafe_fixes: bool, preset: Preset) -> String {
    let select = Select { unsafe_fixes, ..Select::default() };
    let once = apply_fixes(&[SourceFile::new("web.yaml", text)], &options(preset), &select).files.remove(0).text;
    let twice = apply_fixes(&[SourceFile::new("web.yaml", once.clone())], &options(preset), &select).files.remove(0).text;
    assert_eq!(once, twice, "the fixes do not come to an end");
    once
}

#[test]
fn a_bare_deployment_gets_ten_findings_at_most() {
    let rules = rules(BARE);
    assert!((7..=10).contains(&rules.len()), "{rules:?}");
}

#[test]
fn a_hardened_deployment_gets_none() {
    assert_eq!(rules(HARDENED), Vec::<String>::new());
    let report = lint(&[SourceFile::new("web.yaml", HARDENED)], &options(Preset::Default));
    assert_eq!(report.score.map(|score| score.grade), Some(Grade::APlus));
}

#[test]
fn safe_fixes_of_one_container_compose() {
    let text = fixed(BARE, false, Preset::Default);
    assert!(text.contains("          securityContext:\n            allowPrivilegeEscalation: false\n"), "{text}");
    assert!(
        text.contains("      securityContext:\n        seccompProfile:\n          type: RuntimeDefault\n      containers:\n"),
        "{text}"
    );
}

#[test]
fn all_fixes_together_harden_a_workload() {
    for text in [BARE.to_owned(), BARE.replace('\n', "\r\n"), BARE.replace("1.2.3\n", "1.2.3 # pinned\n          # the end")] {
        let hardened = fixed(&text, true, Preset::Default);
        let left = rules(&hardened);
        let open = ["limits-memory", "limits-cpu", "image-digest-missing"];
        assert!(left.iter().all(|rule| open.contains(&rule.as_str())), "{left:?}\n{hardened}");
        assert_eq!(hardened.contains('\r'), text.contains('\r'));
        assert_eq!(hardened.matches("securityContext:").count(), 2, "{hardened}");
    }
}

#[test]
fn json_is_hardened_as_json() {
    let json = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"hostPID": true, "containers": [
  {"name": "app", "image": "registry.example.com/app:1.2.3", "securityContext": {}}
]}}"#;
    let hardened = fixed(json, true, Preset::Default);
    assert!(!rules(&hardened).iter().any(|rule| rule == "syntax-error" || rule == "host-pid" || rule == "cap-drop-all"), "{hardened}");
    assert!(hardened.contains(r#""drop": ["ALL"]"#), "{hardened}");
}

#[test]
fn shared_text_gets_no_fix() {
    let shared = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: a\n    image: x.io/a:1.0\n    securityContext: &s\n      \
                  privileged: true\n  - name: b\n    image: x.io/a:1.0\n    securityContext: *s\n";
    let report = lint(&[SourceFile::new("p.yaml", shared)], &options(Preset::Default));
    let privileged: Vec<_> = report.findings.iter().filter(|finding| finding.rule_id == "privileged").collect();
    assert_eq!(privileged.len(), 2);
    assert!(privileged.iter().all(|finding| finding.fixes.is_empty()));
}

#[test]
fn a_template_or_a_patch_is_not_told_what_it_lacks() {
    let helm = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  hostPID: true\n  containers:\n  - name: a\n    image: {{ .Values.image }}\n";
    let of_helm = rules(helm);
    assert!(of_helm.contains(&"host-pid".to_owned()) && !of_helm.contains(&"limits-memory".to_owned()), "{of_helm:?}");
    let patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n      - name: a\n        args: [x]\n";
    assert_eq!(rules(patch), Vec::<String>::new());
}

/// One fix brings a bare workload to the restricted level, in every style and with either kind of line end.
#[test]
fn one_fix_hardens_the_workload() {
    let two = BARE.replace(
        "          image: registry.example.com/shop/app:1.2.3\n",
        "          image: registry.example.com/shop/app:1.2.3\n        - name: proxy # keep\n          image: registry.example.com/shop/proxy:1.2.3\n          securityContext:\n            capabilities:\n              drop: [MKNOD]\n",
    );
    let flow = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  # first\n  - {name: a, image: 'x.io/a:1.0'} # a\n  - {name: b, image: 'x.io/b:1.0', securityContext: {}}\n  - {name: c, image: 'x.io/c:1.0', securityContext: {runAsUser: 10001}}\n  - {name: d, image: 'x.io/d:1.0', securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}}\n";
    let all_flow = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: 'x.io/a:1.0'}]}}\n";
    let json = "{\n  \"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"},\n  \"spec\": {\n    \"containers\": [\n      {\n        \"name\": \"a\",\n        \"image\": \"x.io/a:1.0\"\n      }\n    ]\n  }\n}\n";
    for text in [BARE.to_owned(), two.clone(), two.replace('\n', "\r\n"), flow.to_owned(), all_flow.to_owned(), json.to_owned()] {
        let report = lint(&[SourceFile::new("a.yaml", text.clone())], &options(Preset::Default));
        let bundles = bundles(&report);
        let [bundle] = bundles[..] else { panic!("{} bundles in\n{text}", bundles.len()) };
        let fixed = applied(&text, bundle);
        let after = lint(&[SourceFile::new("a.yaml", fixed.clone())], &options(Preset::Default));
        let object = &after.files[0].objects.as_ref().expect("objects")[0];
        let level = object.pod_security.as_ref().map(|judged| judged.level.word());
        assert_eq!(level, Some("restricted"), "{fixed}");
        assert!(!after.findings.iter().any(|f| matches!(&*f.rule_id, "read-only-root-fs" | "syntax-error" | "duplicate-key")), "{fixed}");
        for line in text.lines().filter(|line| line.contains('#')) {
            let comment = &line[line.find('#').expect("a comment")..];
            assert!(fixed.contains(comment), "{comment} is gone:\n{fixed}");
        }
    }
}

/// What several places share cannot be hardened in one of them; the finding says what to do, in words.
#[test]
fn shared_containers_have_no_bundle() {
    let shared = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  initContainers:\n  - &c {name: a, image: 'x.io/a:1.0'}\n  containers:\n  - *c\n";
    let report = lint(&[SourceFile::new("p.yaml", shared)], &options(Preset::Default));
    assert!(bundles(&report).is_empty());
    assert!(report.findings.iter().any(|f| f.rule_id == "allow-privilege-escalation" && f.fixes.is_empty() && f.help.is_some()));
}

fn bundles(report: &Report) -> Vec<&Fix> {
    report.findings.iter().flat_map(|f| &f.fixes).filter(|fix| fix.title.starts_with("Harden")).collect()
}

fn applied(text: &str, fix: &Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.offsets.0));
    let mut fixed = text.to_owned();
    for edit in edits {
        fixed.replace_range(edit.offsets.0 as usize..edit.offsets.1 as usize, &edit.new_text);
    }
    fixed
}
