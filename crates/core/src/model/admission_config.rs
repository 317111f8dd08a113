//! The file behind `--admission-control-config-file`: its plugin entries, and the settings of ImagePolicyWebhook.
//!
//! After `k8s.io/apiserver/pkg/admission/config.go` (loading, the older bare form) and
//! `k8s.io/kubernetes/plugin/pkg/admission/imagepolicy` (the settings). The plugin's own block is decoded by Go's `encoding/json`,
//! which takes keys in any case; everything around it is case-sensitive. It never looks at files that the entries name.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;
use plimsoll_yaml::{Entry, Node};

use super::object::{Object, items_at, node_at, str_at};

/// The plugin that asks a webhook about images.
pub const IMAGE_POLICY: &str = "ImagePolicyWebhook";

/// Every admission plugin that kube-apiserver has or had since 1.20, sorted.
pub const PLUGINS: &str = "AlwaysAdmit AlwaysDeny AlwaysPullImages CertificateApproval CertificateSigning \
    CertificateSubjectRestriction ClusterTrustBundleAttest DefaultIngressClass DefaultStorageClass DefaultTolerationSeconds \
    DenyEscalatingExec DenyExecOnPrivileged DenyServiceExternalIPs EventRateLimit ExtendedResourceToleration ImagePolicyWebhook \
    LimitPodHardAntiAffinityTopology LimitRanger MutatingAdmissionPolicy MutatingAdmissionWebhook NamespaceAutoProvision \
    NamespaceExists NamespaceLifecycle NodeDeclaredFeatureValidator NodeRestriction OwnerReferencesPermissionEnforcement \
    PersistentVolumeClaimResize PersistentVolumeLabel PodNodeSelector PodSecurity PodSecurityPolicy PodTolerationRestriction \
    PodTopologyLabels Priority ResourceQuota RuntimeClass SecurityContextDeny ServiceAccount StorageObjectInUseProtection \
    TaintNodesByCondition ValidatingAdmissionPolicy ValidatingAdmissionWebhook";

/// The fields of the plugin's settings.
pub const FIELDS: [&str; 5] = ["kubeConfigFile", "allowTTL", "denyTTL", "retryBackoff", "defaultAllow"];

/// Whether a plugin has exactly this name.
#[must_use]
pub fn is_plugin(name: &str) -> bool {
    PLUGINS.split(' ').any(|plugin| plugin == name)
}

/// An entry of `plugins`.
#[derive(Clone, Debug)]
pub struct Plugin<'a> {
    /// Its number in the list.
    pub index: usize,
    /// The list's item.
    pub node: &'a Node<'a>,
    /// Its name; empty where missing.
    pub name: &'a str,
    /// Its `configuration`, where it is there and not null.
    pub configuration: Option<&'a Entry<'a>>,
    /// Its `path`, where it is not empty.
    pub path: Option<&'a Node<'a>>,
}

impl Plugin<'_> {
    /// The name, or the first entry where it has none.
    #[must_use]
    pub fn place(&self) -> Span {
        match (self.node.get("name"), self.node.entries().first()) {
            (Some(name), _) => name.span,
            (None, Some(entry)) => entry.key_span,
            (None, None) => self.node.span,
        }
    }
}

/// Whether a document without `kind` is the bare form of the settings.
#[must_use]
pub fn looks_like_settings(root: &Node<'_>) -> bool {
    let Some(entry) = root.entries().iter().find(|entry| entry.key.eq_ignore_ascii_case("imagePolicy")) else {
        // The settings without the key they belong below.
        let own = root.entries().iter().filter(|entry| FIELDS.iter().any(|name| entry.key.eq_ignore_ascii_case(name))).count();
        return own >= 2 && root.get("kind").is_none() && root.get("apiVersion").is_none();
    };
    let known = |key: &str| crate::nearest::nearest(key, FIELDS).is_some();
    root.get("kind").is_none()
        && (entry.value.entries().iter().any(|entry| known(&entry.key)) || root.entries().iter().any(|entry| known(&entry.key)))
}

/// Whether a document without `kind` has the plugin list of an AdmissionConfiguration.
#[must_use]
pub fn looks_like_configuration(root: &Node<'_>) -> bool {
    let named = |item: &Node<'_>| str_at(Some(item), &["name"]).value().is_some_and(|name| PLUGINS.split(' ').any(|plugin| plugin == name));
    root.get("kind").is_none() && items_at(Some(root), &["plugins"]).iter().any(named)
}

/// Whether the object is an AdmissionConfiguration, or was meant as one.
#[must_use]
pub fn is_admission_configuration(object: &Object<'_>) -> bool {
    let group = matches!(object.group(), "apiserver.config.k8s.io" | "apiserver.k8s.io");
    object.kind == "AdmissionConfiguration"
        || (group && object.root.get("plugins").is_some())
        || (group && crate::nearest::nearest(object.kind, ["AdmissionConfiguration"]).is_some())
}

