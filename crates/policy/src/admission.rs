//! Admission: a review of the API server in, the same kind of review with the verdict out.
//!
//! Formats: `ImageReview` of imagepolicy.k8s.io/v1alpha1 (the webhook of the ImagePolicyWebhook admission plugin) and
//! `AdmissionReview` of admission.k8s.io/v1 (kubernetes.io/docs/reference/access-authn-authz). Whatever cannot be read is denied: no
//! image, no reference, no pod spec. It never asks what time it is: the day is an argument.

use std::fmt;

use plimsoll_core::Date;
use plimsoll_core::policy::{Cause, ImagePolicy, Mode, Outcome, Place, World};
use plimsoll_core::report::ImageOrigin;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use crate::pods::{self, Use};

/// The version of the reviews that ImagePolicyWebhook sends.
pub const IMAGE_REVIEW: &str = "imagepolicy.k8s.io/v1alpha1";
/// The version of the reviews that admission webhooks get.
pub const ADMISSION_REVIEW: &str = "admission.k8s.io/v1";

/// Characters of a warning: more may be cut off by the API server.
const MAX_WARNING: usize = 120;
/// Warnings of an answer; 4,096 characters is what the API server takes.
const MAX_WARNINGS: usize = 30;
/// Images that a message names.
const MAX_NAMED: usize = 10;
/// Characters of an image or an annotation that are repeated.
const MAX_TEXT: usize = 300;

/// What is decided on a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// Whether it is let in.
    pub allowed: bool,
    /// Why not; empty where it is let in.
    pub message: String,
    /// What to tell the user besides; within the API's limits.
    pub warnings: Vec<String>,
    /// What the audit log is to say, by keys without a prefix.
    pub audit: Audit,
}

/// Audit annotations: keys and values, each key once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit(pub Vec<(&'static str, String)>);

impl Serialize for Audit {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}

/// A review with the verdict, as it goes back to the API server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    api_version: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<ImageStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<Response>,
}

impl Review {
    /// Whether it lets in.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.allowed) || self.response.as_ref().is_some_and(|response| response.allowed)
    }

    /// The reason, where it does not let in.
    #[must_use]
    pub fn message(&self) -> &str {
        let image = self.status.as_ref().map(|status| status.reason.as_str());
        image
            .or(self.response.as_ref().and_then(|response| response.status.as_ref()).map(|status| status.message.as_str()))
            .unwrap_or_default()
    }

    /// The review as JSON, in one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts and booleans: there is nothing in it that could not be JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageStatus {
    allowed: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
    audit_annotations: Audit,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    uid: String,
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    audit_annotations: Audit,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Status {
    code: u16,
    message: String,
}

/// Why a text cannot be answered: it is no review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAReview(pub String);

impl fmt::Display for NotAReview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAReview {}

/// Decides on a review. O(review · policy).
///
/// # Errors
/// Where the text is no review of a version that is known.
pub fn admit(review: &str, policy: &ImagePolicy, as_of: Date) -> Result<Review, NotAReview> {
    let review = review.strip_prefix('\u{feff}').unwrap_or(review);
    let review: Value = serde_json::from_str(review).map_err(|error| NotAReview(format!("the review is no JSON: {error}")))?;
    admit_value(&review, policy, as_of)
}

/// Decides on a review that is read already. O(review · policy).
///
/// # Errors
/// Where it is no review of a version that is known.
pub fn admit_value(review: &Value, policy: &ImagePolicy, as_of: Date) -> Result<Review, NotAReview> {
    let text = |key: &str| review.get(key).and_then(Value::as_str).unwrap_or_default();
    match (text("apiVersion"), text("kind")) {
        (IMAGE_REVIEW, "ImageReview") => Ok(of_images(decide_images(review.get("spec"), policy, as_of))),
        (ADMISSION_REVIEW, "AdmissionReview") => {
            let request = review.get("request").filter(|request| request.is_object());
            let request = request.ok_or_else(|| NotAReview("the AdmissionReview has no request".into()))?;
            Ok(of_request(request, decide_request(request, policy, as_of)))
        }
        ("", "") => Err(NotAReview(format!(
            "there is no `apiVersion` and no `kind`; a review is `{IMAGE_REVIEW}` `ImageReview` or `{ADMISSION_REVIEW}` `AdmissionReview`"
        ))),
        (version, kind) => Err(NotAReview(format!(
            "apiVersion `{}` with kind `{}` is neither `{IMAGE_REVIEW}` `ImageReview` nor `{ADMISSION_REVIEW}` `AdmissionReview`",
            shown(version),
            shown(kind)
        ))),
    }
}

