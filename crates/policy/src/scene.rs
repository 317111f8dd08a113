//! The whole scene of ImagePolicyWebhook, told step by step: somebody applies a manifest, the API server asks the webhook, the webhook
//! answers or does not, and what the settings make of that.
//!
//! What the API server does is what kube-apiserver was seen to do (`plugin/pkg/admission/imagepolicy` and the reference "Admission
//! Control in Kubernetes" say it too). Nothing is sent anywhere: this is a play.

use plimsoll_core::policy::ImagePolicy;
use plimsoll_yaml::{Node, Value as Yaml};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::Date;
use crate::admission::{IMAGE_REVIEW, decide_images, of_images};

/// The range of both times to live, in seconds.
const TTL: std::ops::RangeInclusive<i64> = 1..=1_800;
/// The range of the first wait between attempts, in milliseconds.
const BACKOFF: std::ops::RangeInclusive<i64> = 1..=300_000;
/// How often the API server asks again where that makes sense.
const ATTEMPTS: u32 = 5;
/// How long it waits for an answer, in seconds.
const PATIENCE: u32 = 30;
/// Objects that are played; a file may hold thousands.
const MOST_OBJECTS: usize = 20;

/// How the webhook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Webhook {
    /// It answers by the policy.
    Answers,
    /// Nothing listens.
    Down,
    /// It takes longer than the API server waits.
    Slow,
    /// It answers every review with HTTP 403, as some think a denial is said.
    Forbids,
    /// It answers with HTTP 500.
    Breaks,
}

impl Webhook {
    /// The state of that name: `answers`, `down`, `slow`, `403`, `500`.
    #[must_use]
    pub fn named(name: &str) -> Option<Webhook> {
        Some(match name {
            "answers" => Webhook::Answers,
            "down" => Webhook::Down,
            "slow" => Webhook::Slow,
            "403" => Webhook::Forbids,
            "500" => Webhook::Breaks,
            _ => return None,
        })
    }
}

/// The `imagePolicy` block of the admission configuration, and how the webhook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How the webhook is.
    pub webhook: Webhook,
    /// Whether a failed review lets the pod in.
    pub default_allow: bool,
    /// Seconds for which "allowed" is remembered; 0 is the default of 300, -1 none.
    pub allow_ttl: i64,
    /// Seconds for which "denied" is remembered; 0 is the default of 30, -1 none.
    pub deny_ttl: i64,
    /// Milliseconds before the second attempt; 0 is the default of 500, -1 none.
    pub retry_backoff: i64,
}

/// How a step bears on safety.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// As it should be.
    Good,
    /// A hole.
    Bad,
    /// Neither.
    Plain,
}

/// One thing that somebody does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Who does it: `you`, `kube-apiserver`, `webhook`, `controller`.
    pub who: &'static str,
    /// What.
    pub what: String,
    /// Why it is so; may be empty.
    pub why: String,
    /// What is sent or said word for word; may be empty.
    pub text: String,
    /// How it bears on safety.
    pub tone: Tone,
}

/// A play.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scene {
    /// The steps in order.
    pub steps: Vec<Step>,
}

impl Scene {
    fn tell(&mut self, who: &'static str, tone: Tone, what: impl Into<String>, why: impl Into<String>) {
        self.steps.push(Step { who, what: what.into(), why: why.into(), text: String::new(), tone });
    }

    fn quote(&mut self, text: impl Into<String>) {
        if let Some(step) = self.steps.last_mut() {
            step.text = text.into();
        }
    }
}

