//! The sentences and numbers of the page: pure functions from a report to text.

use plimsoll_report::{Finding, ImageOrigin, ImageUse, Kind, Report, Score, Severity, Stage, StageRole, SupportState};

use crate::state::State;

/// The name of a file that is longer is cut.
const LONG_NAME: usize = 30;

/// `1 finding`, `2 findings`.
pub(crate) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// `1 fix`, `2 fixes`.
pub(crate) fn fixes(number: usize) -> String {
    if number == 1 { "1 fix".to_owned() } else { format!("{number} fixes") }
}

/// Which categories cannot lose more than they have; nothing where none is so far.
pub(crate) fn floors(score: &Score) -> Option<String> {
    let full: Vec<&str> =
        score.categories.iter().filter(|category| category.over > category.budget).map(|category| category.id.word()).collect();
    (!full.is_empty()).then(|| format!("At the floor: {}", full.join(", ")))
}

/// How many findings of each severity there are: `1 high, 5 low`; empty for none.
pub(crate) fn by_severity(findings: &[Finding]) -> String {
    let of = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let parts = Severity::ALL.into_iter().map(|severity| (of(severity), severity.word())).filter(|(count, _)| *count > 0);
    parts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}

/// What is said aloud after an analysis.
pub(crate) fn announcement(report: &Report) -> String {
    let mut text = match report.findings.len() {
        0 => "No findings.".to_owned(),
        n => format!("{}: {}.", count(n, "finding"), by_severity(&report.findings)),
    };
    if let Some(score) = &report.score {
        text.push_str(&format!(" Score {}, grade {}.", score.value, score.grade.word()));
    }
    text
}

/// The name of a file as its tab shows it: of a long path the file and its folder.
pub(crate) fn short_name(name: &str) -> String {
    let parts: Vec<&str> = name.rsplitn(3, '/').collect();
    match parts.as_slice() {
        [file, folder, _] if name.len() > LONG_NAME => format!("…/{folder}/{file}"),
        _ => name.to_owned(),
    }
}

/// Why there is no score.
pub(crate) fn not_graded(state: &State) -> String {
    if state.file().aside().is_some() {
        return "read with the other files".to_owned();
    }
    if state.is_blank() {
        return "paste or open a file".to_owned();
    }
    let Some(report) = &state.report else { return loading(state).to_owned() };
    let first = |rule: &str| report.findings.iter().find(|finding| finding.rule_id == rule);
    if let Some(error) = first("syntax-error") {
        return format!("not graded: syntax error on line {}", error.range.start.line + 1);
    }
    if let Some(error) = first("no-from") {
        return format!("not graded: {}", lower_first(&error.message));
    }
    match state.filter.object.and_then(|object| state.objects().get(object)) {
        Some(object) => format!("a {} has nothing to grade", object.object.kind),
        None => "nothing to grade".to_owned(),
    }
}

/// What stands where the first report is to be.
pub(crate) fn loading(state: &State) -> &'static str {
    if state.trouble.is_some() { "no analysis" } else { "loading the rules…" }
}

/// A note or a message as a sentence.
pub(crate) fn sentence(note: &str) -> String {
    let end = if note.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{end}", upper_first(note))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Why mending this finding alone does not move the number.
pub(crate) fn no_gain(finding: &Finding, score: &Score) -> Option<String> {
    if finding.gain > 0 || finding.points == 0 {
        return None;
    }
    if score.cap < score.base && !score.capped_by.contains(&finding.rule_id) {
        return Some(format!("held at {} by {}; fix that first", score.cap, score.capped_by.join(", ")));
    }
    let category = score.categories.iter().find(|category| category.id == finding.category)?;
    if category.over > category.budget {
        let more = category.over - category.budget;
        return Some(format!(
            "{} is at its floor; {} to fix before the number moves",
            category.id.word(),
            count(more as usize, "more point")
        ));
    }
    Some("others of the same kind remain".to_owned())
}

/// Where a finding is, in a few words; the stage is named where there are several.
pub(crate) fn place(finding: &Finding, report: &Report) -> String {
    let mut text = format!("line {}", finding.range.start.line + 1);
    if let Some(object) = &finding.object {
        text.push_str(&format!(" · {}/{}", object.kind, object.name));
        if let Some(container) = &object.container {
            text.push_str(&format!(" · {container}"));
        }
    } else if let Some(stage) = finding.stage.as_ref().filter(|_| stages(report).len() > 1) {
        text.push_str(&format!(" · stage {stage}"));
    }
    text
}

/// The build stages of the file.
pub(crate) fn stages(report: &Report) -> &[Stage] {
    report.files.first().and_then(|file| file.stages.as_deref()).unwrap_or_default()
}

/// Bytes as people read them: `398 MB`.
pub(crate) fn bytes(bytes: u32) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        // As the suggestions' own words are rounded: the same size is the same number beside them.
        1_000_000..1_000_000_000 => match (bytes + 50_000) / 100_000 {
            tenths @ 0..100 => format!("{}.{} MB", tenths / 10, tenths % 10),
            _ => format!("{} MB", (bytes + 500_000) / 1_000_000),
        },
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
    }
}