/// The answer to an ImageReview.
#[must_use]
pub fn of_images(admission: Admission) -> Review {
    let status = ImageStatus { allowed: admission.allowed, reason: admission.message, audit_annotations: admission.audit };
    Review { api_version: IMAGE_REVIEW, kind: "ImageReview", status: Some(status), response: None }
}

/// The answer to an AdmissionReview with that request.
#[must_use]
pub fn of_request(request: &Value, admission: Admission) -> Review {
    let response = Response {
        uid: request.get("uid").and_then(Value::as_str).unwrap_or_default().to_owned(),
        allowed: admission.allowed,
        status: (!admission.allowed).then_some(Status { code: 403, message: admission.message }),
        warnings: admission.warnings,
        audit_annotations: admission.audit,
    };
    Review { api_version: ADMISSION_REVIEW, kind: "AdmissionReview", status: None, response: Some(response) }
}

impl Admission {
    /// What is denied whatever the policy says.
    #[must_use]
    pub fn refused(message: impl Into<String>) -> Admission {
        Admission { message: message.into(), audit: Audit(vec![("denied", "1".into())]), ..Admission::default() }
    }

    /// What is let in without being looked at.
    fn passed(policy: &ImagePolicy, why: String) -> Admission {
        let mut audit = named(policy);
        audit.push(("skipped", why));
        Admission { allowed: true, audit: Audit(audit), ..Admission::default() }
    }
}

/// Decides on the `spec` of an ImageReview. The API server says neither from which list an image is nor whose pod it is.
#[must_use]
pub fn decide_images(spec: Option<&Value>, policy: &ImagePolicy, as_of: Date) -> Admission {
    let namespace = spec.and_then(|spec| spec.get("namespace")).and_then(Value::as_str);
    if let Some(namespace) = namespace.filter(|namespace| policy.scope.is_exempt(namespace)) {
        return Admission::passed(policy, format!("namespace {namespace} is exempt"));
    }
    let containers = spec.and_then(|spec| spec.get("containers")).and_then(Value::as_array);
    let uses = containers.into_iter().flatten().enumerate().map(|(number, container)| Use {
        path: format!("spec.containers[{number}].image"),
        origin: ImageOrigin::Container,
        image: container.get("image").and_then(Value::as_str),
        pull_policy: None,
    });
    let uses: Vec<Use<'_>> = uses.collect();
    if uses.is_empty() {
        return in_mode(policy, Admission::refused("the review names no containers"));
    }
    decide(&uses, policy, Judged { namespace, as_of, shows_paths: false, sees_pull_policy: false })
}

/// Decides on the `request` of an AdmissionReview, such as Kubewarden hands over.
#[must_use]
pub fn decide_request(request: &Value, policy: &ImagePolicy, as_of: Date) -> Admission {
    let text = |path: &[&str]| path.iter().try_fold(request, |value, key| value.get(key)).and_then(Value::as_str).unwrap_or_default();
    if let operation @ ("DELETE" | "CONNECT") = text(&["operation"]) {
        return Admission::passed(policy, format!("{operation} pulls no image"));
    }
    let subresource = text(&["subResource"]);
    if matches!(subresource, "status" | "scale" | "eviction" | "binding" | "exec" | "attach" | "portforward" | "proxy" | "log" | "token") {
        return Admission::passed(policy, format!("{subresource} changes no image"));
    }
    let namespace = Some(text(&["namespace"])).filter(|namespace| !namespace.is_empty());
    if let Some(namespace) = namespace.filter(|namespace| policy.scope.is_exempt(namespace)) {
        return Admission::passed(policy, format!("namespace {namespace} is exempt"));
    }
    let (group, kind) = match text(&["kind", "kind"]) {
        "" => (text(&["object", "apiVersion"]).split_once('/').map_or("", |(group, _)| group), text(&["object", "kind"])),
        kind => (text(&["kind", "group"]), kind),
    };
    if !policy.scope.has_kind(if kind == "EphemeralContainers" { "Pod" } else { kind }) {
        return Admission::passed(policy, format!("{} is not in scope.kinds", shown(kind)));
    }
    let object = request.get("object").unwrap_or(&Value::Null);
    if (group, kind) == ("argoproj.io", "Rollout") && object.pointer("/spec/workloadRef").is_some() {
        return Admission::passed(policy, "the Rollout refers to another workload".into());
    }
    match pods::images(group, kind, object) {
        Some(uses) => {
            let uses: Vec<Use<'_>> = uses.into_iter().filter(|one| policy.scope.has_field(one.origin)).collect();
            decide(&uses, policy, Judged { namespace, as_of, shows_paths: true, sees_pull_policy: true })
        }
        None => {
            let message = format!(
                "no pod spec with containers was found in this {}: what cannot be looked at is not let in. Leave the kind out of the webhook's \
                 rules, or name the kinds to look at in the policy's scope.kinds",
                shown(kind)
            );
            in_mode(policy, Admission::refused(message))
        }
    }
}