/// Plays what happens when `manifest` is applied. O(manifest · policy).
#[must_use]
pub fn play(manifest: &str, policy: &ImagePolicy, settings: Settings, as_of: Date) -> Scene {
    let mut scene = Scene::default();
    if let Some(refusal) = refusal(settings) {
        scene.tell(
            API,
            Tone::Bad,
            "exits at once: the settings are out of range",
            "The cluster has no API server until the file is mended.",
        );
        scene.quote(refusal);
        return scene;
    }
    let stream = plimsoll_yaml::read(manifest);
    let roots: Vec<&Node<'_>> = stream.documents.iter().filter_map(|document| document.root.as_ref()).collect();
    let mut objects = Vec::new();
    for root in roots {
        flatten(root, &mut objects);
    }
    for object in objects.iter().take(MOST_OBJECTS) {
        of_object(object, policy, settings, as_of, &mut scene);
    }
    if objects.len() > MOST_OBJECTS {
        scene.tell(YOU, Tone::Plain, format!("apply {} more objects, which are not played here", objects.len() - MOST_OBJECTS), "");
    }
    if objects.is_empty() {
        scene.tell(YOU, Tone::Plain, "apply nothing: there is no Kubernetes object in this file", "");
    }
    scene
}

const YOU: &str = "you";
const API: &str = "kube-apiserver";
const WEBHOOK: &str = "webhook";
const CONTROLLER: &str = "controller";

/// With which words kube-apiserver refuses to start, where it does.
fn refusal(settings: Settings) -> Option<String> {
    const START: &str = "couldn't init admission plugin \"ImagePolicyWebhook\": valid value is between";
    for value in [settings.allow_ttl, settings.deny_ttl] {
        if !matches!(value, -1 | 0) && !TTL.contains(&value) {
            return Some(format!("{START} 1s and 30m0s, got {}", duration(value.saturating_mul(1_000))));
        }
    }
    let backoff = settings.retry_backoff;
    (!matches!(backoff, -1 | 0) && !BACKOFF.contains(&backoff)).then(|| format!("{START} 1ns and 5m0s, got {}", duration(backoff)))
}

/// Milliseconds as Go's `time.Duration` prints them: `30m1s`, `5m0.001s`, `-2s`.
fn duration(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let all = milliseconds.unsigned_abs();
    if all < 1_000 {
        return format!("{sign}{all}ms");
    }
    let (hours, minutes, seconds, rest) = (all / 3_600_000, all / 60_000 % 60, all / 1_000 % 60, all % 1_000);
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:03}").trim_end_matches('0').to_owned() };
    let before = match (hours, minutes) {
        (0, 0) => String::new(),
        (0, minutes) => format!("{minutes}m"),
        (hours, minutes) => format!("{hours}h{minutes}m"),
    };
    format!("{sign}{before}{seconds}{fraction}s")
}

/// The objects of a document, Lists taken apart.
fn flatten(root: &Node<'_>, objects: &mut Vec<Value>) {
    let value = json_of(root);
    let is_list = value.get("kind").and_then(Value::as_str).is_some_and(|kind| kind.ends_with("List"));
    match value.get("items").and_then(Value::as_array) {
        Some(items) if is_list => objects.extend(items.iter().filter(|item| item.get("kind").is_some()).cloned()),
        _ if value.get("kind").is_some() => objects.push(value),
        _ => {}
    }
}

fn json_of(node: &Node<'_>) -> Value {
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => json!(value),
        Yaml::Int(value) => json!(value),
        Yaml::UInt(value) => json!(value),
        Yaml::Float(value) => json!(value),
        Yaml::String(text) | Yaml::Template(text) => json!(text),
        Yaml::Seq(items) => Value::Array(items.iter().map(json_of).collect()),
        Yaml::Map(map) => {
            Value::Object(map.entries.iter().map(|entry| (entry.key.to_string(), json_of(&entry.value))).collect::<Map<_, _>>())
        }
    }
}