/// Whether the object is the bare form of the settings: no AdmissionConfiguration, but `imagePolicy` at the top.
#[must_use]
pub fn is_bare(object: &Object<'_>) -> bool {
    object.kind == IMAGE_POLICY && object.api_version.is_empty()
}

/// The plugin entries of an AdmissionConfiguration; items that are no maps are left out.
#[must_use]
pub fn plugins<'a>(object: &Object<'a>) -> Vec<Plugin<'a>> {
    if !is_admission_configuration(object) {
        return Vec::new();
    }
    let items = items_at(Some(object.root), &["plugins"]).iter().enumerate().filter(|(_, node)| node.as_map().is_some());
    items
        .map(|(index, node)| Plugin {
            index,
            node,
            name: str_at(Some(node), &["name"]).value().unwrap_or_default(),
            configuration: node.entry("configuration").filter(|entry| !entry.value.is_null()),
            path: node_at(Some(node), &["path"]).filter(|path| path.as_str().is_some_and(|path| !path.is_empty())),
        })
        .collect()
}

/// The entry that counts for a plugin: the first of that name.
#[must_use]
pub fn plugin<'a>(object: &Object<'a>, name: &str) -> Option<Plugin<'a>> {
    plugins(object).into_iter().find(|plugin| plugin.name == name)
}

/// What an object says on the settings of ImagePolicyWebhook.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// Nothing here.
    Absent,
    /// The settings.
    Settings(ImagePolicy<'a>),
    /// A configuration in which the plugin finds no settings: it takes all defaults, or cannot read it.
    Misplaced {
        /// Where to point.
        at: Span,
        /// What is wrong, as the end of a sentence.
        why: &'static str,
        /// The map that holds the settings where they do not belong.
        flat: Option<&'a Node<'a>>,
    },
}

/// The settings of ImagePolicyWebhook.
#[derive(Clone, Debug)]
pub struct ImagePolicy<'a> {
    /// The map behind `imagePolicy`.
    pub node: &'a Node<'a>,
    /// The map around it.
    pub around: &'a Node<'a>,
    /// `plugins[0].configuration.imagePolicy`.
    pub path: String,
    /// Where its key stands.
    pub key_span: Span,
    /// The file is JSON, whose text reaches the plugin as it stands.
    pub json: bool,
}

impl<'a> ImagePolicy<'a> {
    /// The entry that counts for a field. YAML reaches the plugin with its keys sorted, so that of several spellings the last
    /// in byte order wins; JSON reaches it as written.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'a Entry<'a>> {
        winner(self.node, name, self.json)
    }

    /// `plugins[0].configuration.imagePolicy.allowTTL`.
    #[must_use]
    pub fn path_of(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }
}

fn winner<'a>(map: &'a Node<'a>, name: &str, json: bool) -> Option<&'a Entry<'a>> {
    let same = map.entries().iter().filter(|entry| entry.key.eq_ignore_ascii_case(name));
    if json { same.max_by_key(|entry| entry.key_span.start) } else { same.max_by(|a, b| a.key.cmp(&b.key)) }
}

/// The settings of ImagePolicyWebhook in an AdmissionConfiguration, or in a bare file.
#[must_use]
pub fn image_policy<'a>(object: &Object<'a>, source: &str) -> Block<'a> {
    let json = source.trim_start().starts_with('{');
    if is_bare(object) {
        return block(object.root, "imagePolicy", object.root.span, json);
    }
    let Some(plugin) = plugin(object, IMAGE_POLICY) else { return Block::Absent };
    let Some(entry) = plugin.configuration else { return Block::Absent };
    let path = format!("plugins[{}].configuration.imagePolicy", plugin.index);
    block(&entry.value, &path, entry.key_span, json)
}

fn block<'a>(around: &'a Node<'a>, path: &str, at: Span, json: bool) -> Block<'a> {
    if around.is_template() {
        return Block::Absent;
    }
    if around.as_map().is_none() {
        return Block::Misplaced { at: around.span, why: "the plugin takes a map, and kube-apiserver does not start", flat: None };
    }
    let flat = around.entries().iter().find(|entry| FIELDS.iter().any(|name| entry.key.eq_ignore_ascii_case(name)));
    const DEFAULTS: &str = "the plugin sees no setting, finds no kubeconfig, and kube-apiserver does not start";
    let Some(entry) = winner(around, "imagePolicy", json) else {
        let at = flat.map_or(at, |entry| entry.key_span);
        return Block::Misplaced { at, why: DEFAULTS, flat: flat.map(|_| around) };
    };
    match &entry.value {
        value if value.as_map().is_some() => {
            Block::Settings(ImagePolicy { node: value, around, path: path.into(), key_span: entry.key_span, json })
        }
        value if value.is_template() => Block::Absent,
        value if value.is_null() => Block::Misplaced { at: entry.key_span, why: DEFAULTS, flat: None },
        value => Block::Misplaced {
            at: if value.span.is_empty() { entry.key_span } else { entry.key_span.to(entry.key_span) },
            why: "`imagePolicy` takes a map, and kube-apiserver does not start",
            flat: None,
        },
    }
}
