//! How the page changes, action by action.

use plimsoll_report::{Kind, Report, Severity};

use super::*;
use crate::files::MOST_FILES;

fn finding(rule: &str, severity: &str, from: u32, to: u32, gain: u32) -> String {
    format!(
        r#"{{"ruleId":"{rule}","severity":"{severity}","category":"image","message":"About {rule}.","helpUri":"","uri":"input",
            "range":{{"start":{{"line":{from},"character":0}},"end":{{"line":{from},"character":9}}}},"offsets":[{from},{to}],
            "fixes":[],"fingerprint":"","points":1,"gain":{gain},"aliases":["hadolint:DL3007"]}}"#
    )
}

fn report(as_of: &str, findings: &[String]) -> Box<Report> {
    let findings = findings.join(",");
    let json = format!(
        r#"{{"schemaVersion":1,"tool":{{"name":"plimsoll","version":"0","rulesetVersion":"0","catalogDate":"2026-01-01"}},
            "asOf":"{as_of}","files":[],"findings":[{findings}],"suppressed":[],"unusedIgnores":[],"images":[],"score":null}}"#
    );
    Box::new(serde_json::from_str(&json).unwrap())
}

fn answered(seq: u32, as_of: &str, tenths: u32) -> Action {
    Action::Answered { seq, report: report(as_of, &[]), tenths }
}

fn with_findings(findings: &[String]) -> State {
    State::new("a").after(Action::Answered { seq: 1, report: report("2026-01-01", findings), tenths: 10 })
}

fn typed(state: State, text: &str) -> State {
    state.after(Action::Edited(text.to_owned()))
}

#[test]
fn the_newest_answer_wins() {
    let state = typed(State::new("FROM scratch\n"), "FROM a");
    assert!(state.is_stale());
    let state = state.after(answered(2, "2026-01-02", 10));
    assert!(!state.is_stale());
    let state = state.after(answered(1, "2026-01-01", 10));
    assert_eq!(state.report.unwrap().as_of, "2026-01-02");
}

#[test]
fn an_old_report_stays_until_the_next_is_there() {
    let state = typed(State::new("a").after(answered(1, "2026-01-01", 10)), "b");
    assert!(state.is_stale() && state.report.is_some());
    assert_eq!(state.finding_at_caret(), None);
}

#[test]
fn small_and_quick_texts_are_not_kept_waiting() {
    let quick = State::new("a").after(answered(1, "2026-01-01", 20));
    assert_eq!(quick.wait(), 0);
    let slow = quick.after(answered(1, "2026-01-01", 400));
    assert_eq!(slow.wait(), 160);
    let slower = slow.after(answered(1, "2026-01-01", 40000));
    assert_eq!(slower.wait(), 300);
}

#[test]
fn a_new_answer_ends_trouble() {
    let state = State::new("a").after(Action::Failed("no".into()));
    assert!(state.trouble.is_some());
    assert!(state.after(answered(1, "2026-01-01", 10)).trouble.is_none());
}

#[test]
fn a_notice_stays_until_it_is_read_or_another_text_opens() {
    let state = State::new("a").after(Action::Noticed("no".into())).after(answered(1, "2026-01-01", 10));
    assert!(state.notice.is_some());
    assert!(state.clone().after(Action::NoticeSeen).notice.is_none());
    assert!(state.after(Action::Opened(Vec::new())).notice.is_none());
}

#[test]
fn words_of_kinds_read_back() {
    for kind in [None, Some(Kind::Dockerfile), Some(Kind::Kubernetes)] {
        assert_eq!(kind_named(kind_word(kind)), kind);
    }
}

fn given(name: &str, text: &str) -> Given {
    Given { name: name.to_owned(), text: text.to_owned(), kind: None }
}