fn of_object(object: &Value, policy: &ImagePolicy, settings: Settings, as_of: Date, scene: &mut Scene) {
    let text = |path: &str| object.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let (kind, name) = (text("/kind"), text("/metadata/name"));
    let group = text("/apiVersion").split_once('/').map_or("", |(group, _)| group);
    let path = plimsoll_core::model::pod_spec_path(group, kind);
    scene.tell(YOU, Tone::Plain, format!("kubectl apply: {kind} {name}"), "");
    let Some(path) = path else {
        scene.tell(
            API,
            Tone::Plain,
            format!("stores the {kind} without asking anybody"),
            "ImagePolicyWebhook is asked about pods and nothing else.",
        );
        return;
    };
    let spec = path.split('.').try_fold(object, |value, key| value.get(key));
    let is_pod = (group, kind) == ("", "Pod");
    if !is_pod {
        scene.tell(
            API,
            Tone::Plain,
            format!("stores the {kind} without asking the webhook"),
            "It reviews pods only. What is wrong shows later, in the events of what makes the pods.",
        );
        scene.tell(CONTROLLER, Tone::Plain, format!("makes a pod of the {kind}'s template"), "");
    }
    let metadata = path.rsplit_once("spec").map_or("metadata".to_owned(), |(before, _)| format!("{before}metadata"));
    let metadata = metadata.split('.').try_fold(object, |value, key| value.get(key));
    let images = images(spec);
    if let Some(bad) = images.iter().find(|image| image.trim() != **image || image.is_empty()) {
        scene.tell(
            API,
            Tone::Plain,
            format!("refuses the pod with 422: `{bad}` is no image"),
            "Pods are validated before admission plugins see them.",
        );
        return;
    }
    let namespace = Some(text("/metadata/namespace")).filter(|name| !name.is_empty()).unwrap_or("default");
    let request = review(&images, metadata, namespace);
    scene.tell(
        API,
        Tone::Plain,
        format!("asks the webhook about {} in one ImageReview", plural(images.len(), "image")),
        "Containers first, init containers behind them; no names, no user, no pod. Of the annotations only those with .image-policy.k8s.io/ in their key.",
    );
    scene.quote(pretty(&request));
    if spec.is_some_and(|spec| volumes(spec).next().is_some()) {
        let left: Vec<&str> = spec.into_iter().flat_map(volumes).collect();
        scene.tell(
            API,
            Tone::Bad,
            format!("says nothing of the image volume {}", left.join(", ")),
            "ImageReview has no place for volumes: use a validating webhook or a ValidatingAdmissionPolicy for those.",
        );
    }
    if request.pointer("/spec/annotations").is_some() {
        scene.tell(
            WEBHOOK,
            Tone::Bad,
            "sees annotations that the pod's author wrote",
            "A break-glass annotation is self-service unless something else says who may set it.",
        );
    }
    answer(&request, policy, settings, as_of, scene);
}

/// The images as the plugin collects them.
fn images(spec: Option<&Value>) -> Vec<&str> {
    let list = |key: &str| spec.and_then(|spec| spec.get(key)).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let both = list("containers").iter().chain(list("initContainers"));
    both.map(|container| container.get("image").and_then(Value::as_str).unwrap_or_default()).collect()
}

