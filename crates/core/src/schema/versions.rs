//! Which versions of Kubernetes' own APIs are gone, or on their way out.
//!
//! `versions.txt` is made from the API's OpenAPI descriptions by `examples/versions.rs`: a version, since which minor version of
//! Kubernetes it is gone (`-`) or has a stable successor (`+`), its successor, and the kinds. What went before the oldest of those
//! descriptions is listed here, by the project's Deprecated API Migration Guide. Custom resources are not known and not judged.

static TABLE: &str = include_str!("versions.txt");

/// Gone before 1.26, in the form of the table.
static OLDER: &str = "\
admissionregistration.k8s.io/v1beta1 -22 admissionregistration.k8s.io/v1 MutatingWebhookConfiguration ValidatingWebhookConfiguration
apiextensions.k8s.io/v1beta1 -22 apiextensions.k8s.io/v1 CustomResourceDefinition
apiregistration.k8s.io/v1beta1 -22 apiregistration.k8s.io/v1 APIService
apps/v1beta1 -16 apps/v1 ControllerRevision Deployment StatefulSet
apps/v1beta2 -16 apps/v1 ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
autoscaling/v2beta1 -25 autoscaling/v2 HorizontalPodAutoscaler
batch/v1beta1 -25 batch/v1 CronJob
batch/v2alpha1 -21 batch/v1 CronJob
certificates.k8s.io/v1beta1 -22 certificates.k8s.io/v1 CertificateSigningRequest
coordination.k8s.io/v1beta1 -22 coordination.k8s.io/v1 Lease
discovery.k8s.io/v1beta1 -25 discovery.k8s.io/v1 EndpointSlice
events.k8s.io/v1beta1 -25 events.k8s.io/v1 Event
extensions/v1beta1 -16 apps/v1 DaemonSet Deployment ReplicaSet
extensions/v1beta1 -16 networking.k8s.io/v1 NetworkPolicy
extensions/v1beta1 -16 - PodSecurityPolicy
extensions/v1beta1 -22 networking.k8s.io/v1 Ingress
networking.k8s.io/v1beta1 -22 networking.k8s.io/v1 Ingress IngressClass
node.k8s.io/v1beta1 -25 node.k8s.io/v1 RuntimeClass
policy/v1beta1 -25 policy/v1 PodDisruptionBudget
policy/v1beta1 -25 - PodSecurityPolicy
rbac.authorization.k8s.io/v1alpha1 -22 rbac.authorization.k8s.io/v1 ClusterRole ClusterRoleBinding Role RoleBinding
rbac.authorization.k8s.io/v1beta1 -22 rbac.authorization.k8s.io/v1 ClusterRole ClusterRoleBinding Role RoleBinding
scheduling.k8s.io/v1beta1 -22 scheduling.k8s.io/v1 PriorityClass
storage.k8s.io/v1beta1 -22 storage.k8s.io/v1 CSIDriver CSINode StorageClass VolumeAttachment
";

/// Kinds of which the successor has the same fields with the same meaning, so that the version alone can be replaced.
const SAME: [&str; 24] = [
    "APIService v1beta1",
    "CSIDriver v1beta1",
    "CSINode v1beta1",
    "CSIStorageCapacity v1beta1",
    "ClusterRole v1beta1",
    "ClusterRoleBinding v1beta1",
    "CronJob v1beta1",
    "DaemonSet v1beta2",
    "Deployment v1beta2",
    "HorizontalPodAutoscaler v2beta2",
    "IPAddress v1beta1",
    "IngressClass v1beta1",
    "Lease v1beta1",
    "NetworkPolicy v1beta1",
    "PriorityClass v1beta1",
    "ReplicaSet v1beta2",
    "Role v1beta1",
    "RoleBinding v1beta1",
    "RuntimeClass v1beta1",
    "ServiceCIDR v1beta1",
    "StatefulSet v1beta2",
    "StorageClass v1beta1",
    "VolumeAttachment v1beta1",
    "VolumeAttributesClass v1beta1",
];

