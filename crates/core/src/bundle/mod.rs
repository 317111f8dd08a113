//! Bundles: all files of one run, and what only shows when they are looked at together.
//!
//! Every file is analysed by itself and yields [`Facts`]; when all are done, the rules of [`Check::Bundle`] look at the facts.
//! What they find goes into the file it stands in before that file's report is put together, so that ignores, scores and
//! fingerprints work as for any other finding. Cost is linear in the facts but for sorting; what could be quadratic (selectors
//! against labels) is counted and bounded.
//!
//! A run over a folder is not one application. Objects therefore only belong together where that is likely: see
//! [`Bundle::is_near`] and `ARCHITECTURE.md`. What is missing is only reported where its like stands beside.

mod answered;
pub mod facts;
mod findings;
pub(crate) mod image;
pub(crate) mod manifest;
mod pairs;
pub(crate) mod paths;
pub mod registries;
pub mod select;
pub mod setup;

use alloc::vec::Vec;
use core::cell::Cell;

use plimsoll_text::sort_by;

pub use facts::Facts;
pub use findings::BundleFindings;
pub use image::is_shell;
pub use pairs::Pair;

use facts::{ObjectFacts, PodFacts, Target, What};
use select::Selector;
use setup::SetUps;

use crate::findings::{Findings, Place};
use crate::limits;
use crate::lint::Analysed;
use crate::nearest::nearest;
use crate::options::Build;
use crate::rule::Check;
use crate::rules::{RULES, input_limit};

/// An object with the number of its file.
#[derive(Clone, Copy, Debug)]
pub struct At<'b> {
    /// The number of its file.
    pub file: usize,
    /// What it tells.
    pub object: &'b ObjectFacts,
}

/// A workload with what it says of its pods.
#[derive(Clone, Copy, Debug)]
pub struct Pods<'b> {
    /// The object.
    pub at: At<'b>,
    /// Its pods.
    pub pods: &'b PodFacts,
}

/// All files of a run.
#[derive(Debug)]
pub struct Bundle<'b> {
    /// Name and facts of every file, by name.
    files: Vec<(&'b str, &'b Facts)>,
    /// All objects, by kind and name.
    objects: Vec<At<'b>>,
    /// All workloads, in the order of files.
    workloads: Vec<Pods<'b>>,
    /// Key and value of every label of every workload's pods, with the workload's number.
    labels: Vec<(&'b str, &'b str, usize)>,
    /// Folder and namespace (empty where none is said) of all workloads, and whether the labels of their pods are known.
    beside: Vec<(&'b str, &'b str, bool)>,
    /// Folders with objects that may make pods in a way that we do not know.
    makers: Vec<&'b str>,
    /// Which Dockerfile builds which image, as the caller says.
    builds: &'b [Build],
    /// What may still be spent on comparing.
    steps: Cell<usize>,
    /// Every container with the image that a Dockerfile of the run builds for it.
    pairs: Vec<Pair<'b>>,
    /// The parts of admission set-ups.
    set_ups: SetUps<'b>,
}