/// `new` beside `old`: `78 % smaller`.
pub(crate) fn beside(new: u32, old: u32) -> String {
    let share = |part: u32, whole: u32| (u64::from(part) * 100 + u64::from(whole) / 2) / u64::from(whole.max(1));
    match new.cmp(&old) {
        std::cmp::Ordering::Less => format!("{} % smaller", share(old - new, old)),
        std::cmp::Ordering::Equal => "the same size".to_owned(),
        std::cmp::Ordering::Greater => format!("{} % larger", share(new - old, old)),
    }
}

/// What an image is to the file it stands in.
pub(crate) fn role(image: &ImageUse, stages: &[Stage]) -> String {
    let stage = stages.iter().enumerate().find(|(_, stage)| stage.range.start <= image.range.start && image.range.end <= stage.range.end);
    let of_stage = |what: &str| match stage {
        Some(_) if stages.len() == 1 => format!("{what} the only stage"),
        Some((number, stage)) => format!("{what} {}{}", stage_name(number, stage), stage_fate(stage)),
        None => what.trim_end_matches(" of").trim_end_matches(" in").to_owned(),
    };
    match image.origin {
        ImageOrigin::From => of_stage("Parent image of"),
        ImageOrigin::CopyFrom => of_stage("Files are copied out of it in"),
        ImageOrigin::MountFrom => of_stage("Mounted while building in"),
        ImageOrigin::Syntax => "Reads this Dockerfile (syntax)".to_owned(),
        ImageOrigin::Container => "Image of a container".to_owned(),
        ImageOrigin::InitContainer => "Image of an init container".to_owned(),
        ImageOrigin::EphemeralContainer => "Image of an ephemeral container".to_owned(),
        ImageOrigin::ImageVolume => "Mounted as a volume".to_owned(),
    }
}

/// What a stage that starts from nothing makes.
pub(crate) fn base_stages(stages: &[Stage]) -> Vec<String> {
    let bases = stages.iter().enumerate().filter(|(_, stage)| stage.role == StageRole::Base);
    bases
        .map(|(number, stage)| {
            format!("{} starts from scratch, so it makes a base image{}", upper_first(&stage_name(number, stage)), stage_fate(stage))
        })
        .collect()
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn stage_name(number: usize, stage: &Stage) -> String {
    stage.name.as_ref().map_or_else(|| format!("stage {number}"), |name| format!("stage {name}"))
}

fn stage_fate(stage: &Stage) -> &'static str {
    if stage.is_final {
        ": this is what ships"
    } else if stage.reachable {
        ": build time only"
    } else {
        ": nothing needs it"
    }
}

/// How a product is supported.
pub(crate) fn support(state: SupportState, until: Option<&str>) -> String {
    match (state, until) {
        (SupportState::Supported, Some(until)) => format!("supported until {until}"),
        (SupportState::Supported, None) => "supported".to_owned(),
        (SupportState::SecurityOnly, Some(until)) => format!("security fixes only, until {until}"),
        (SupportState::SecurityOnly, None) => "security fixes only".to_owned(),
        (SupportState::Ended, Some(until)) => format!("support ended {until}"),
        (SupportState::Ended, None) => "support has ended".to_owned(),
    }
}

/// The name of a kind.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Dockerfile => "Dockerfile",
        Kind::Kubernetes => "Kubernetes",
        Kind::Unknown => "not recognised",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let texts = [7, 1_499, 999_400, 3_456_789, 39_800_000, 398_400_000, 1_140_000_000].map(bytes);
        assert_eq!(texts, ["7 B", "1 kB", "999 kB", "3.5 MB", "40 MB", "398 MB", "1.1 GB"]);
    }

    #[test]
    fn sizes_are_compared_by_the_current_one() {
        assert_eq!(beside(22, 100), "78 % smaller");
        assert_eq!(beside(150, 100), "50 % larger");
        assert_eq!(beside(5, 5), "the same size");
        assert_eq!(beside(5, 0), "500 % larger");
    }

    #[test]
    fn long_paths_keep_the_file_and_its_folder() {
        assert_eq!(short_name("deploy/web.yaml"), "deploy/web.yaml");
        assert_eq!(short_name("services/shop/checkout-and-payment/Dockerfile"), "…/checkout-and-payment/Dockerfile");
    }

    #[test]
    fn counts_read_well() {
        assert_eq!([count(0, "finding"), count(1, "finding"), count(2, "finding")], ["0 findings", "1 finding", "2 findings"]);
    }

    #[test]
    fn support_names_its_date() {
        assert_eq!(support(SupportState::Ended, Some("2025-10-31")), "support ended 2025-10-31");
        assert_eq!(support(SupportState::SecurityOnly, None), "security fixes only");
    }

    #[test]
    fn an_empty_page_asks_for_a_file() {
        assert_eq!(not_graded(&State::new(" \n")), "paste or open a file");
        assert_eq!(not_graded(&State::new("FROM a")), "loading the rules…");
    }
}
