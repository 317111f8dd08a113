use super::*;

fn of(source: &str) -> Kubesec {
    // Without the separator, a text that starts with a brace is JSON.
    let source = format!("---\n{source}");
    let stream = plimsoll_yaml::read(&source);
    assert!(stream.errors.is_empty(), "{:?}", stream.errors);
    document(stream.documents.first().and_then(|document| document.root.as_ref()), "")
}

fn ids(rules: &[KubesecRule]) -> Vec<&str> {
    rules.iter().map(|rule| &*rule.id).collect()
}

/// The rules that match a pod with this spec, with their points.
fn matches(spec: &str) -> Vec<String> {
    let report = of(&format!("kind: Pod\nspec: {spec}\n"));
    let all = report.scoring.critical.iter().chain(&report.scoring.passed);
    let sum: i32 = all.clone().map(|rule| rule.points).sum();
    assert_eq!(sum, report.score);
    all.map(|rule| rule.id.to_string()).collect()
}

/// The same for a pod with these containers.
fn container(containers: &str) -> Vec<String> {
    matches(&format!("{{containers: {containers}}}"))
}

#[test]
fn the_table_is_in_the_order_of_the_lists() {
    let key = |rule: &Rule| (-i32::from(rule.points.abs()), rule.selector);
    assert!(RULES.iter().is_sorted_by_key(key));
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert!(ids.iter().enumerate().all(|(i, id)| !ids[..i].contains(id)), "an id stands for one rule");
    let best = |kinds: u16| RULES.iter().filter(|r| r.kinds & kinds != 0 && r.points > 0).map(|r| i32::from(r.points)).sum::<i32>();
    assert_eq!((best(bit("Pod")), best(bit("StatefulSet")), best(bit("Job"))), (19, 21, 0));
}

#[test]
fn names_of_objects() {
    assert_eq!(of("kind: Service\n").object, "Service/undefined.default");
    assert_eq!(of("{kind: Pod, metadata: {name: a, namespace: ''}}").object, "Pod/a.");
    assert_eq!(of("{kind: 7, metadata: {name: 1.50, namespace: yes}}").object, "7/1.5.true");
    assert_eq!(of("{kind: Pod, metadata: {name: 1234567, namespace: 0.00001}}").object, "Pod/1.234567e+06.1e-05");
    assert_eq!(of("{kind: Pod, metadata: {name: 010, namespace: -250000}}").object, "Pod/8.-250000");
    assert_eq!(of("{kind: Pod, metadata: {name: {b: [1, x], a: ~}}}").object, "Pod/map[a:<nil> b:[1 x]].default");
    assert_eq!(of("{kind: ~, metadata: {name: a}}").object, "Unknown");
    assert_eq!(of("{kind: Pod, metadata: a}").object, "Pod/undefined.default");
}

#[test]
fn verdicts() {
    let config = of("kind: ConfigMap\n");
    assert_eq!((config.score, &*config.message), (0, "This resource kind is not supported by kubesec"));
    assert_eq!(config.scoring, KubesecScoring::default());
    assert_eq!(of("kind: pod\n").message, config.message, "kinds are told apart by case");
    let job = of("{kind: Job, spec: {template: {spec: {hostPID: true, containers: [{securityContext: {privileged: true}}]}}}}");
    assert_eq!((job.score, &*job.message, job.scoring), (0, "Passed with a score of 0 points", KubesecScoring::default()));
    assert_eq!(of("{kind: Pod, spec: {hostPID: true}}").message, "Failed with a score of -9 points");
    let unknown = of("metadata: {}\n");
    assert_eq!((unknown.score, unknown.scoring.advise.len(), unknown.scoring.critical.len()), (0, 17, 0));
    assert_eq!(document(None, "").scoring, unknown.scoring);
    assert_eq!(document(None, "Secret").object, "Secret/undefined.default");
}

#[test]
fn lists_start_with_the_most_points() {
    let report = of("{kind: DaemonSet, spec: {template: {spec: {hostIPC: true, hostAliases: [], containers: [
        {securityContext: {privileged: true, allowPrivilegeEscalation: true}}]}}}}");
    assert_eq!(ids(&report.scoring.critical), ["Privileged", "HostIPC", "AllowPrivilegeEscalation", "HostAliases"]);
    assert_eq!(ids(&report.scoring.advise)[..3], ["ApparmorAny", "ServiceAccountName", "AutomountServiceAccountToken"]);
    assert_eq!(report.score, -49);
}

