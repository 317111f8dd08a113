//! What the files of an admission set-up tell each other: the API server, its AdmissionConfiguration, the settings of
//! ImagePolicyWebhook, and the kubeconfig of the webhook.
//!
//! Which file a path means is told by its end, else by its last part, else by there being only one of its kind beside, or in the
//! run. Nothing here reads files or judges.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_text::{Edit, Span};
use plimsoll_yaml::{Node, Value};

use super::facts::{ContainerFacts, What, Word};
use super::paths::normal;
use super::{At, Bundle, folder};
use crate::model::admission_config::{self, Block, IMAGE_POLICY};
use crate::model::apiserver::{self, ApiServer, Mount, Mounted};
use crate::model::kubeconfig::Kubeconfig;
use crate::model::{Object, Workload, items_at, node_at, str_at};
use crate::nearest::nearest;

/// A part of a set-up.
#[derive(Debug)]
pub enum SetUp {
    /// A kube-apiserver: a container, or the settings kubeadm makes one of.
    Server(ServerFacts),
    /// An AdmissionConfiguration, or the settings of ImagePolicyWebhook by themselves.
    Admission(AdmissionFacts),
    /// A kubeconfig.
    Kubeconfig(KubeconfigFacts),
}

/// A kube-apiserver.
#[derive(Debug)]
pub struct ServerFacts {
    /// The container's field, or `apiServer`.
    pub path: String,
    /// The word that names the program.
    pub program: Span,
    /// Where its plugins are listed, else the program.
    pub list: Span,
    /// Whether ImagePolicyWebhook runs, and where it is named; `None` where a variable may switch it on, or where a name that is no
    /// plugin's keeps the server from starting.
    pub image_policy: Option<Option<Span>>,
    /// It enables other plugins that take settings and are off by default.
    pub has_other: bool,
    /// The file of `--admission-control-config-file`.
    pub config_file: Option<Word>,
    /// What is mounted; `None` where that is not known.
    pub mounts: Option<Vec<Mounted>>,
    /// The file to which the API server writes its audit log, whose mount must be writable.
    pub audit_log: Option<String>,
    /// Edits that enable ImagePolicyWebhook.
    pub enable: Option<Vec<Edit>>,
    /// It is made by kubeadm: no rule looks at its container.
    pub kubeadm: bool,
    /// The plugins it names, where kubeadm makes it.
    pub plugins: Vec<Word>,
}

/// An AdmissionConfiguration, or the settings of ImagePolicyWebhook by themselves.
#[derive(Debug)]
pub struct AdmissionFacts {
    /// Only the settings.
    pub bare: bool,
    /// The entry of ImagePolicyWebhook, or the settings.
    pub entry: Option<Span>,
    /// An entry has nearly the plugin's name.
    pub misspelt: bool,
    /// It has a list of plugins that is not empty.
    pub listed: bool,
    /// The list's key, else the headline.
    pub place: Span,
    /// The webhook's kubeconfig.
    pub kubeconfig: Option<Word>,
    /// The file that holds the settings of ImagePolicyWebhook, where it is another one.
    pub settings: Option<Word>,
    /// Other files that are read: settings of plugins, credentials for webhooks.
    pub files: Vec<Word>,
}

/// A kubeconfig.
#[derive(Debug)]
pub struct KubeconfigFacts {
    /// It says by itself that it is a webhook's.
    pub evident: bool,
    /// It evidently is someone's way to a cluster.
    pub general: bool,
    /// The files it names.
    pub files: Vec<Word>,
}

