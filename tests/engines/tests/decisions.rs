//! Every decision of ours against the generated Rego, in both of its versions, and the generated CEL: policies × images × places.

use std::collections::HashMap;

use cel::{Context, Program, Value as Cel};
use plimsoll_policy::generate::{Target, generate};
use plimsoll_policy::{Date, Policy, decide_request};
use serde_json::{Value, json};

const DAY: Date = Date { year: 2026, month: 11, day: 23 };

/// A policy, and an image that it lets in.
const POLICIES: [(&str, &str); 12] = [
    ("images: {allow: [{registry: registry.k8s.io}, {repository: ghcr.io/acme/**}]}", "ghcr.io/acme/good:1"),
    ("images: {allow: [{registry: docker.io}]}", "nginx"),
    ("images: {allow: [{repository: 'docker.io/library/{nginx,redis}', tags: ['1.*', '!*-rc*']}, {registry: localhost}]}", "nginx:1.2"),
    ("images: {allow: [{repository: docker.io/*/app}, {repository: docker.io/library/**}, {registry: 'a.example:5000'}]}", "busybox"),
    ("images: {deny: [{repository: docker.io/library/centos}, {repository: '*/bitnami/**'}, {registry: 'k8s.*'}]}", "debian:13"),
    (
        "images: {deny: [{registry: docker.io}, {registry: 'b.example:443'}, {repository: ghcr.io/acme/old, tags: [1, '1.*']}]}",
        "quay.io/x:1",
    ),
    ("images: {allow: [{registry: '*.example.com'}, {registry: '*.gcr.io'}, {registry: '[::1]:5000'}]}", "r.example.com/x:1"),
    (
        "images: {forbidTags: [latest, '*-SNAPSHOT'], requireDigest: {in: [kubernetes], except: ['ghcr.io/acme/**', 'docker.io/library/*']}}",
        "nginx:1.27",
    ),
    ("defaults: {registry: forbid}\nimages: {allow: [{registry: docker.io}, {registry: ghcr.io}]}", "docker.io/nginx:1"),
    (
        "defaults: {registry: mirror.example}\nimages: {allow: [{registry: mirror.example}], deny: [{repository: mirror.example/evil}]}",
        "x:1",
    ),
    (
        "images:
  allow:
    - image: quay.io/coreos/etcd@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    - image: ghcr.io/acme/app:1.2
    - image: docker.io/library/nginx:latest
  forbidTags: [9.*]
  requireDigest: {in: [kubernetes], except: ['docker.io/library/nginx', 'ghcr.io/acme/*']}
exceptions:
  - {match: {image: 'docker.io/legacy/**'}, reason: x, expires: 2026-11-23}
  - {match: {image: 'docker.io/gone/**'}, reason: x, expires: 2026-11-22}
  - {match: {image: 'docker.io/team/app', namespace: billing, rule: [image-registry-not-allowed]}, reason: x, expires: 2027-01-01}
  - {match: {image: 'docker.io/other/app', namespace: elsewhere}, reason: x, expires: 2027-01-01}",
        "ghcr.io/acme/app:1.2",
    ),
    (
        "images: {allow: []}\nexceptions: [{match: {image: 'ghcr.io/acme/a*-?/**'}, reason: x, expires: 2027-01-01}]",
        "ghcr.io/acme/ab-c/x:1",
    ),
];

