use alloc::vec;

use super::*;
use crate::model::Manifest;

fn judged(source: &str, version: &str) -> Option<PodSecurity> {
    // Without the separator, a text that starts with a brace is JSON.
    let source = format!("---\n{source}");
    let stream = plimsoll_yaml::read(&source);
    assert!(stream.errors.is_empty(), "{:?}", stream.errors);
    let manifest = Manifest::of(&stream);
    let workload = Workload::all(manifest.objects.first()?, &manifest.accounts).into_iter().next()?;
    judge(&workload, Version::parse(version).unwrap())
}

/// A pod with this spec: its level and what fails, as `check path`.
fn pod(spec: &str, version: &str) -> (Level, Vec<String>) {
    let judged = judged(&format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {spec}\n"), version).unwrap();
    (judged.level, judged.failed.iter().map(|failure| format!("{} {}", failure.check, failure.path)).collect())
}

/// What of the baseline fails in a pod with this spec.
fn baseline_of(spec: &str, version: &str) -> Vec<String> {
    let judged = judged(&format!("apiVersion: v1\nkind: Pod\nspec: {spec}\n"), version).unwrap();
    judged.failed.iter().filter(|failure| failure.level == Level::Baseline).map(|f| format!("{} {}", f.check, f.path)).collect()
}

const HARDENED: &str =
    "allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, capabilities: {drop: [ALL]}";

#[test]
fn versions() {
    let shown = |text: &str| Version::parse(text).map(|version| version.to_string());
    assert_eq!(shown("latest"), shown("v1.37"));
    assert_eq!(shown("v1.0").as_deref(), Some("v1.0"));
    assert_eq!(shown("v1.99999999999999999999").as_deref(), Some("v1.37"));
    for wrong in ["", "v1.", "v1.01", "v1.-1", "v1.+1", "v2.0", "1.30", "Latest", "v1.3 "] {
        assert_eq!(shown(wrong), None, "{wrong}");
    }
}

#[test]
fn checks_are_in_order() {
    assert!(CHECKS.iter().is_sorted_by_key(|check| (check.level, check.id)));
}

#[test]
fn levels() {
    let hardened = format!("{{containers: [{{name: a, securityContext: {{{HARDENED}}}}}]}}");
    for minor in 0..=37 {
        assert_eq!(pod(&hardened, &format!("v1.{minor}")), (Level::Restricted, vec![]), "v1.{minor}");
    }
    let (level, failed) = pod("{containers: [{name: a}, {name: b, securityContext: {capabilities: {add: [CHOWN]}}}]}", "latest");
    assert_eq!(level, Level::Baseline);
    assert_eq!(
        failed,
        [
            "allowPrivilegeEscalation spec.containers[0]",
            "allowPrivilegeEscalation spec.containers[1].securityContext",
            "capabilities_restricted spec.containers[0]",
            "capabilities_restricted spec.containers[1].securityContext.capabilities",
            "capabilities_restricted spec.containers[1].securityContext.capabilities.add[0]",
            "runAsNonRoot spec.containers[0]",
            "runAsNonRoot spec.containers[1].securityContext",
            "seccompProfile_restricted spec.containers[0]",
            "seccompProfile_restricted spec.containers[1].securityContext",
        ]
    );
    let (level, failed) = pod(&format!("{{volumes: [{{name: v, hostPath: {{}}}}], {}", &hardened[1..]), "latest");
    assert_eq!(level, Level::Privileged);
    assert_eq!(failed, ["hostPathVolumes spec.volumes[0].hostPath", "restrictedVolumes spec.volumes[0].hostPath"]);
}

#[test]
fn what_makes_pods_is_judged_by_its_template() {
    let template =
        "template: {metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/x: unconfined}}, spec: {hostPID: true}}";
    let paths = |source: &str| -> Vec<String> {
        judged(source, "latest").map_or(vec![], |judged| judged.failed.into_iter().map(|failure| failure.path).collect())
    };
    let annotation = "metadata.annotations[container.apparmor.security.beta.kubernetes.io/x]";
    assert_eq!(
        paths(&format!("{{apiVersion: apps/v1, kind: ReplicaSet, spec: {{{template}}}}}")),
        [format!("spec.template.{annotation}"), "spec.template.spec.hostPID".into()]
    );
    assert_eq!(
        paths(&format!("{{apiVersion: batch/v1, kind: CronJob, spec: {{jobTemplate: {{spec: {{{template}}}}}}}}}")),
        [format!("spec.jobTemplate.spec.template.{annotation}"), "spec.jobTemplate.spec.template.spec.hostPID".into()]
    );
    assert_eq!(
        paths(&format!("{{apiVersion: v1, kind: PodTemplate, {template}}}")),
        [format!("template.{annotation}"), "template.spec.hostPID".into()]
    );
    assert_eq!(judged(&format!("{{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {{{template}}}}}"), "latest"), None);
    assert_eq!(judged("{apiVersion: apps/v1, kind: Deployment, spec: {}}", "latest"), None);
    assert_eq!(judged("{apiVersion: v1, kind: Service, spec: {}}", "latest"), None);
}

#[test]
fn namespaces_and_ports_of_the_host() {
    assert_eq!(baseline_of("{hostIPC: on, hostPID: 'true'}", "latest"), ["hostNamespaces spec.hostIPC"]);
    let ports = "containers: [{ports: [{containerPort: 80}, {containerPort: 81, hostPort: 0}, {hostPort: 82}]}]";
    assert_eq!(baseline_of(&format!("{{{ports}}}"), "latest"), ["hostPorts spec.containers[0].ports[2].hostPort"]);
    assert_eq!(
        baseline_of(&format!("{{hostNetwork: true, {ports}}}"), "latest"),
        [
            "hostNamespaces spec.hostNetwork",
            "hostPorts spec.containers[0].ports[0]",
            "hostPorts spec.containers[0].ports[1].hostPort",
            "hostPorts spec.containers[0].ports[2].hostPort",
        ]
    );
}

#[test]
fn capabilities() {
    let added =
        |name: &str| baseline_of(&format!("{{initContainers: [{{securityContext: {{capabilities: {{add: [KILL, {name}]}}}}}}]}}"), "v1.20");
    assert!(added("SYS_CHROOT").is_empty());
    for name in ["NET_RAW", "kill", "CAP_KILL", "ALL", "~"] {
        assert_eq!(added(name), ["capabilities_baseline spec.initContainers[0].securityContext.capabilities.add[1]"], "{name}");
    }
    let dropped =
        |names: &str| pod(&format!("{{containers: [{{securityContext: {{{HARDENED}, capabilities: {{drop: {names}}}}}}}]}}"), "latest").0;
    assert_eq!((dropped("[KILL, ALL]"), dropped("[all]"), dropped("ALL")), (Level::Restricted, Level::Baseline, Level::Baseline));
}

#[test]
fn lists_that_grow_with_the_version() {
    let sysctl =
        |name: &str, version: &str| baseline_of(&format!("{{securityContext: {{sysctls: [{{name: {name}}}]}}}}"), version).is_empty();
    assert!(sysctl("kernel.shm_rmid_forced", "v1.0") && !sysctl("kernel.msgmax", "latest"));
    for (name, minor) in SYSCTLS.iter().filter(|(_, minor)| *minor > 0) {
        assert!(sysctl(name, &format!("v1.{minor}")) && !sysctl(name, &format!("v1.{}", minor - 1)), "{name}");
    }
    let engine = "{securityContext: {seLinuxOptions: {type: container_engine_t, level: s0}}}";
    assert_eq!(baseline_of(engine, "v1.30"), ["seLinuxOptions spec.securityContext.seLinuxOptions.type"]);
    assert!(baseline_of(engine, "v1.31").is_empty());
    let user = "{containers: [{securityContext: {seLinuxOptions: {user: u, role: ''}}}]}";
    assert_eq!(baseline_of(user, "latest"), ["seLinuxOptions spec.containers[0].securityContext.seLinuxOptions.user"]);
    let probe = "{containers: [{livenessProbe: {httpGet: {host: ''}}, lifecycle: {preStop: {tcpSocket: {host: 127.0.0.1}}}}]}";
    assert!(baseline_of(probe, "v1.33").is_empty());
    assert_eq!(baseline_of(probe, "v1.34"), ["hostProbesAndHostLifecycle spec.containers[0].lifecycle.preStop.tcpSocket.host"]);
}

#[test]
fn profiles() {
    let app_armor = "{containers: [{securityContext: {appArmorProfile: {}}}, {securityContext: {appArmorProfile: ~}}]}";
    assert_eq!(baseline_of(app_armor, "v1.3"), ["appArmorProfile spec.containers[0].securityContext.appArmorProfile"]);
    let seccomp = "{securityContext: {seccompProfile: {type: Unconfined}}, containers: []}";
    assert!(baseline_of(seccomp, "v1.18").is_empty());
    assert_eq!(baseline_of(seccomp, "v1.19"), ["seccompProfile_baseline spec.securityContext.seccompProfile.type"]);
    let annotated = |version: &str| {
        let judged = judged(
            "apiVersion: v1
kind: Pod
metadata:
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: localhost/x
    container.seccomp.security.alpha.kubernetes.io/here: unconfined
    container.seccomp.security.alpha.kubernetes.io/gone: unconfined
    container.apparmor.security.beta.kubernetes.io/gone: other
    container.apparmor.security.beta.kubernetes.io/here: ''
spec: {containers: [{name: here, securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false}}]}",
            version,
        );
        judged.unwrap().failed.into_iter().map(|failure| failure.path).collect::<Vec<_>>()
    };
    assert_eq!(
        annotated("v1.18"),
        [
            "metadata.annotations[container.apparmor.security.beta.kubernetes.io/gone]",
            "metadata.annotations[container.seccomp.security.alpha.kubernetes.io/here]",
        ]
    );
    assert_eq!(annotated("v1.21")[0], "metadata.annotations[container.apparmor.security.beta.kubernetes.io/gone]");
    assert_eq!(annotated("v1.21")[1..], ["spec.containers[0].securityContext"], "by its fields, it has no profile");
}