#[test]
fn one_container_is_enough() {
    assert_eq!(container("[{}, {securityContext: {readOnlyRootFilesystem: true}}]"), ["ReadOnlyRootFilesystem"]);
    assert_eq!(matches("{initContainers: [{securityContext: {privileged: true}}, {securityContext: {privileged: true}}]}"), ["Privileged"]);
    assert_eq!(container("[{resources: {limits: {cpu: ~}}}]"), ["LimitsCPU"]);
    assert!(container("[{resources: {limits: ~}}]").is_empty());
    assert!(matches("{ephemeralContainers: [{resources: {limits: {cpu: 1}}}]}").is_empty());
    assert_eq!(container("{x: 1, securityContext: {privileged: true}}"), ["Privileged"], "a map is counted through like a list");
    assert!(container("{}").is_empty());
}

#[test]
fn containers_take_over_what_their_pod_says() {
    let pod = |pod: &str, containers: &str| matches(&format!("{{securityContext: {pod}, containers: {containers}}}"));
    assert_eq!(pod("{runAsNonRoot: true}", "[{}]"), ["RunAsNonRoot"]);
    assert!(pod("{runAsNonRoot: true}", "[]").is_empty());
    assert!(pod("{runAsUser: 10001}", "[{securityContext: {runAsUser: 10000}}]").is_empty());
    assert_eq!(pod("{runAsUser: 10001}", "[{securityContext: {runAsUser: '1'}}]"), ["RunAsUser"], "another type is no answer");
    assert_eq!(pod("{runAsGroup: 10000.5}", "[~]"), ["RunAsGroup"]);
    assert!(pod("{readOnlyRootFilesystem: true, privileged: true}", "[{}]").is_empty());
    let both = pod("{seccompProfile: {type: unconfined}}", "[{}, {securityContext: {seccompProfile: {type: Unconfined}}}]");
    assert_eq!(both, ["SeccompUnconfined", "SeccompAny"]);
    assert_eq!(pod("{appArmorProfile: {type: ''}}", "[{}]"), ["ApparmorAny"]);
}

#[test]
fn texts_match_by_parts() {
    let capabilities = |text: &str| container(&format!("[{{securityContext: {{capabilities: {text}}}}}]"));
    assert_eq!(capabilities("{add: [X, CAP_SYS_ADMIN]}"), ["CapSysAdmin"]);
    assert!(capabilities("{add: [sys_admin, ALL]}").is_empty());
    assert_eq!(capabilities("{drop: [overall]}"), ["CapDropAny", "CapDropAll"]);
    assert_eq!(capabilities("{drop: all}"), ["CapDropAll"]);
    assert_eq!(capabilities("{drop: [ALL, ~]}"), ["CapDropAll"]);
    assert!(capabilities("{drop: []}").is_empty());
    assert_eq!(matches("{volumes: [{hostPath: ~}, {hostPath: {path: /mnt/var/run/docker.sock}}]}"), ["DockerSock"]);
    assert_eq!(matches("{volumes: [{hostPath: {path: [/a/process]}}]}"), ["ProcMount"]);
    assert!(matches("{volumes: {hostPath: {path: /proc}}}").is_empty());
    let binding = of("{kind: RoleBinding, subjects: [{kind: User}, {name: 'x:system:anonymous'}]}");
    assert_eq!(ids(&binding.scoring.critical), ["BindingsToSystemAnonymous"]);
}

#[test]
fn being_there_is_enough() {
    assert_eq!(matches("{serviceAccountName: '', serviceAccount: a}"), ["ServiceAccountName"]);
    assert!(matches("{serviceAccountName: ~, hostAliases: ~, hostUsers: 'false'}").is_empty());
    assert_eq!(matches("{automountServiceAccountToken: no, hostUsers: off}"), ["AutomountServiceAccountToken", "HostUsers"]);
    assert!(matches("{hostNetwork: 'true'}").is_empty());
    assert_eq!(container("[{env: [{}, {valueFrom: {secretKeyRef: {}}}]}]"), ["SecretsAsEnvironmentVariables"]);
    assert_eq!(container("[{envFrom: {secretRef: {name: a}}}]"), ["SecretsAsEnvironmentVariables"]);
    let job = of("{kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {initContainers: [{envFrom: [{secretRef: {}}]}]}}}}}}");
    assert_eq!(job.score, -5);
}

#[test]
fn claims_of_stateful_sets() {
    let passed = |claims: &str| {
        let report = of(&format!("{{kind: StatefulSet, spec: {{volumeClaimTemplates: {claims}}}}}"));
        (report.score, report.scoring.passed.len())
    };
    assert_eq!(passed("~"), (2, 2));
    assert_eq!(passed("[{metadata: {}}]"), (2, 2));
    assert_eq!(passed("[{spec: ~}]"), (0, 0));
    assert_eq!(passed("[{spec: {accessModes: [ReadWriteOnce, ReadOnlyMany]}}]"), (0, 0));
    assert_eq!(passed("[{spec: {}}, {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ~}}}}]"), (2, 2));
}
