//! The policies of other engines, and what else enforces a policy in a cluster, made from a policy file.
//!
//! What is made decides as [`ImagePolicy`](plimsoll_core::policy::ImagePolicy) does, for all that the other engine is shown; a test runs
//! them against each other. Engines are asked without a date: exceptions are written into them as of the day they are made.

mod cel;
mod kinds;
mod kubewarden;
mod regex;
mod rego;
mod webhook;

use plimsoll_core::Date;
use plimsoll_core::policy::{Mode, Scope};

use crate::Policy;
use kinds::Kinds;
pub(crate) use kinds::all as kinds_with_pods;
pub use kubewarden::metadata as kubewarden_metadata;
use regex::Compiled;
use rego::Dialect;

/// For which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The kube-apiserver's ImagePolicyWebhook plugin, for a webhook that decides as `plimsoll admit` does.
    ImagePolicyWebhook,
    /// The API server's own webhooks, for `plimsoll serve` in the cluster.
    ValidatingWebhook,
    /// Gatekeeper.
    Gatekeeper,
    /// Kyverno.
    Kyverno,
    /// ValidatingAdmissionPolicy.
    Vap,
    /// Kubewarden.
    Kubewarden,
    /// OPA.
    Rego,
    /// Credentials for private registries.
    PullSecret,
}

/// A file that is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

impl Target {
    /// All with their names on the command line.
    pub const NAMES: [(&'static str, Target); 8] = [
        ("imagepolicywebhook", Target::ImagePolicyWebhook),
        ("validating-webhook", Target::ValidatingWebhook),
        ("gatekeeper", Target::Gatekeeper),
        ("kyverno", Target::Kyverno),
        ("vap", Target::Vap),
        ("kubewarden", Target::Kubewarden),
        ("rego", Target::Rego),
        ("pull-secret", Target::PullSecret),
    ];
}

/// The files for a target; `source` is the text of the policy file. O(policy).
#[must_use]
pub fn generate(target: Target, policy: &Policy, source: &str, as_of: Date) -> Vec<Generated> {
    let made = Made::of(policy, as_of);
    match target {
        Target::ImagePolicyWebhook => webhook::image_policy(&made),
        Target::ValidatingWebhook => vec![Generated { name: "validating-webhook.yaml", text: webhook::validating(&made) }],
        Target::Gatekeeper => made.gatekeeper(),
        Target::Kyverno => vec![Generated { name: "kyverno.yaml", text: made.kyverno() }],
        Target::Vap => vec![Generated { name: "validating-admission-policy.yaml", text: made.vap() }],
        Target::Kubewarden => vec![Generated { name: "kubewarden.yaml", text: kubewarden::manifest(&made, source) }],
        Target::Rego => vec![Generated { name: "plimsoll.rego", text: made.rego(Dialect::Opa) }],
        Target::PullSecret => webhook::pull_secret(policy),
    }
}

/// What all targets need.
struct Made<'p> {
    policy: &'p Policy,
    compiled: Compiled,
    kinds: Kinds,
    /// The policy's name as that of an object.
    name: String,
    as_of: Date,
}