#[test]
fn what_a_pod_says_and_its_containers() {
    let users = |spec: &str| pod(spec, "v1.23").1.into_iter().filter(|line| line.starts_with("runAs")).collect::<Vec<_>>();
    assert_eq!(
        users("{securityContext: {runAsNonRoot: false}, containers: [{securityContext: {runAsNonRoot: true}}]}"),
        ["runAsNonRoot spec.securityContext.runAsNonRoot"]
    );
    assert!(users("{securityContext: {runAsNonRoot: true}, containers: [{}]}").is_empty());
    assert_eq!(
        users("{securityContext: {runAsNonRoot: true, runAsUser: 0}, ephemeralContainers: [{securityContext: {runAsUser: 7}}]}"),
        ["runAsUser spec.securityContext.runAsUser"]
    );
}

#[test]
fn windows_and_users_of_its_own() {
    let windows = "{os: {name: windows}, containers: [{securityContext: {runAsNonRoot: true}}]}";
    assert_eq!((pod(windows, "v1.24").0, pod(windows, "v1.25").0), (Level::Baseline, Level::Restricted));
    let own = format!(
        "{{hostUsers: false, containers: [{{securityContext: {{{HARDENED}, runAsNonRoot: false, runAsUser: 0, procMount: Unmasked}}}}]}}"
    );
    assert_eq!(baseline_of(&own, "v1.34"), ["procMount spec.containers[0].securityContext.procMount"]);
    let (level, failed) = pod(&own, "v1.35");
    assert_eq!((level, failed), (Level::Baseline, vec!["procMount_restricted spec.containers[0].securityContext.procMount".to_string()]));
}

#[test]
fn volumes() {
    let level = |volume: &str| pod(&format!("{{volumes: [{{name: v, {volume}}}]}}"), "v1.0");
    for volume in ["", "emptyDir: {}", "hostPath: ~", "image: {}", "nfs: ~, csi: {}"] {
        assert_eq!(level(volume).0, Level::Restricted, "{volume}");
    }
    assert_eq!(level("nfs: {}"), (Level::Baseline, vec!["restrictedVolumes spec.volumes[0].nfs".to_string()]));
}

#[test]
fn many_places_are_not_all_listed() {
    let many = format!("{{containers: [{}]}}", "{securityContext: {privileged: true}}, ".repeat(100));
    let (level, failed) = pod(&many, "latest");
    assert_eq!(level, Level::Privileged);
    assert!(CHECKS.iter().all(|check| failed.iter().filter(|line| line.split(' ').next() == Some(check.id)).count() <= MAX_PLACES));
    assert!(failed.contains(&"privileged spec.containers[9].securityContext.privileged".to_string()));
}