fn images() -> Vec<String> {
    let sha = |c: &str, n: usize| c.repeat(n);
    let mut images: Vec<String> = "
        nginx NGINX nginx: nginx:latest nginx:LATEST nginx:1.2 nginx:1.2-rc1 nginx:1 redis:1.9 library/nginx docker.io/nginx
        docker.io/library/nginx:1.2 index.docker.io/nginx:1.2 index.docker.io/library/nginx Docker.IO/nginx DOCKER.io/library/nginx
        docker.io:443/nginx:1.2 docker.io:0443/library/nginx docker.io:80/nginx registry-1.docker.io/library/nginx hub.docker.com/nginx
        registry.hub.docker.com/library/centos evil.io/nginx evil.io/library/nginx:1.2 docker.io.evil.io/nginx nginx.evil.io/x localhost/nginx
        LOCALHOST/x localhost:443/x localhost:5000/x localhost acme/app team/app:1 team/app other/app legacy/app legacy/a/b:1 gone/app:1 legacyx/app
        ghcr.io/acme/good ghcr.io/acme/good:1 GHCR.io/acme/good:1 ghcr.io/acmeevil/x ghcr.io/acme ghcr.io/Acme/x ghcr.io:443/acme/x
        ghcr.io:8443/acme/x ghcr.io./acme/x ghcr.io.evil.io/acme/x xghcr.io/acme/x ghcr.io//acme/x ghcr.io/acme/../evil/x ghcr.io/acme/app:1.2
        ghcr.io/acme/app:1.2.3 ghcr.io/acme/old ghcr.io/acme/old:1 ghcr.io/acme/old:1.9 ghcr.io/acme/old:2 ghcr.io/acme/ab-c/x ghcr.io/acme/ab-cd/x
        ghcr.io/acme/x:9.1 ghcr.io/acme/x:1-SNAPSHOT ghcr.io/acme/x:1-snapshot registry.k8s.io/pause:3.9 registry.k8s.io.evil.io/pause
        registryXk8s.io/pause k8s.gcr.io/pause K8S.gcr.io/pause:3 eu.gcr.io/x a.b.gcr.io/x gcr.io/x .gcr.io/x evil.io/x.gcr.io/y xgcr.io/y
        r.example.com/x example.com/x r.example.com:5000/x r.example.com:443/x -r.example.com/x a.example:5000/x a.example/x a.example:05000/x
        b.example/x b.example:443/x B.example:443/x b.example:8443/x [::1]:5000/x [::1]/x [::1]:443/x [fe80::1%25eth0]:5000/x [::1/x
        bitnami/redis evil.io/bitnami/redis:1 docker.io/bitnami/redis bitnami quay.io/coreos/etcd quay.io/coreos/etcd:v3 centos centos:7
        mirror.example/x mirror.example/evil evil foo:443/x foo/x Foo/x FOO:443/x foo_bar.com/x foo.bar a.b/c a__b/c a___b/c a..b/c a-/b a--b/c _a/b
        https://ghcr.io/acme/x ghcr.io/acme/x@sha256:abc nginx@sha256:abc nginx:1@ nginx@ : / @ nginx:-1 nginx:.1 nginx:_1 nginx/ /nginx nginx:1:2
        app myuser/app x:1 busybox debian:13 docker.io/a/b/c docker.io/team/app docker.io/other/app:9.1 team/app:9.1 legacy/app:9.1"
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    for digest in [
        format!("sha256:{}", sha("a", 64)),
        format!("sha256:{}", sha("A", 64)),
        format!("sha256:{}", sha("a", 63)),
        format!("sha256:{}", sha("a", 65)),
        format!("sha384:{}", sha("b", 96)),
        format!("sha512:{}", sha("c", 128)),
        format!("sha512:{}", sha("c", 127)),
        format!("md5:{}", sha("d", 32)),
    ] {
        for name in [
            "nginx",
            "nginx:latest",
            "nginx:1.2-rc1",
            "quay.io/coreos/etcd:v3",
            "ghcr.io/acme/app:1.2",
            "ghcr.io/acme/old:1",
            "team/app:9.1",
        ] {
            images.push(format!("{name}@{digest}"));
        }
    }
    images.extend([
        sha("a", 64),
        sha("a", 63),
        format!("nginx:{}", sha("t", 128)),
        format!("nginx:{}", sha("t", 129)),
        format!("ghcr.io/acme/{}", sha("x", 250)),
        format!("ghcr.io/acme/{}", sha("x", 251)),
        sha("z", 247),
        sha("z", 248),
        format!("docker.io/{}:1", sha("z", 248)),
        format!("docker.io/{}:1", sha("z", 247)),
        format!("team/{}", sha("z", 250)),
        format!("team/{}", sha("z", 251)),
        format!("docker.io/team/{}", sha("z", 251)),
    ]);
    for text in [
        "",
        " ",
        " nginx",
        "nginx ",
        "nginx\n",
        "nginx\nevil.io/x",
        "ng\u{131}nx",
        "gh\u{441}r.io/acme/x",
        "\u{ff47}hcr.io/acme/x",
        "ghcr.io/acme/x\u{0}",
        "\u{212a}8s.gcr.io/x",
        "$IMAGE",
        "${A}:1",
    ] {
        images.push(text.to_owned());
    }
    images
}

const FIELDS: [&str; 4] = ["containers", "initContainers", "ephemeralContainers", "imageVolumes"];

fn request(field: &str, image: &str, good: &str) -> Value {
    let mut spec = json!({"containers": [{"name": "good", "image": good}]});
    match field {
        "imageVolumes" => spec["volumes"] = json!([{"name": "empty", "emptyDir": {}}, {"name": "v", "image": {"reference": image}}]),
        "containers" => spec["containers"] = json!([{"name": "a", "image": image}]),
        _ => spec[field] = json!([{"name": "a", "image": image}]),
    }
    json!({"uid": "1", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "namespace": "billing", "operation": "CREATE",
           "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}})
}

/// The generated CEL: variables in their order, then validations.
struct CelPolicy {
    variables: Vec<(String, Program)>,
    validations: Vec<Program>,
}

impl CelPolicy {
    fn of(spec: &Value, variables: &Value, validations: &Value) -> CelPolicy {
        assert!(!spec.is_null());
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let compile = |value: &Value| Program::compile(&text(&value["expression"])).unwrap_or_else(|error| panic!("{error}: {value}"));
        CelPolicy {
            variables: variables.as_array().expect("variables").iter().map(|one| (text(&one["name"]), compile(one))).collect(),
            validations: validations.as_array().expect("validations").iter().map(compile).collect(),
        }
    }

    fn allows(&self, request: &Value) -> bool {
        let mut known: HashMap<String, Cel> = HashMap::new();
        let run = |program: &Program, known: &HashMap<String, Cel>| {
            let mut context = Context::default();
            context.add_variable("object", &request["object"]).expect("a variable");
            context.add_variable("request", request).expect("a variable");
            context.add_variable_from_value("variables", Cel::from(known.clone()));
            program.execute(&context)
        };
        for (name, program) in &self.variables {
            match run(program, &known) {
                Ok(value) => known.insert(name.clone(), value),
                // An error refuses: `failurePolicy: Fail`.
                Err(_) => return false,
            };
        }
        self.validations.iter().all(|program| matches!(run(program, &known), Ok(Cel::Bool(true))))
    }
}

fn documents(text: &str) -> Vec<Value> {
    use serde_yaml::Deserializer;
    Deserializer::from_str(text).map(|one| serde::de::Deserialize::deserialize(one).expect("YAML")).collect()
}

#[test]
fn the_engines_decide_as_we_do() {
    let images = images();
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let run = |(number, (text, good))| {
            scope.spawn({
                let images = &images;
                move || compare(number, text, good, images)
            })
        };
        let running: Vec<_> = POLICIES.into_iter().enumerate().map(run).collect();
        running.into_iter().map(|one| one.join().expect("it ends")).collect()
    });
    let count: usize = outcomes.iter().map(|one| one.count).sum();
    let asked: Vec<usize> = outcomes.iter().map(|one| one.count).collect();
    let allowed: usize = outcomes.iter().map(|one| one.allowed).sum();
    let wrong: Vec<String> = outcomes.into_iter().flat_map(|one| one.wrong).collect();
    println!("{count} decisions on {} images, {allowed} of them let in", images.len());
    assert!(wrong.is_empty(), "{} of {count} differ\n{}", wrong.len(), wrong.join("\n"));
    // Every policy, every image in every place, by every engine: a case that is dropped unseen would show here.
    assert_eq!(images.len(), IMAGES);
    assert_eq!(asked, [IMAGES * FIELDS.len() * ENGINES; POLICIES.len()]);
    assert_eq!(count, 42_432);
}

/// How many images there are.
const IMAGES: usize = 221;

/// OPA, Gatekeeper, ValidatingAdmissionPolicy, Kyverno.
const ENGINES: usize = 4;

#[derive(Default)]
struct Outcome {
    count: usize,
    allowed: usize,
    wrong: Vec<String>,
}

/// What is generated from a policy, in its engines.
struct Engines {
    opa: regorus::Engine,
    gatekeeper: regorus::Engine,
    vap: CelPolicy,
    kyverno: CelPolicy,
}

impl Engines {
    fn of(policy: &Policy, text: &str) -> Engines {
        let made = |target| generate(target, policy, text, DAY);
        let mut opa = regorus::Engine::new();
        opa.add_policy("plimsoll.rego".into(), made(Target::Rego)[0].text.clone()).unwrap_or_else(|error| panic!("{text}: {error:#}"));
        let template = &documents(&made(Target::Gatekeeper)[0].text)[0];
        let rego = template["spec"]["targets"][0]["rego"].as_str().expect("rego");
        let mut gatekeeper = regorus::Engine::new();
        gatekeeper.set_rego_v0(true);
        gatekeeper.add_policy("template.rego".into(), rego.to_owned()).unwrap_or_else(|error| panic!("{text}: {error:#}"));
        let vap = &documents(&made(Target::Vap)[0].text)[0]["spec"];
        let kyverno = &documents(&made(Target::Kyverno)[0].text)[0]["spec"]["rules"][0]["validate"]["cel"];
        Engines {
            opa,
            gatekeeper,
            vap: CelPolicy::of(vap, &vap["variables"], &vap["validations"]),
            kyverno: CelPolicy::of(kyverno, &kyverno["variables"], &kyverno["expressions"]),
        }
    }

    /// Whether each of them lets a request in.
    fn allow(&mut self, request: &Value) -> [(&'static str, bool); ENGINES] {
        let rego = |engine: &mut regorus::Engine, key: &str, rule: &str| {
            engine.set_input_json(&json!({key: request}).to_string()).expect("input");
            let value = engine.eval_rule(rule.into()).unwrap_or_else(|error| panic!("{request}: {error:#}"));
            value.as_set().expect("a set").is_empty()
        };
        [
            ("OPA", rego(&mut self.opa, "request", "data.plimsoll.admission.deny")),
            ("Gatekeeper", rego(&mut self.gatekeeper, "review", "data.plimsollimages.violation")),
            ("ValidatingAdmissionPolicy", self.vap.allows(request)),
            ("Kyverno", self.kyverno.allows(request)),
        ]
    }
}

/// One policy: all images in all places, by all engines.
fn compare(number: usize, text: &str, good: &str, images: &[String]) -> Outcome {
    let Outcome { mut count, mut allowed, mut wrong } = Outcome::default();
    let policy = Policy::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut engines = Engines::of(&policy, text);
    assert!(decide_request(&request("containers", good, good), &policy.images, DAY).allowed, "policy {number} lets in {good}");
    for field in FIELDS {
        for image in images {
            let request = request(field, image, good);
            let ours = decide_request(&request, &policy.images, DAY).allowed;
            for (engine, theirs) in engines.allow(&request) {
                count += 1;
                allowed += usize::from(ours);
                if theirs != ours {
                    wrong.push(format!("policy {number}, {field}, {image:?}: we say {ours}, {engine} says {theirs}"));
                }
            }
        }
    }
    Outcome { count, allowed, wrong }
}

/// The keys of policy files, by the table that the other surfaces are held to. What is in scope, and whether it is refused or told, the
/// engines are told beside their expressions.
#[test]
fn every_key_counts_in_the_engines() {
    let table: Value = serde_json::from_str(include_str!("../../policy-keys.json")).expect("JSON");
    let inputs = &table["inputs"];
    let mut compared = 0;
    for row in table["rows"].as_array().expect("rows") {
        let key = row["keys"][0].as_str().expect("a key");
        if ["scope.kinds", "scope.namespaces", "mode"].contains(&key) {
            continue;
        }
        for policy in [&row["policy"], &row["without"]] {
            let text = policy.to_string();
            let policy = Policy::parse(&text).expect("a policy");
            let mut request = request("containers", "x", "x");
            request["namespace"] = inputs["namespace"].clone();
            request["object"]["spec"] = inputs["pod"].clone();
            let ours = decide_request(&request, &policy.images, DAY).allowed;
            for (engine, theirs) in Engines::of(&policy, &text).allow(&request) {
                assert_eq!(theirs, ours, "{key}: {engine}: {text}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, (table["rows"].as_array().expect("rows").len() - 3) * 2 * ENGINES);
}