impl Made<'_> {
    fn of(policy: &Policy, as_of: Date) -> Made<'_> {
        let images = &policy.images;
        Made { policy, compiled: Compiled::of(images, as_of), kinds: Kinds::of(&images.scope), name: object_name(&images.name), as_of }
    }

    fn scope(&self) -> &Scope {
        &self.policy.images.scope
    }

    fn is_enforced(&self) -> bool {
        self.policy.images.mode == Mode::Enforce
    }

    /// The comment on top of every file, without what there is to say of exceptions.
    fn titled(&self, what: &str) -> String {
        let mut text = format!(
            "# Made by `plimsoll policy generate` from the policy {} on {}: change the policy and make it anew.\n",
            self.name, self.as_of
        );
        for line in what.lines() {
            text.push_str(&format!("# {line}\n"));
        }
        text
    }

    /// The comment on top of every file.
    fn header(&self, what: &str) -> String {
        let mut text = self.titled(what);
        for exception in self.policy.images.exceptions.iter().filter(|exception| exception.is_active(self.as_of)) {
            text.push_str(&format!(
                "# The exception {} ends on {}; this file does not know the date, so make it anew then.\n",
                one_line(&exception.id),
                exception.expires
            ));
        }
        text
    }

    fn rego(&self, dialect: Dialect) -> String {
        let header = match dialect {
            Dialect::Opa => self.header("data.plimsoll.admission.deny holds the reasons to refuse an AdmissionReview given as input."),
            Dialect::Gatekeeper => String::new(),
        };
        rego::module(dialect, &self.name, &header, &self.compiled, self.scope(), &self.kinds, self.policy.images.always_pull)
    }

    fn gatekeeper(&self) -> Vec<Generated> {
        let template = format!(
            "{}apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata:\n  name: plimsollimages\nspec:\n  crd:\n    spec:\n      \
             names:\n        kind: PlimsollImages\n  targets:\n    - target: admission.k8s.gatekeeper.sh\n      rego: |\n{}",
            self.header("Apply this first; the constraint needs it."),
            indented(&self.rego(Dialect::Gatekeeper), 8)
        );
        let kinds: String = self
            .kinds
            .kinds_by_group()
            .into_iter()
            .map(|(group, kinds)| format!("      - apiGroups: [\"{group}\"]\n        kinds: [{}]\n", kinds.join(", ")))
            .collect();
        let action = if self.is_enforced() { "deny" } else { "warn" };
        let exempt: Vec<String> = self.scope().exempt_namespaces.iter().map(|name| json(name)).collect();
        let exempt = if exempt.is_empty() { String::new() } else { format!("    excludedNamespaces: [{}]\n", exempt.join(", ")) };
        let constraint = format!(
            "{}apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: PlimsollImages\nmetadata:\n  name: {}\nspec:\n  enforcementAction: {action}\n  \
             match:\n    kinds:\n{kinds}{exempt}",
            self.header(
                "Ephemeral containers are seen only if Gatekeeper's webhook has `pods/ephemeralcontainers` among its rules, which is the default."
            ),
            self.name
        );
        vec![Generated { name: "template.yaml", text: template }, Generated { name: "constraint.yaml", text: constraint }]
    }

    /// `variables` and the expression that holds where everything is let in, as the two kinds of CEL policies have them.
    fn cel(&self, indent: usize) -> String {
        let variable = |name: &str, expression: &str| {
            let pad = " ".repeat(indent);
            format!("{pad}- name: {name}\n{pad}  expression: |-\n{}", indented(expression, indent + 4))
        };
        let refused = format!("variables.images.filter(i, !(\n{}))", cel::allowed(&self.compiled, "request.namespace"));
        [variable("podSpec", &cel::pod_spec(&self.kinds)), variable("images", &cel::images(self.scope())), variable("refused", &refused)]
            .concat()
    }

    fn validations(&self, indent: usize) -> String {
        let pad = " ".repeat(indent);
        let name = &self.name;
        let mut text = format!(
            "{pad}- expression: size(variables.refused) == 0\n{pad}  messageExpression: >-\n{pad}    variables.refused.join(', ') + ' is not allowed by \
             the policy {name}'\n{pad}  message: an image is not allowed by the policy {name}\n{pad}- expression: >-\n{pad}    \
             has(variables.podSpec.containers) && size(variables.podSpec.containers) > 0\n{pad}  message: no pod spec with containers was found\n"
        );
        if self.policy.images.always_pull {
            text.push_str(&format!(
                "{pad}- expression: |-\n{}{pad}  message: an image without a digest must be pulled always\n",
                indented(&cel::pulls(), indent + 4)
            ));
        }
        text
    }

    fn vap(&self) -> String {
        let namespaces = self.namespace_selector("      ");
        let selector = if namespaces.is_empty() { String::new() } else { format!("    namespaceSelector:\n{namespaces}") };
        let action = if self.is_enforced() { "Deny" } else { "Warn" };
        format!(
            "{}apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata:\n  name: {name}\nspec:\n  \
             failurePolicy: Fail\n  matchConstraints:\n    matchPolicy: Equivalent\n{selector}    resourceRules:\n{rules}  variables:\n{variables}  \
             validations:\n{validations}---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata:\n  \
             name: {name}\nspec:\n  policyName: {name}\n  validationActions: [{action}]\n",
            self.header(
                "For Kubernetes 1.30 and newer (with v1beta1 from 1.28). Static pods and kinds of your own are not seen.\n\
                 The binding is what enforces it."
            ),
            name = self.name,
            rules = kinds::rules(&self.kinds, "      "),
            variables = self.cel(4),
            validations = self.validations(4),
        )
    }

    fn kyverno(&self) -> String {
        let action = if self.is_enforced() { "Enforce" } else { "Audit" };
        let kinds: String = self.kinds.names().map(|kind| format!("                - {kind}\n")).collect();
        let ephemeral = if self.scope().has_kind("Pod") { "                - Pod/ephemeralcontainers\n" } else { "" };
        let exempt: Vec<String> = self.scope().exempt_namespaces.iter().map(|name| json(name)).collect();
        let exclude = if exempt.is_empty() {
            String::new()
        } else {
            format!("      exclude:\n        any:\n          - resources:\n              namespaces: [{}]\n", exempt.join(", "))
        };
        format!(
            "{}apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: {name}\n  annotations:\n    # All kinds are named below: nothing is \
             to be derived from Pod.\n    pod-policies.kyverno.io/autogen-controllers: none\nspec:\n  background: false\n  rules:\n    - name: images\n      \
             match:\n        any:\n          - resources:\n              kinds:\n{kinds}{ephemeral}              operations: [CREATE, UPDATE]\n{exclude}      \
             validate:\n        failureAction: {action}\n        cel:\n          variables:\n{variables}          expressions:\n{validations}",
            self.header("For Kyverno 1.13 and newer: older ones want `spec.validationFailureAction` in place of `failureAction`."),
            name = self.name,
            variables = self.cel(12),
            validations = self.validations(12),
        )
    }

    /// The expressions that leave out the exempt namespaces.
    fn namespace_selector(&self, indent: &str) -> String {
        let exempt: Vec<String> = self.scope().exempt_namespaces.iter().map(|name| json(name)).collect();
        if exempt.is_empty() {
            return String::new();
        }
        format!(
            "{indent}matchExpressions:\n{indent}  - key: kubernetes.io/metadata.name\n{indent}    operator: NotIn\n{indent}    values: [{}]\n",
            exempt.join(", ")
        )
    }
}

/// A text as it stands in YAML and JSON.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn indented(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{pad}{line}\n") }).collect()
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// A name as Kubernetes takes it for an object (RFC 1123).
fn object_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let plain: String = lower.chars().map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' }).take(50).collect();
    let plain = plain.trim_matches('-');
    if plain.is_empty() { "plimsoll-images".into() } else { format!("plimsoll-{plain}") }
}