/// How a list of images is judged.
#[derive(Clone, Copy)]
struct Judged<'a> {
    namespace: Option<&'a str>,
    as_of: Date,
    /// Whether messages say where an image stands.
    shows_paths: bool,
    /// Whether the request says how images are pulled.
    sees_pull_policy: bool,
}

fn decide(uses: &[Use<'_>], policy: &ImagePolicy, judged: Judged<'_>) -> Admission {
    let mut faults = Vec::new();
    let mut entries: Vec<String> = Vec::new();
    let mut warnings = Vec::new();
    let place = Place { world: World::Kubernetes, namespace: judged.namespace, as_of: judged.as_of };
    for one in uses {
        let at = if judged.shows_paths { format!("{}: ", one.path) } else { String::new() };
        let Some(image) = one.image.filter(|image| !image.is_empty()) else {
            faults.push(format!("{}: there is no image", one.path));
            push_once(&mut entries, "images".into());
            continue;
        };
        let decision = policy.judge(image, &place);
        let image_shown = shown(image);
        if let Some(expired) = &decision.expired {
            warnings.push(format!("{image_shown}: the exception {expired}"));
        }
        if decision.outcome != Outcome::Allowed {
            faults.push(format!("{at}{image_shown}: {}", decision.reason));
        } else if decision.cause == Cause::Exception {
            warnings.push(format!("{image_shown} is let in by {}", decision.entry));
        } else if judged.sees_pull_policy && !policy.is_pulled_well(image, one.pull_policy) {
            faults.push(format!("{at}{image_shown}: must be pulled always, because it has no digest"));
            push_once(&mut entries, "images.pullPolicy".into());
            continue;
        }
        push_once(&mut entries, decision.entry);
    }
    let mut audit = named(policy);
    audit.push(("decided-by", cut(&entries.join("; "), MAX_TEXT)));
    let mut admission = Admission { allowed: faults.is_empty(), message: message(&faults), warnings, audit: Audit(audit) };
    if !admission.allowed {
        admission.audit.0.push(("denied", faults.len().to_string()));
    }
    if policy.mode == Mode::Warn {
        admission.warnings.extend(faults);
    }
    in_mode(policy, admission)
}

/// In the mode `warn` what would be denied is let in.
fn in_mode(policy: &ImagePolicy, mut admission: Admission) -> Admission {
    if policy.mode == Mode::Warn && !admission.allowed {
        admission.allowed = true;
        let message = std::mem::take(&mut admission.message);
        if admission.warnings.is_empty() {
            admission.warnings.push(message);
        }
        for (key, _) in admission.audit.0.iter_mut().filter(|(key, _)| *key == "denied") {
            *key = "would-deny";
        }
    }
    let more = admission.warnings.len().saturating_sub(MAX_WARNINGS);
    if more > 0 {
        admission.warnings.truncate(MAX_WARNINGS);
        admission.warnings.push(format!("and {more} more"));
    }
    admission.warnings.iter_mut().for_each(|warning| *warning = cut(warning, MAX_WARNING));
    admission
}

fn named(policy: &ImagePolicy) -> Vec<(&'static str, String)> {
    let name = Some(&policy.name).filter(|name| !name.is_empty());
    name.map(|name| ("policy", cut(name, MAX_TEXT))).into_iter().collect()
}

fn push_once(entries: &mut Vec<String>, entry: String) {
    if !entries.contains(&entry) {
        entries.push(entry);
    }
}

fn message(faults: &[String]) -> String {
    let named = faults.get(..MAX_NAMED).unwrap_or(faults);
    let more = faults.len() - named.len();
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{rest}", named.join("; "))
}

/// A text of the request as it may be repeated: in one line and not too long.
fn shown(text: &str) -> String {
    let plain: String = text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<_>>() } else { vec![c] }).collect();
    cut(&plain, MAX_TEXT)
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests;