/// What kubeadm mounts into the API server by itself.
const KUBEADM_MOUNTS: [&str; 5] =
    ["/etc/kubernetes/pki", "/etc/ssl/certs", "/etc/ca-certificates", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates"];

/// Plugins besides ImagePolicyWebhook that are off by default and take settings.
const WITH_SETTINGS: [&str; 3] = ["EventRateLimit", "PodNodeSelector", "PodTolerationRestriction"];

/// What an object tells, if it is a part of a set-up.
#[must_use]
pub(super) fn of(object: &Object<'_>, workload: Option<&Workload<'_>>, source: &str) -> Option<SetUp> {
    if let Some(workload) = workload {
        return server(workload, source).map(SetUp::Server);
    }
    if object.kind == "ClusterConfiguration" && object.group() == "kubeadm.k8s.io" {
        return Some(SetUp::Server(kubeadm(object, source)));
    }
    if admission_config::is_bare(object) || admission_config::is_admission_configuration(object) {
        return Some(SetUp::Admission(admission(object, source)));
    }
    let config = Kubeconfig::of(object)?;
    let mut files = Vec::new();
    for (entries, fields) in
        [(config.clusters(), &["certificate-authority"][..]), (config.users(), &["client-certificate", "client-key", "tokenFile"])]
    {
        for entry in entries {
            files.extend(fields.iter().filter_map(|field| entry.text(field)).map(|(text, node)| word(text, node)));
        }
    }
    Some(SetUp::Kubeconfig(KubeconfigFacts { evident: config.is_webhooks(), general: config.is_general(), files }))
}

fn word(text: &str, node: &Node<'_>) -> Word {
    Word { text: text.to_string(), span: node.span, own: !node.shared }
}

fn server(workload: &Workload<'_>, source: &str) -> Option<ServerFacts> {
    let (container, server) =
        workload.containers.iter().find_map(|container| ApiServer::of(container, source).map(|server| (container, server)))?;
    let mounts = apiserver::mounts(container, workload).iter().map(Mount::brings).collect();
    let named = server.enabled().into_iter().find(|(name, _)| name == IMAGE_POLICY).map(|(_, span)| span);
    let list = if server.flag("admission-control").is_some() { "admission-control" } else { "enable-admission-plugins" };
    Some(ServerFacts {
        path: container.path.clone(),
        program: server.program,
        list: server.flag(list).map_or(server.program, |flag| flag.place()),
        image_policy: server
            .enables(IMAGE_POLICY)
            .filter(|on| *on || server.enabled().iter().all(|(name, _)| admission_config::is_plugin(name)))
            .map(|_| named),
        has_other: WITH_SETTINGS.iter().any(|plugin| server.enables(plugin) != Some(false)),
        config_file: server
            .flag("admission-control-config-file")
            .filter(|flag| !flag.is_open() && !flag.text().is_empty())
            .map(|flag| Word { text: flag.text().to_string(), span: flag.place(), own: false }),
        mounts: workload.is_complete().then_some(mounts),
        audit_log: server.flag("audit-log-path").map(|flag| flag.text().to_string()),
        enable: server.add(source, list, IMAGE_POLICY),
        kubeadm: false,
        plugins: Vec::new(),
    })
}

/// The server that kubeadm makes of its settings: flags as a map, or from v1beta4 on as a list.
fn kubeadm(object: &Object<'_>, source: &str) -> ServerFacts {
    let settings = node_at(Some(object.root), &["apiServer"]);
    let flag = |name: &str| {
        let args = node_at(settings, &["extraArgs"])?;
        match &args.value {
            Value::Map(_) => args.get(name),
            _ => {
                let named = |item: &&Node<'_>| str_at(Some(item), &["name"]).value() == Some(name);
                args.items().iter().rev().find(named).and_then(|item| item.get("value"))
            }
        }
        .filter(|value| !value.is_null())
    };
    let program = object.root.entry("apiServer").map_or_else(|| object.headline(), |entry| entry.key_span);
    let list = flag("enable-admission-plugins");
    let open = list.is_some_and(|node| node.as_str().is_none());
    let plugins: Vec<Word> = list.map(|node| plugins(node, source)).unwrap_or_default();
    let volumes = items_at(settings, &["extraVolumes"]);
    let extra = volumes.iter().enumerate().filter_map(|(index, item)| Mounted::by_kubeadm(item, index));
    let mounts = extra.chain(KUBEADM_MOUNTS.map(Mounted::given));
    let named = plugins.iter().find(|plugin| plugin.text == IMAGE_POLICY).map(|plugin| plugin.span);
    ServerFacts {
        path: "apiServer".to_string(),
        program,
        list: list.map_or(program, |node| node.span),
        image_policy: (named.is_some() || !(open || plugins.iter().any(|plugin| !admission_config::is_plugin(&plugin.text))))
            .then_some(named),
        has_other: plugins.iter().any(|plugin| WITH_SETTINGS.contains(&plugin.text.as_str())),
        config_file: flag("admission-control-config-file")
            .and_then(|node| Some(word(node.as_str()?, node)))
            .filter(|file| !file.text.is_empty()),
        mounts: (!object.template).then(|| mounts.collect()),
        audit_log: flag("audit-log-path").and_then(Node::as_str).map(String::from),
        enable: None,
        kubeadm: true,
        plugins,
    }
}

fn plugins(node: &Node<'_>, source: &str) -> Vec<Word> {
    let text = node.as_str().unwrap_or_default();
    let inner = apiserver::inner(node, text, source);
    let place = |from, to| inner.map_or(node.span, |span| Span::new(span.start + from, span.start + to));
    apiserver::csv(text).into_iter().map(|(text, from, to)| Word { text, span: place(from, to), own: false }).collect()
}

fn admission(object: &Object<'_>, source: &str) -> AdmissionFacts {
    let bare = admission_config::is_bare(object);
    let all = admission_config::plugins(object);
    let own = admission_config::plugin(object, IMAGE_POLICY);
    let settings = admission_config::image_policy(object, source);
    let kubeconfig = match &settings {
        Block::Settings(policy) => policy.field("kubeConfigFile").and_then(|entry| Some(word(entry.value.as_str()?, &entry.value))),
        Block::Absent | Block::Misplaced { .. } => None,
    };
    let mut files: Vec<Word> = Vec::new();
    for plugin in &all {
        let named = match plugin.configuration {
            Some(entry) if plugin.name != IMAGE_POLICY => node_at(Some(&entry.value), &["kubeConfigFile"]),
            Some(_) => None,
            None => plugin.path,
        };
        files.extend(named.and_then(|node| Some(word(node.as_str()?, node))));
    }
    AdmissionFacts {
        bare,
        entry: own.as_ref().map(admission_config::Plugin::place).or_else(|| bare.then(|| object.headline())),
        misspelt: all.iter().any(|plugin| plugin.name != IMAGE_POLICY && nearest(plugin.name, [IMAGE_POLICY]).is_some()),
        listed: !all.is_empty(),
        place: object.root.entry("plugins").map_or_else(|| object.headline(), |entry| entry.key_span),
        kubeconfig: kubeconfig.filter(|file| !file.text.is_empty()),
        settings: own
            .filter(|plugin| plugin.configuration.is_none())
            .and_then(|plugin| plugin.path)
            .and_then(|node| Some(word(node.as_str()?, node))),
        files,
    }
}

/// The parts of the set-ups of a run.
#[derive(Debug, Default)]
pub struct SetUps<'b> {
    /// The API servers.
    pub servers: Vec<(At<'b>, &'b ServerFacts)>,
    /// AdmissionConfigurations and settings of ImagePolicyWebhook.
    pub admissions: Vec<(At<'b>, &'b AdmissionFacts)>,
    /// Kubeconfigs.
    pub kubeconfigs: Vec<(At<'b>, &'b KubeconfigFacts)>,
}