fn volumes(spec: &Value) -> impl Iterator<Item = &str> {
    let list = spec.get("volumes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|volume| volume.pointer("/image/reference").and_then(Value::as_str))
}

fn review(images: &[&str], metadata: Option<&Value>, namespace: &str) -> Value {
    let containers: Vec<Value> = images.iter().map(|image| json!({ "image": image })).collect();
    let mut spec = json!({ "containers": containers, "namespace": namespace });
    let annotations = metadata.and_then(|metadata| metadata.get("annotations")).and_then(Value::as_object);
    let passed: Map<String, Value> = annotations
        .into_iter()
        .flatten()
        .filter(|(key, _)| key.contains(".image-policy.k8s.io/"))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if let (false, Some(spec)) = (passed.is_empty(), spec.as_object_mut()) {
        spec.insert("annotations".to_owned(), Value::Object(passed));
    }
    json!({ "apiVersion": IMAGE_REVIEW, "kind": "ImageReview", "spec": spec, "status": { "allowed": false } })
}

fn answer(request: &Value, policy: &ImagePolicy, settings: Settings, as_of: Date, scene: &mut Scene) {
    match settings.webhook {
        Webhook::Answers => answered(request, policy, settings, as_of, scene),
        Webhook::Down => {
            let failure = "Post \"https://webhook.example:8443/imagepolicy?timeout=30s\": dial tcp: connect: connection refused";
            scene.tell(WEBHOOK, Tone::Plain, "is not there: the connection is refused", "A refused connection is not tried again.");
            failed(failure, request, policy, settings, as_of, scene);
        }
        Webhook::Slow => {
            scene.tell(
                WEBHOOK,
                Tone::Plain,
                format!("does not answer within {PATIENCE} seconds, {ATTEMPTS} times in a row"),
                format!(
                    "Timeouts are tried again, {} before the second attempt and half as long again before each later one.",
                    backoff(settings)
                ),
            );
            failed("", request, policy, settings, as_of, scene);
        }
        Webhook::Forbids => {
            scene.tell(
                WEBHOOK,
                Tone::Bad,
                "answers with HTTP 403",
                "A denial is HTTP 200 with `allowed: false`. Any other status is a failed review, not a verdict, and is not tried again.",
            );
            failed("", request, policy, settings, as_of, scene);
        }
        Webhook::Breaks => {
            scene.tell(
                WEBHOOK,
                Tone::Plain,
                format!("answers with HTTP 500, {ATTEMPTS} times in a row"),
                format!(
                    "Errors of the server are tried again, {} before the second attempt and half as long again before each later one.",
                    backoff(settings)
                ),
            );
            failed("", request, policy, settings, as_of, scene);
        }
    }
}

fn backoff(settings: Settings) -> String {
    match settings.retry_backoff {
        -1 => "at once".to_owned(),
        0 => "500 ms".to_owned(),
        milliseconds => format!("{milliseconds} ms"),
    }
}

fn answered(request: &Value, policy: &ImagePolicy, settings: Settings, as_of: Date, scene: &mut Scene) {
    let decided = decide_images(request.get("spec"), policy, as_of);
    let (allowed, reason) = (decided.allowed, decided.message.clone());
    scene.tell(
        WEBHOOK,
        Tone::Plain,
        if allowed { "allows the pod" } else { "denies the pod: one verdict for all its images" },
        reason.clone(),
    );
    scene.quote(pretty(&serde_json::to_value(of_images(decided)).unwrap_or_default()));
    let (value, default, word) = if allowed { (settings.allow_ttl, 300, "allowed") } else { (settings.deny_ttl, 30, "denied") };
    let remembered = match value {
        -1 => "The verdict is not remembered: the next pod like it is reviewed anew.".to_owned(),
        value => format!(
            "\"{word}\" is remembered for {} seconds: until then a pod with the same images, annotations and namespace is not reviewed again, whatever the policy says by then.",
            if value == 0 { default } else { value }
        ),
    };
    if allowed {
        scene.tell(API, Tone::Good, "stores the pod", remembered);
    } else {
        scene.tell(API, Tone::Good, "refuses the pod with 403", remembered);
        scene.quote(format!("pods \"…\" is forbidden: image policy webhook backend denied one or more images: {reason}"));
    }
}

/// The review failed, so the settings decide. `failure` is what the API server says of it, where that has been seen.
fn failed(failure: &str, request: &Value, policy: &ImagePolicy, settings: Settings, as_of: Date, scene: &mut Scene) {
    if !settings.default_allow {
        scene.tell(
            API,
            Tone::Good,
            "refuses the pod with 403, whatever its images are",
            "`defaultAllow: false`: without a verdict nothing starts. The webhook must not be a pod that waits for itself.",
        );
        if !failure.is_empty() {
            scene.quote(format!("pods \"…\" is forbidden: {failure}"));
        }
        return;
    }
    let would = decide_images(request.get("spec"), policy, as_of);
    let (tone, what) = if would.allowed {
        (Tone::Plain, "stores the pod without a verdict")
    } else {
        (Tone::Bad, "stores the pod, although the policy denies it")
    };
    scene.tell(
        API,
        tone,
        what,
        "`defaultAllow: true`: a failed review lets everything in. Only the audit log tells. Failures are not remembered.",
    );
    scene.quote("imagepolicywebhook.image-policy.k8s.io/failed-open: \"true\"");
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn plural(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    const SETTINGS: Settings =
        Settings { webhook: Webhook::Answers, default_allow: false, allow_ttl: 50, deny_ttl: 50, retry_backoff: 500 };

    fn policy() -> ImagePolicy {
        let text =
            "apiVersion: plimsoll.dev/v1\nkind: Policy\nmetadata: {name: test}\nimages:\n  allow:\n    - registry: registry.k8s.io\n";
        Policy::parse(text).unwrap().images
    }

    fn pod(image: &str) -> String {
        format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n    - {{name: a, image: {image}}}\n")
    }

    fn played(manifest: &str, settings: Settings) -> Vec<Step> {
        play(manifest, &policy(), settings, Date::parse("2026-11-23").unwrap()).steps
    }

    fn end(manifest: &str, settings: Settings) -> (String, Tone) {
        let steps = played(manifest, settings);
        let last = steps.last().unwrap();
        (last.what.clone(), last.tone)
    }

    #[test]
    fn a_verdict_counts_where_there_is_one() {
        assert_eq!(end(&pod("registry.k8s.io/pause:3.9"), SETTINGS), ("stores the pod".into(), Tone::Good));
        assert_eq!(end(&pod("evil.example/x"), SETTINGS), ("refuses the pod with 403".into(), Tone::Good));
    }

    #[test]
    fn without_a_verdict_the_settings_decide() {
        for webhook in [Webhook::Down, Webhook::Slow, Webhook::Forbids, Webhook::Breaks] {
            let closed = Settings { webhook, ..SETTINGS };
            assert_eq!(end(&pod("registry.k8s.io/pause:3.9"), closed).0, "refuses the pod with 403, whatever its images are");
            let open = Settings { default_allow: true, ..closed };
            assert_eq!(end(&pod("evil.example/x"), open), ("stores the pod, although the policy denies it".into(), Tone::Bad));
            assert_eq!(end(&pod("registry.k8s.io/pause:3.9"), open), ("stores the pod without a verdict".into(), Tone::Plain));
        }
    }

    #[test]
    fn settings_out_of_range_stop_the_server() {
        for (settings, got) in [
            (Settings { allow_ttl: 1801, ..SETTINGS }, "between 1s and 30m0s, got 30m1s"),
            (Settings { deny_ttl: -2, ..SETTINGS }, "between 1s and 30m0s, got -2s"),
            (Settings { retry_backoff: 300_001, ..SETTINGS }, "between 1ns and 5m0s, got 5m0.001s"),
        ] {
            let steps = played(&pod("a"), settings);
            assert!(steps.len() == 1 && steps[0].text.ends_with(got), "{steps:?}");
        }
        let fine = Settings { allow_ttl: -1, deny_ttl: 0, retry_backoff: -1, ..SETTINGS };
        assert!(played(&pod("a"), fine).len() > 1);
    }

    #[test]
    fn a_workload_is_stored_before_its_pods_are_reviewed() {
        let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  template:\n    metadata:\n      annotations: {a.image-policy.k8s.io/b: c, other: d}\n    \
            spec:\n      containers: [{name: a, image: evil.example/x}]\n      initContainers: [{name: b, image: registry.k8s.io/y:1}]\n      \
            volumes: [{name: v, image: {reference: evil.example/v}}]\n";
        let steps = played(deployment, SETTINGS);
        assert_eq!(steps[1].what, "stores the Deployment without asking the webhook");
        let review: Value = serde_json::from_str(&steps[3].text).unwrap();
        assert_eq!(review["spec"]["containers"], json!([{ "image": "evil.example/x" }, { "image": "registry.k8s.io/y:1" }]));
        assert_eq!(review["spec"]["annotations"], json!({ "a.image-policy.k8s.io/b": "c" }));
        assert!(steps.iter().any(|step| step.what.contains("evil.example/v") && step.tone == Tone::Bad));
        assert!(
            steps.last().unwrap().text.starts_with("pods \"…\" is forbidden: image policy webhook backend denied one or more images: ")
        );
    }

    #[test]
    fn what_is_no_pod_is_nobodys_business() {
        assert_eq!(end("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n", SETTINGS).0, "stores the Service without asking anybody");
        assert!(end(&pod("' a'"), SETTINGS).0.contains("422"));
        assert!(end("a: 1\n", SETTINGS).0.contains("no Kubernetes object"));
    }
}