#[test]
fn an_example_asks_once_before_it_takes_the_place_of_typed_text() {
    assert!(!State::new("a").must_ask());
    let typed_in = typed(State::new("a"), "mine");
    assert!(typed_in.must_ask());
    let asked = typed_in.after(Action::AskedToReplace);
    let opened = asked.after(Action::Opened(vec![given("Dockerfile", "FROM a")]));
    assert!(!typed(opened, "mine again").must_ask());
}

fn scored(seq: u32, value: u32) -> Action {
    let mut report = report("2026-01-01", &[]);
    let score = format!(
        r#"{{"version":1,"value":{value},"grade":"A","base":{value},"cap":100,"cappedBy":[],"categories":[],"suppressed":0,
            "valueUnsuppressed":{value},"incomplete":false}}"#
    );
    let file =
        format!(r#"{{"uri":"input","kind":"dockerfile","note":null,"incomplete":false,"score":{score},"stages":null,"objects":null}}"#);
    report.files.push(serde_json::from_str(&file).unwrap());
    Action::Answered { seq, report, tenths: 1 }
}

#[test]
fn an_edit_says_what_it_did_to_the_score() {
    let state = State::new("FROM node").after(scored(1, 60));
    assert_eq!(state.delta, 0);
    let state = typed(state, "FROM node:2").after(scored(2, 72));
    assert_eq!(state.delta, 12);
    let state = typed(state, "FROM node:22").after(scored(3, 70));
    assert_eq!(state.delta, -2);
    let pasted = typed(state.clone(), "kind: Pod").after(scored(4, 90));
    assert_eq!(pasted.delta, 0);
    assert_eq!(state.after(Action::Opened(vec![given("", "d")])).after(scored(4, 90)).delta, 0);
}

#[test]
fn a_pasted_text_loses_the_name_of_the_one_before() {
    let state = State::new("").after(Action::Opened(vec![given("a.yaml", "apiVersion: v1\nkind: Pod\n")]));
    let edited = typed(state.clone(), "# mine\napiVersion: v1\nkind: Pod\n");
    assert_eq!(edited.file().name, "a.yaml");
    assert_eq!(typed(edited, "FROM node\nCMD x\n").file().name, UNNAMED);
    assert_eq!(typed(state, "").file().name, UNNAMED);
}