impl<'b> SetUps<'b> {
    /// Those among the objects.
    pub(super) fn among(objects: &[At<'b>]) -> SetUps<'b> {
        let mut all = SetUps::default();
        for at in objects {
            match at.object.set_up.as_deref() {
                Some(SetUp::Server(facts)) => all.servers.push((*at, facts)),
                Some(SetUp::Admission(facts)) => all.admissions.push((*at, facts)),
                Some(SetUp::Kubeconfig(facts)) => all.kubeconfigs.push((*at, facts)),
                None => {}
            }
        }
        plimsoll_text::sort_by_key(&mut all.servers, |(at, _)| (at.file, at.object.index));
        plimsoll_text::sort_by_key(&mut all.admissions, |(at, _)| (at.file, at.object.index));
        plimsoll_text::sort_by_key(&mut all.kubeconfigs, |(at, _)| (at.file, at.object.index));
        all
    }
}

/// How a path led to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// By its name.
    Named,
    /// There was no other.
    Alone,
}

impl<'b> Bundle<'b> {
    /// Which of the candidates a path means that is written in a file. O(candidates), which are spent.
    fn meant<T: Copy>(&self, path: Option<&str>, file: usize, candidates: &[(At<'b>, T)]) -> Option<((At<'b>, T), How)> {
        if !self.spend_on(candidates.len()) {
            return None;
        }
        let one = |fits: &dyn Fn(&At<'b>) -> bool| {
            let mut found = candidates.iter().filter(|(at, _)| fits(at));
            let first = found.next()?;
            // Of several documents of one file the first is read.
            found.all(|(at, _)| at.file == first.0.file).then_some(*first)
        };
        if let Some(path) = path {
            let path = normal(path, "/");
            let name = path.rsplit('/').next().unwrap_or_default();
            let ends = |at: &At<'_>, end: &str| normal(self.uri(at.file), "/").ends_with(end);
            let by_name = one(&|at| ends(at, &path))
                .or_else(|| one(&|at| at.file != file && self.uri(at.file).rsplit('/').next() == Some(name)))
                .or_else(|| {
                    one(&|at| at.file != file && self.is_near(at.file, file) && self.uri(at.file).rsplit('/').next() == Some(name))
                });
            if let Some(found) = by_name {
                return Some((found, How::Named));
            }
        }
        one(&|at| at.file == file)
            .or_else(|| one(&|at| self.is_near(at.file, file)))
            .or_else(|| one(&|_| true))
            .map(|found| (found, How::Alone))
    }

    /// The AdmissionConfiguration that a server reads; the older bare form where there is no other.
    #[must_use]
    pub fn admission_of(&self, server: (At<'b>, &'b ServerFacts)) -> Option<(At<'b>, &'b AdmissionFacts)> {
        let path = server.1.config_file.as_ref().map(|file| file.text.as_str());
        let full: Vec<_> = self.set_ups().admissions.iter().copied().filter(|(_, facts)| !facts.bare).collect();
        let candidates = if full.is_empty() { self.set_ups().admissions.clone() } else { full };
        self.meant(path, server.0.file, &candidates).map(|(found, _)| found)
    }

    /// The settings of ImagePolicyWebhook that an AdmissionConfiguration leads to, which may be its own.
    #[must_use]
    pub fn settings_of(&self, admission: (At<'b>, &'b AdmissionFacts)) -> (At<'b>, &'b AdmissionFacts) {
        let Some(path) = &admission.1.settings else { return admission };
        let bare: Vec<_> = self.set_ups().admissions.iter().copied().filter(|(_, facts)| facts.bare).collect();
        self.meant(Some(&path.text), admission.0.file, &bare).map_or(admission, |(found, _)| found)
    }

    /// The kubeconfig that settings name. Someone's way to a cluster is only meant where its name says so.
    #[must_use]
    pub fn kubeconfig_of(&self, settings: (At<'b>, &'b AdmissionFacts)) -> Option<(At<'b>, &'b KubeconfigFacts)> {
        let path = settings.1.kubeconfig.as_ref()?;
        match self.meant(Some(&path.text), settings.0.file, &self.set_ups().kubeconfigs)? {
            (found, How::Named) => Some(found),
            (_, How::Alone) => {
                let own: Vec<_> = self.set_ups().kubeconfigs.iter().copied().filter(|(_, facts)| !facts.general).collect();
                self.meant(None, settings.0.file, &own).map(|(found, _)| found)
            }
        }
    }

    /// The files that a server's configuration leads to: the settings of plugins, the kubeconfig, and the certificates and keys it
    /// names. Relative paths of the first are meant from the configuration's folder, those of the last from the kubeconfig's, and that
    /// of the kubeconfig from where kube-apiserver runs. What a variable makes is left out.
    #[must_use]
    pub fn led_to(&self, server: (At<'b>, &'b ServerFacts)) -> Vec<Led<'b>> {
        let mut files = Vec::new();
        let Some(config) = server.1.config_file.as_ref().map(|file| normal(&file.text, "/")) else { return files };
        let Some(admission) = self.admission_of(server) else { return files };
        let all = |at: At<'b>, words: &'b [Word], base: &str| -> Vec<Led<'b>> {
            words.iter().map(|word| Led { at, word, full: normal(&word.text, base) }).collect()
        };
        files.extend(all(admission.0, &admission.1.files, folder(&config)));
        let settings = self.settings_of(admission);
        if let Some(word) = &settings.1.kubeconfig {
            let own = normal(&word.text, "/");
            if let Some((kubeconfig, names)) = self.kubeconfig_of(settings) {
                files.extend(all(kubeconfig, &names.files, folder(&own)));
            }
            files.push(Led { at: settings.0, word, full: own });
        }
        files.retain(|file| !file.word.text.contains(['{', '$']));
        files
    }