impl<'b> Bundle<'b> {
    fn new(files: Vec<(&'b str, &'b Facts)>, builds: &'b [Build]) -> Bundle<'b> {
        let mut objects: Vec<At<'b>> = Vec::new();
        for (file, (_, facts)) in files.iter().enumerate() {
            objects.extend(facts.objects.iter().map(|object| At { file, object }));
        }
        let workloads: Vec<Pods<'b>> = objects.iter().filter_map(|at| pods_of(*at)).collect();
        let mut labels = Vec::new();
        for (number, workload) in workloads.iter().enumerate() {
            labels.extend(workload.pods.labels.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str(), number)));
        }
        sort_by(&mut labels, Ord::cmp);
        let at_folder = |file: usize| files.get(file).map_or("", |(uri, _)| folder(uri));
        let row = |workload: &Pods<'b>| {
            let namespace = workload.at.object.namespace.as_deref().unwrap_or_default();
            (at_folder(workload.at.file), namespace, workload.pods.labels.is_some())
        };
        let mut beside: Vec<(&str, &str, bool)> = workloads.iter().map(row).collect();
        sort_by(&mut beside, Ord::cmp);
        beside.dedup();
        let mut makers: Vec<&str> = objects.iter().filter(|at| may_make_pods(at.object)).map(|at| at_folder(at.file)).collect();
        sort_by(&mut makers, Ord::cmp);
        makers.dedup();
        sort_by(&mut objects, |a, b| key(a.object).cmp(&key(b.object)));
        let steps = Cell::new(limits::MAX_BUNDLE_STEPS);
        let set_ups = SetUps::among(&objects);
        let mut bundle = Bundle { files, objects, workloads, labels, beside, makers, builds, steps, pairs: Vec::new(), set_ups };
        bundle.pairs = pairs::pairs(&bundle);
        bundle
    }

    /// Spends steps; `false` where there are none left, and nothing more may be said.
    fn spend(&self, steps: usize) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(steps.max(1)));
        left > steps
    }

    /// Whether that many steps may still be taken; they then are.
    #[must_use]
    pub fn spend_on(&self, steps: usize) -> bool {
        self.spend(steps)
    }

    /// The name of a file.
    #[must_use]
    pub fn uri(&self, file: usize) -> &'b str {
        self.files.get(file).map_or("", |(uri, _)| uri)
    }

    /// All objects, by kind and name.
    pub fn objects(&self) -> impl Iterator<Item = At<'b>> + use<'b, '_> {
        self.objects.iter().copied()
    }

    /// All workloads.
    #[must_use]
    pub fn workloads(&self) -> &[Pods<'b>] {
        &self.workloads
    }

    /// The objects of a kind. O(log objects).
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> &[At<'b>] {
        let from = self.objects.partition_point(|at| at.object.kind.as_str() < kind);
        let to = self.objects.partition_point(|at| at.object.kind.as_str() <= kind);
        self.objects.get(from..to).unwrap_or_default()
    }

    /// The objects of a kind, group and name in a namespace. O(log objects + found).
    pub fn named(&self, group: &str, kind: &str, name: &str, namespace: Option<&str>) -> impl Iterator<Item = At<'b>> {
        let from = self.objects.partition_point(|at| key(at.object) < (kind, name));
        let to = self.objects.partition_point(|at| key(at.object) <= (kind, name));
        let found = self.objects.get(from..to).unwrap_or_default();
        found.iter().copied().filter(move |at| at.object.group == group && may_share_namespace(at.object, namespace))
    }

    /// Whether what is missing beside one file would be expected in the other: they are one file, or stand in one folder.
    #[must_use]
    pub fn is_near(&self, a: usize, b: usize) -> bool {
        a == b || folder(self.uri(a)) == folder(self.uri(b))
    }

    /// The workloads that a selector selects in the namespace of an object. `None` where that cannot be told.
    #[must_use]
    pub fn selected(&self, selector: &Selector, by: At<'_>) -> Option<Vec<Pods<'b>>> {
        let numbers = self.selected_numbers(selector, by)?;
        Some(numbers.into_iter().filter_map(|number| self.workloads.get(number).copied()).collect())
    }

    /// The same by their numbers.
    fn selected_numbers(&self, selector: &Selector, by: At<'_>) -> Option<Vec<usize>> {
        if !selector.known {
            return None;
        }
        // The rarest of the labels that must be there narrows the search.
        let ranges = selector.labels.iter().map(|(key, value)| {
            let wanted = (key.as_str(), value.as_str());
            let from = self.labels.partition_point(|(key, value, _)| (*key, *value) < wanted);
            let to = self.labels.partition_point(|(key, value, _)| (*key, *value) <= wanted);
            (from, to, wanted)
        });
        let rarest = ranges.filter(|(_, _, (key, _))| !select::is_given(key)).min_by_key(|(from, to, _)| to - from);
        let candidates: Vec<usize> = match rarest {
            Some((from, to, _)) => {
                let rows = self.labels.get(from..to).unwrap_or_default();
                if !self.spend(rows.len()) {
                    return None;
                }
                rows.iter().map(|(_, _, number)| *number).collect()
            }
            None => {
                if !self.spend(self.workloads.len()) {
                    return None;
                }
                (0..self.workloads.len()).collect()
            }
        };
        let namespace = by.object.namespace.as_deref();
        let is_selected = |number: &usize| {
            self.workloads.get(*number).is_some_and(|workload| {
                may_share_namespace(workload.at.object, namespace)
                    && workload.pods.labels.as_ref().is_some_and(|labels| selector.matches(labels))
            })
        };
        Some(candidates.into_iter().filter(is_selected).collect())
    }

    /// Whether pods that `by` could select stand beside it, all of which are known: that it selects none then is no matter of
    /// what was left out of the run. O(log workloads + namespaces of the folder).
    #[must_use]
    pub fn has_known_pods_near(&self, by: At<'_>) -> bool {
        let folder = folder(self.uri(by.file));
        let from = self.beside.partition_point(|(of, ..)| *of < folder);
        let rows = self.beside.get(from..).unwrap_or_default().iter().take_while(|(of, ..)| *of == folder);
        let namespace = by.object.namespace.as_deref();
        let mut own =
            rows.filter(|(_, of, _)| self.spend(1) && (of.is_empty() || namespace.is_none_or(|namespace| *of == namespace))).peekable();
        own.peek().is_some() && own.all(|(.., known)| *known) && !self.makes_pods_elsewhere(by)
    }

    /// Whether an object beside it is of a kind that may make pods in a way that we do not know. O(log folders).
    fn makes_pods_elsewhere(&self, by: At<'_>) -> bool {
        self.makers.binary_search(&folder(self.uri(by.file))).is_ok()
    }

    /// Whether an object of that group and kind stands beside it in its namespace. O(objects of the kind).
    #[must_use]
    pub fn has_kind_near(&self, group: &str, kind: &str, by: At<'_>) -> bool {
        let fits = |at: &At<'_>| {
            at.object.group == group && self.is_near(at.file, by.file) && may_share_namespace(at.object, by.object.namespace.as_deref())
        };
        let of_kind = self.of_kind(kind);
        !self.makes_pods_elsewhere(by)
            && self.spend(of_kind.len())
            && of_kind.iter().any(fits)
            && of_kind.iter().filter(|at| fits(at)).all(|at| at.object.complete)
    }

    /// The name nearest to `name` among the objects of that group and kind which stand beside `by` in its namespace: a slip of a letter
    /// or two. O(objects of the kind).
    #[must_use]
    pub fn near_name(&self, group: &str, kind: &str, name: &str, by: At<'_>) -> Option<&'b str> {
        let of_kind = self.of_kind(kind);
        let fits = |at: &&At<'b>| {
            at.object.group == group && self.is_near(at.file, by.file) && may_share_namespace(at.object, by.object.namespace.as_deref())
        };
        self.spend(of_kind.len()).then(|| nearest(name, of_kind.iter().filter(fits).map(|at| at.object.name.as_str())))?
    }

    /// The workloads that an autoscaler's target names.
    pub fn targets(&self, target: &'b Target, by: At<'b>) -> impl Iterator<Item = At<'b>> {
        let namespace = by.object.namespace.as_deref();
        let old = (target.group == "apps").then_some("extensions");
        let groups = [Some(target.group.as_str()), old].into_iter().flatten();
        groups.flat_map(move |group| self.named(group, &target.kind, &target.name.text, namespace))
    }

    /// The least number of pods to which an autoscaler takes a workload, with the autoscaler. O(autoscalers · log objects).
    #[must_use]
    pub fn scaled_to(&self, workload: At<'b>) -> Option<(i64, At<'b>)> {
        let autoscalers = self.of_kind("HorizontalPodAutoscaler");
        if !self.spend(autoscalers.len()) {
            return None;
        }
        autoscalers.iter().find_map(|at| match &at.object.what {
            What::Autoscaler(Some(target), least)
                if target.kind == workload.object.kind
                    && target.name.text == workload.object.name
                    && may_share_namespace(at.object, workload.object.namespace.as_deref()) =>
            {
                Some((*least, *at))
            }
            _ => None,
        })
    }

    /// For every workload, in the order of [`Bundle::workloads`], whether one of the selectors selects its pods. `None` where that
    /// cannot be told of one of the selectors.
    #[must_use]
    pub fn covered<'s>(&self, selectors: impl Iterator<Item = (At<'b>, &'s Selector)>) -> Option<Vec<bool>> {
        let mut covered: Vec<bool> = self.workloads.iter().map(|_| false).collect();
        for (at, selector) in selectors {
            for number in self.selected_numbers(selector, at)? {
                if let Some(covered) = covered.get_mut(number) {
                    *covered = true;
                }
            }
        }
        Some(covered)
    }

    /// Every container with the image that a Dockerfile of the run builds for it.
    #[must_use]
    pub fn pairs(&self) -> &[Pair<'b>] {
        &self.pairs
    }

    /// The parts of admission set-ups.
    #[must_use]
    pub fn set_ups(&self) -> &SetUps<'b> {
        &self.set_ups
    }
}

