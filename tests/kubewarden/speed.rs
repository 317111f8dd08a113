//! How long the module takes for a review, beside its budget: `cargo xtask bench kubewarden` runs it.
//!
//! What the engine compiles is the same whatever this program is compiled with.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use plimsoll_kubewarden_host::Module;
use serde_json::{Value, json};

/// For one review, settings and all.
const BUDGET: Duration = Duration::from_micros(200);

/// Reviews are asked for so long, and the median counts.
const TIME: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let begun = Instant::now();
    let module = Module::load();
    println!("{:<48}{:>14}{:>14}", "compiling the module, once a policy server", shown(begun.elapsed()), "");
    let settings = settings();
    let container = |number: usize| json!({"name": format!("c{number}"), "image": format!("ghcr.io/acme/team-{number}/app:1.{number}")});
    let containers: Vec<Value> = (0..3).map(container).collect();
    let pod = question(
        &json!({"containers": containers, "volumes": [{"name": "v", "image": {"reference": "registry.k8s.io/pause:3.9"}}]}),
        &settings,
    );
    let one = module.instance();
    let again = median(|| drop(black_box(one.call("validate", &pod))));
    let fresh = median(|| drop(black_box(module.instance().call("validate", &pod))));
    for (what, time) in [("a review of a pod, instance kept", again), ("a review of a pod, new instance", fresh)] {
        println!("{what:<48}{:>14}{:>14}", shown(time), shown(BUDGET));
    }
    if again.max(fresh) > BUDGET { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A policy with twenty entries and exceptions.
fn settings() -> Value {
    let teams = (0..20).map(|number| json!({"repository": format!("ghcr.io/acme/team-{number}/**")}));
    let allow: Vec<Value> = std::iter::once(json!({"registry": "registry.k8s.io"})).chain(teams).collect();
    json!({
        "apiVersion": "plimsoll.dev/v1", "kind": "Policy", "metadata": {"name": "prod"}, "asOf": "2026-11-23",
        "images": {"allow": allow, "deny": [{"repository": "docker.io/library/centos", "reason": "no longer maintained"}], "forbidTags": ["latest", "*-SNAPSHOT"]},
        "exceptions": [{"id": "EX-1", "match": {"image": "docker.io/legacy/**"}, "reason": "vendor", "expires": "2027-01-31"}],
    })
}

/// What the API server sends with a pod is mostly not its images.
fn question(spec: &Value, settings: &Value) -> Vec<u8> {
    let labels: Value = (0..10).map(|number| (format!("example.com/label-{number}"), Value::from("a value of some length"))).collect();
    let request = json!({
        "uid": "7f0b2891-916f-4ed6-b7cd-27bff1815a8c", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE",
        "resource": {"group": "", "version": "v1", "resource": "pods"}, "namespace": "billing", "name": "x",
        "userInfo": {"username": "system:serviceaccount:kube-system:replicaset-controller", "groups": ["system:authenticated"]},
        "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "labels": labels, "creationTimestamp": "2026-11-23T00:00:00Z"}, "spec": spec},
    });
    json!({"request": request, "settings": settings}).to_string().into_bytes()
}

fn median(mut work: impl FnMut()) -> Duration {
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < TIME {
        let one = Instant::now();
        work();
        times.push(one.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn shown(time: Duration) -> String {
    if time < Duration::from_millis(10) { format!("{:.0} µs", time.as_secs_f64() * 1e6) } else { format!("{:.2} s", time.as_secs_f64()) }
}
