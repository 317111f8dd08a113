//! What a rule is: one value of metadata and a function, which feeds every surface.

use alloc::format;

use plimsoll_report::{Category, RuleMeta, Severity, Text};

use crate::RULE_PAGES;
use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, DockerModel, ImageUse, Marks, Object, Stage, Workload};

/// A rule. The fields a rule does not name take [`Rule::DEFAULT`]'s.
///
/// In memory they lie in this order: what is asked of every rule of a run stands together, and the texts behind it.
#[repr(C)]
pub struct Rule {
    /// The smallest preset that runs it.
    pub preset: Preset,
    /// The usual severity; a finding may carry a lower or higher one where its page says so.
    pub severity: Severity,
    /// The score category.
    pub category: Category,
    /// Whether findings come with a fix.
    pub fix: Fixable,
    /// The scope and the function.
    pub check: Check,
    /// kebab-case, naming the fault; never reused.
    pub id: &'static str,
    /// Rules that share a family are one ladder: at most one of them fires per place, and the score counts them together.
    /// Empty: the rule is its own family.
    pub family: &'static str,
    /// What to do, one sentence; shown with every finding of the rule.
    pub help: &'static str,
    /// The peers' ids for the same fault, as `tool:ID`.
    pub aliases: &'static [&'static str],
    /// The fault in a few words, lower case, no full stop.
    pub summary: &'static str,
    /// Of a rule for Dockerfiles: it finds nothing in one that holds none of these, and is not run there.
    pub looks_for: Marks,
    /// What only shows beside other files, of a rule that looks at one.
    pub beside: Option<fn(&Bundle<'_>, &mut BundleFindings<'_, '_>)>,
}

impl Rule {
    /// What a rule has that names nothing.
    pub const DEFAULT: Rule = Rule {
        id: "",
        summary: "",
        help: "",
        severity: Severity::Low,
        category: Category::Hygiene,
        fix: Fixable::None,
        preset: Preset::Default,
        family: "",
        aliases: &[],
        check: Check::Engine,
        looks_for: Marks::ANY,
        beside: None,
    };

    /// The ladder the rule belongs to.
    #[must_use]
    pub const fn family(&self) -> &'static str {
        if self.family.is_empty() { self.id } else { self.family }
    }

    /// Whether `name` is the rule's id or, with or without its tool's prefix, one of its aliases.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.id == name || self.aliases.iter().any(|alias| *alias == name || alias.split_once(':').is_some_and(|(_, id)| id == name))
    }

    /// The rule in the words of every surface.
    #[must_use]
    pub fn meta(&'static self) -> RuleMeta {
        RuleMeta {
            id: Text::Borrowed(self.id),
            summary: Text::Borrowed(self.summary),
            help: Text::Borrowed(self.help),
            help_uri: format!("{RULE_PAGES}/{}.html", self.id),
            severity: self.severity,
            category: self.category,
            fixable: Text::Borrowed(self.fix.word()),
            preset: Text::Borrowed(self.preset.word()),
            family: Text::Borrowed(self.family()),
            aliases: self.aliases.iter().map(|alias| Text::Borrowed(*alias)).collect(),
        }
    }

    /// Whether one of the aliases is `tool`'s.
    #[must_use]
    pub fn has_alias_of(&self, tool: &str) -> bool {
        self.aliases.iter().any(|alias| alias.strip_prefix(tool).is_some_and(|rest| rest.starts_with(':')))
    }
}

impl core::fmt::Debug for Rule {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.id)
    }
}

/// Whether findings of a rule come with a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixable {
    /// No.
    None,
    /// A fix that keeps the behaviour, at least in the usual case.
    Safe,
    /// Only a fix that may change behaviour.
    Unsafe,
}

impl Fixable {
    /// The word of the report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Fixable::None => "none",
            Fixable::Safe => "safe",
            Fixable::Unsafe => "unsafe",
        }
    }
}

/// Which rules run. Each of the first three holds the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// What a newcomer sees: few, ranked, no house style.
    #[default]
    Default,
    /// Everything but house style.
    Strict,
    /// Every rule.
    All,
    /// kubesec's rules.
    Kubesec,
    /// hadolint's rules.
    Hadolint,
}

impl Preset {
    /// All presets with their names.
    pub const NAMES: [(&'static str, Preset); 5] = [
        ("default", Preset::Default),
        ("strict", Preset::Strict),
        ("all", Preset::All),
        ("kubesec", Preset::Kubesec),
        ("hadolint", Preset::Hadolint),
    ];

    /// The preset of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Preset> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, p)| *p)
    }

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::NAMES.iter().find(|(_, preset)| *preset == self).map_or("", |(name, _)| name)
    }

    /// Whether the preset runs `rule`. What a parser reports is part of every preset.
    #[must_use]
    pub fn runs(self, rule: &Rule) -> bool {
        match self {
            Preset::Default | Preset::Strict | Preset::All => rule.preset <= self,
            Preset::Kubesec => rule.has_alias_of("kubesec") || matches!(rule.check, Check::Engine),
            Preset::Hadolint => rule.has_alias_of("hadolint") || rule.has_alias_of("shellcheck") || matches!(rule.check, Check::Engine),
        }
    }
}

/// The scope a rule looks at, and its function.
#[derive(Clone, Copy)]
pub enum Check {
    /// Found by the engine or a parser while it works; there is no function.
    Engine,
    /// A whole Dockerfile.
    Dockerfile(fn(&DockerModel<'_>, &Context<'_>, &mut Findings<'_>)),
    /// Each build stage.
    Stage(fn(&Stage<'_>, &DockerModel<'_>, &Context<'_>, &mut Findings<'_>)),
    /// Each image reference of either world.
    Image(fn(&ImageUse<'_>, &Context<'_>, &mut Findings<'_>)),
    /// Each Kubernetes object.
    Object(fn(&Object<'_>, &Context<'_>, &mut Findings<'_>)),
    /// Each object that makes pods.
    Workload(fn(&Workload<'_>, &Context<'_>, &mut Findings<'_>)),
    /// Each container of a workload.
    Container(fn(&Container<'_>, &Workload<'_>, &Context<'_>, &mut Findings<'_>)),
    /// All files of a run together.
    Bundle(fn(&Bundle<'_>, &mut BundleFindings<'_, '_>)),
}
