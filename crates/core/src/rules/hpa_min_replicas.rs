//! An autoscaler that goes down to one pod.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Object, int_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "hpa-min-replicas",
    summary: "the autoscaler may go down to one pod",
    help: "Set `minReplicas` to 2 or more.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &[
        "kube-linter:hpa-minimum-three-replicas",
        "kube-score:horizontalpodautoscaler-replicas",
        "polaris:hpaMinAvailability",
        "polaris:hpaMaxAvailability",
    ],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "HorizontalPodAutoscaler" || object.group() != "autoscaling" || object.template {
        return;
    }
    let root = Some(object.root);
    let (least, most) = (int_at(root, &["spec", "minReplicas"]), int_at(root, &["spec", "maxReplicas"]));
    let still = matches!((least, most), (Field::Set(least, _), Field::Set(most, _)) if most <= least);
    let span = match (least, most) {
        (Field::Unset, _) => object.headline(),
        (Field::Set(..2, node), _) => node.span,
        (Field::Set(least, _), Field::Set(most, node)) if still => {
            let finding = out.report(node.span, format!("the autoscaler has nothing to scale: it runs {least} to {most} pods"));
            finding.aliases(&["polaris:hpaMaxAvailability"]).path("spec.maxReplicas");
            return;
        }
        (Field::Set(..) | Field::Wrong(_), _) => return,
    };
    let finding = out.report(span, "with little to do there is one pod: nothing answers while it is moved or restarted");
    if !still {
        finding.aliases(&[
            "kube-linter:hpa-minimum-three-replicas",
            "kube-score:horizontalpodautoscaler-replicas",
            "polaris:hpaMinAvailability",
        ]);
    }
    finding.path("spec.minReplicas");
}