/// What became of an API version of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    /// Kubernetes no longer has it; else it only has a stable successor.
    pub(crate) gone: bool,
    /// Since which version of Kubernetes: the `25` of 1.25.
    pub(crate) since: &'static str,
    /// The version that took its place, group and all.
    pub(crate) successor: Option<&'static str>,
    /// The successor has the same fields.
    pub(crate) same: bool,
}

/// The newest version of Kubernetes that the table knows: `Kubernetes 1.37`.
pub(crate) fn newest() -> &'static str {
    TABLE.lines().next().unwrap_or_default()
}

/// What became of a kind's API version; `None` where it is current or not known. O(table) for versions before a stable one, of which
/// alone the table tells.
pub(crate) fn fate(api_version: &str, kind: &str) -> Option<Fate> {
    if !is_early(api_version) {
        return None;
    }
    TABLE.lines().skip(1).chain(OLDER.lines()).find_map(|line| {
        let mut words = line.strip_prefix(api_version)?.strip_prefix(' ')?.split(' ');
        let (state, successor) = (words.next()?, words.next()?);
        if !words.any(|word| word == kind) {
            return None;
        }
        let version = api_version.rsplit('/').next().unwrap_or_default();
        let is_same = |row: &&str| row.split_once(' ').is_some_and(|(name, from)| name == kind && from == version);
        Some(Fate {
            gone: state.starts_with('-'),
            since: state.get(1..).unwrap_or_default(),
            successor: Some(successor).filter(|successor| *successor != "-"),
            same: SAME.iter().any(is_same),
        })
    })
}

/// `v1beta1`, `v2alpha1`: a number and something behind it.
fn is_early(api_version: &str) -> bool {
    let version = api_version.rsplit('/').next().unwrap_or_default();
    version.bytes().skip(1).any(|byte| !byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Fate, OLDER, SAME, TABLE, fate, is_early, newest};

    #[test]
    fn fates() {
        let gone = |since, successor, same| Some(Fate { gone: true, since, successor, same });
        assert_eq!(fate("extensions/v1beta1", "Ingress"), gone("22", Some("networking.k8s.io/v1"), false));
        assert_eq!(fate("apps/v1beta2", "DaemonSet"), gone("16", Some("apps/v1"), true));
        assert_eq!(fate("policy/v1beta1", "PodSecurityPolicy"), gone("25", None, false));
        assert_eq!(fate("autoscaling/v2beta2", "HorizontalPodAutoscaler"), gone("26", Some("autoscaling/v2"), true));
        assert_eq!(fate("networking.k8s.io/v1alpha1", "ClusterCIDR"), gone("29", None, false));
        let stable = fate("resource.k8s.io/v1beta1", "ResourceClaim");
        assert!(stable.is_some_and(|fate| !fate.gone && fate.successor == Some("resource.k8s.io/v1")), "{stable:?}");
        for (api_version, kind) in
            [("apps/v1", "Deployment"), ("autoscaling/v1", "HorizontalPodAutoscaler"), ("example.com/v1", "Deployment")]
        {
            assert_eq!(fate(api_version, kind), None, "{api_version} {kind}");
        }
    }

    #[test]
    fn only_early_versions_go() {
        for line in TABLE.lines().skip(1).chain(OLDER.lines()) {
            assert!(line.split(' ').next().is_some_and(is_early), "{line}");
        }
    }

    #[test]
    fn the_tables_fit_together() {
        assert_eq!(newest(), include_str!("fields.txt").lines().next().unwrap());
        for row in SAME {
            let (kind, version) = row.split_once(' ').unwrap();
            let listed = TABLE.lines().chain(OLDER.lines()).any(|line| {
                let mut words = line.split(' ');
                words.next().is_some_and(|of| of.rsplit('/').next() == Some(version)) && words.any(|word| word == kind)
            });
            assert!(listed, "{row}");
        }
    }
}