fn folder(uri: &str) -> &str {
    uri.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn key(object: &ObjectFacts) -> (&str, &str) {
    (&object.kind, &object.name)
}

fn pods_of(at: At<'_>) -> Option<Pods<'_>> {
    match &at.object.what {
        What::Pods(pods) => Some(Pods { at, pods }),
        _ => None,
    }
}

/// Whether an object can be in a namespace. Who does not say in which namespace an object is may put it into any.
#[must_use]
pub fn may_share_namespace(object: &ObjectFacts, namespace: Option<&str>) -> bool {
    match (object.namespace.as_deref(), namespace) {
        (Some(own), Some(other)) => own == other,
        _ => true,
    }
}

/// Objects of other makers may make pods, but for those of which it is known that they do not; so may the program for which a new
/// kind of object is defined.
fn may_make_pods(object: &ObjectFacts) -> bool {
    const GROUPS: [&str; 24] = [
        "",
        "apps",
        "extensions",
        "batch",
        "policy",
        "autoscaling",
        "argoproj.io",
        "bitnami.com",
        "cert-manager.io",
        "cilium.io",
        "external-secrets.io",
        "external-dns.io",
        "keda.sh",
        "kyverno.io",
        "monitoring.googleapis.com",
        "networking.gke.io",
        "networking.istio.io",
        "security.istio.io",
        "traefik.io",
        "traefik.containo.us",
        "serving.knative.dev",
        "apps.openshift.io",
        "route.openshift.io",
        "apps.kruise.io",
    ];
    const KINDS: [&str; 6] = ["ServiceMonitor", "PodMonitor", "PrometheusRule", "VirtualService", "Kustomization", "Certificate"];
    let group = object.group.as_str();
    let is_known = GROUPS.contains(&group) || group.ends_with(".k8s.io") || KINDS.contains(&object.kind.as_str());
    // Who defines kinds of objects most often makes pods of them.
    let is_definition = object.kind == "CustomResourceDefinition";
    is_definition || (!is_known && !matches!(object.what, What::Pods(_)))
}

/// Runs the rules of bundles. What they find is added to the files' drafts.
pub(crate) fn check(files: &mut [Analysed<'_>]) {
    let count: usize = files.iter().map(|file| file.analysis.graded.facts.objects.len()).sum();
    if count > limits::MAX_BUNDLE_OBJECTS {
        if let Some(first) = files.first_mut().filter(|first| first.options.runs(&input_limit::RULE)) {
            input_limit::bundle(&mut Findings::new(&input_limit::RULE, &mut first.analysis.graded.drafts, Place::default()));
        }
        return;
    }
    let Some(builds) = files.first().map(|file| file.options.builds.as_slice()).filter(|_| count > 0) else { return };
    // Facts are lent to the rules while the drafts are written to.
    let facts: Vec<Facts> = files.iter_mut().map(|file| core::mem::take(&mut file.analysis.graded.facts)).collect();
    let uris: Vec<&str> = files.iter().map(|file| file.source.uri.as_str()).collect();
    let bundle = Bundle::new(uris.into_iter().zip(&facts).collect(), builds);
    answered::take_back(&bundle, files);
    answered::take_back_set_ups(&bundle, files);
    let mut lines: findings::Lines = files.iter().map(|_| None).collect();
    for rule in RULES {
        let check = if let Check::Bundle(check) = rule.check { Some(check) } else { rule.beside };
        if let Some(check) = check
            && files.iter().any(|file| file.options.runs(rule))
        {
            check(&bundle, &mut BundleFindings::new(rule, files, &mut lines));
        }
    }
    if bundle.steps.get() == 0
        && let Some(first) = files.first_mut().filter(|first| first.options.runs(&input_limit::RULE))
    {
        input_limit::bundle(&mut Findings::new(&input_limit::RULE, &mut first.analysis.graded.drafts, Place::default()));
    }
}