    /// Whether a kubeconfig's file has a name that says what it is for.
    #[must_use]
    pub(super) fn is_named_webhook(&self, file: usize) -> bool {
        let name = self.uri(file).rsplit('/').next().unwrap_or_default();
        crate::model::kubeconfig::says_webhook(name)
    }
}

/// The container that a server is, where it is one.
#[must_use]
pub fn container_of<'b>(server: (At<'b>, &'b ServerFacts)) -> Option<&'b ContainerFacts> {
    match &server.0.object.what {
        What::Pods(pods) => pods.containers.iter().find(|container| container.path == server.1.path),
        _ => None,
    }
}

impl ServerFacts {
    /// The mount that holds a file: the deepest. `None` where there is none, or that is not known.
    #[must_use]
    pub fn mount_of(&self, file: &str) -> Option<&Mounted> {
        self.mounts.iter().flatten().filter(|mount| mount.holds(file)).max_by_key(|mount| mount.path.len())
    }

    /// `spec.containers[0].volumeMounts[1]`.
    #[must_use]
    pub fn path_of(&self, mount: &Mounted) -> String {
        let list = if self.kubeadm { "extraVolumes" } else { "volumeMounts" };
        format!("{}.{list}[{}]", self.path, mount.index)
    }
}

/// A file that an admission configuration leads to.
#[derive(Clone, Debug)]
pub struct Led<'b> {
    /// The object that names it.
    pub at: At<'b>,
    /// The name as written.
    pub word: &'b Word,
    /// Its absolute path.
    pub full: String,
}