fn names(state: &State) -> Vec<&str> {
    state.files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn files_take_the_place_of_an_example_but_stand_beside_what_was_typed() {
    let mine = || vec![given("Dockerfile", "FROM b"), given("web.yaml", "kind: Pod")];
    let state = State::new("FROM a").after(Action::FilesGiven(mine()));
    assert_eq!((names(&state), state.at), (vec!["Dockerfile", "web.yaml"], 0));
    let state = typed(state, "FROM c").after(Action::FilesGiven(mine()));
    assert_eq!((names(&state), state.at), (vec!["Dockerfile", "web.yaml", "Dockerfile.2", "web-2.yaml"], 3));
    assert_eq!(&*state.files[0].text, "FROM c");
}

#[test]
fn the_first_of_new_files_keeps_the_history_of_the_one_that_showed() {
    let state = State::new("a").after(Action::FileAdded(Given::default()));
    let shown = state.file().id;
    let state = state.after(Action::Opened(vec![given("x", "1"), given("y", "2")]));
    assert_eq!(state.file().id, shown);
    assert_ne!(state.files[1].id, shown);
}

#[test]
fn files_are_added_renamed_and_closed_but_never_all() {
    let state = State::new("a").after(Action::FileAdded(Given::default())).after(Action::FileRenamed(" Dockerfile ".into()));
    assert_eq!((names(&state), state.at), (vec![UNNAMED, "Dockerfile"], 1));
    let state = state.after(Action::FileShown(0)).after(Action::FileRenamed("Dockerfile".into()));
    assert_eq!(names(&state), ["Dockerfile.2", "Dockerfile"]);
    let state = state.after(Action::FileClosed).after(Action::FileClosed);
    assert_eq!((names(&state), state.at), (vec!["Dockerfile"], 0));
    let many = (0..MOST_FILES + 5).fold(state, |state, _| state.after(Action::FileAdded(Given::default())));
    assert_eq!(many.files.len(), MOST_FILES);
    assert!(many.notice.is_some());
}

#[test]
fn each_file_shows_its_own_findings() {
    let state = State::new("a").after(Action::FileAdded(Given::default())).after(Action::FileRenamed("web.yaml".into()));
    let there = finding("there", "high", 0, 9, 0).replace(r#""uri":"input""#, r#""uri":"web.yaml""#);
    let answer =
        Action::Answered { seq: state.revision, report: report("2026-01-01", &[finding("here", "low", 0, 9, 0), there]), tenths: 1 };
    let state = state.after(answer);
    let shown = |state: &State| state.report.as_ref().unwrap().findings.iter().map(|f| f.rule_id.to_string()).collect::<Vec<_>>();
    assert_eq!((shown(&state), state.count(0)), (vec!["there".to_owned()], Some(1)));
    let state = state.after(Action::FileShown(0));
    assert_eq!((shown(&state), state.is_stale()), (vec!["here".to_owned()], false));
}

#[test]
fn the_filter_hides_and_orders() {
    let state = with_findings(&[finding("a", "low", 0, 9, 1), finding("b", "high", 10, 19, 3), finding("c", "low", 20, 29, 8)]);
    assert_eq!(state.visible(), [1, 0, 2]);
    let state = state.after(Action::Sorted(Sort::Place));
    assert_eq!(state.visible(), [0, 1, 2]);
    let state = state.after(Action::Sorted(Sort::Gain));
    assert_eq!(state.visible(), [2, 1, 0]);
    let state = state.after(Action::SeverityToggled(Severity::High));
    assert_eq!(state.visible(), [2, 0]);
    let state = state.after(Action::Searched("ABOUT c".into()));
    assert_eq!(state.visible(), [2]);
    let state = state.after(Action::Searched("dl3007 a".into())).after(Action::SeverityToggled(Severity::High));
    assert_eq!(state.visible(), [2, 1, 0]);
}

#[test]
fn the_most_exact_finding_is_the_one_under_the_caret() {
    let state = with_findings(&[finding("wide", "low", 0, 90, 0), finding("exact", "low", 5, 8, 0)]);
    let moved = |offset| Action::CaretMoved(Caret { offset, line: 1, column: 1 });
    let state = state.after(moved(6));
    assert_eq!(state.finding_at_caret(), Some(1));
    assert_eq!(state.after(moved(40)).finding_at_caret(), Some(0));
}

#[test]
fn a_text_is_the_users_own_once_it_is_typed_or_given() {
    let state = State::new("a").after(Action::Opened(vec![given("Dockerfile", "FROM a")]));
    assert!(!state.is_own());
    assert!(typed(state.clone(), "b").is_own());
    assert!(state.after(Action::FilesGiven(vec![given("Dockerfile", "FROM b")])).is_own());
}

#[test]
fn a_wide_page_never_hides_the_results_for_the_code() {
    let state = State::new("a").after(Action::TabChosen(Tab::Code));
    assert_eq!(state.shown_tab(), Tab::Findings);
    assert_eq!(state.after(Action::WidthChanged(false)).shown_tab(), Tab::Code);
}

#[test]
fn the_explained_finding_closes_when_the_text_changes() {
    let state = with_findings(&[finding("a", "low", 0, 9, 1)]).after(Action::ExplainToggled(0));
    assert_eq!(state.explained, Some(0));
    assert_eq!(typed(state.clone(), "b").explained, None);
    assert_eq!(state.after(Action::ExplainToggled(0)).explained, None);
}

#[test]
fn themes_read_back() {
    for theme in [Theme::System, Theme::Light, Theme::Dark] {
        assert_eq!(Theme::named(theme.word()), theme);
        assert_eq!(theme.next().next().next(), theme);
    }
}
