//! A restart policy that the kind does not allow.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "restart-policy-invalid",
    summary: "the restart policy is none that the kind allows",
    help: "Use `Always` in Deployments and the like, `OnFailure` or `Never` in Jobs.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &["kube-linter:restart-policy", "kube-score:cronjob-restartpolicy"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let kind = workload.object.kind;
    let of_job = matches!(kind, "Job" | "CronJob");
    let always = matches!(kind, "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet" | "ReplicationController");
    let policy = str_at(workload.spec, &["restartPolicy"]);
    let message = match policy {
        Field::Unset if of_job && workload.is_complete() => {
            format!("a {kind} must say `OnFailure` or `Never`: the API server refuses the object")
        }
        Field::Set("Always", _) if of_job => format!("a {kind} cannot restart always: the API server refuses the object"),
        Field::Set(value @ ("OnFailure" | "Never"), _) if always => {
            format!("a {kind} keeps its pods running: with `{value}` the API server refuses the object")
        }
        Field::Set("Always" | "OnFailure" | "Never" | "", _) | Field::Unset | Field::Wrong(_) => return,
        Field::Set(value, _) => format!("`{value}` is no restart policy: the API server refuses the object"),
    };
    let finding = out.report(workload.place(&["restartPolicy"]), message);
    // kube-linter wants a restart of any kind, kube-score looks at the kind alone.
    finding.aliases(match (policy.value(), kind) {
        (Some("Always") | None, "CronJob") => &["kube-score:cronjob-restartpolicy"],
        (Some("Always" | "OnFailure") | None, _) => &[],
        (Some(_), "CronJob") => &["kube-linter:restart-policy", "kube-score:cronjob-restartpolicy"],
        (Some(_), _) => &["kube-linter:restart-policy"],
    });
    finding.path(workload.field_path("restartPolicy"));
}
