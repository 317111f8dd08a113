//! The list of findings.

use std::rc::Rc;

use plimsoll_report::Report;
use yew::{Callback, Html, Properties, component, html};

/// What is shown, and who is told.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The report with the findings.
    pub(crate) report: Rc<Report>,
    /// The finding under the caret.
    pub(crate) current: Option<usize>,
    /// A finding was chosen.
    pub(crate) on_select: Callback<usize>,
}

/// Every active finding as a button that leads to its place.
#[component]
pub(crate) fn FindingList(Props { report, current, on_select }: &Props) -> Html {
    let count = report.findings.len();
    let row = |(index, finding): (usize, &plimsoll_report::Finding)| {
        let select = on_select.reform(move |_| index);
        let here = (*current == Some(index)).then_some("true");
        html! {
            <li class={format!("finding {}", finding.severity.word())}>
                <button type="button" onclick={select} aria-current={here}>
                    <span class="severity">{ finding.severity.word() }</span>
                    <span class="message">{ &finding.message }</span>
                    <span class="place">{ format!("{} · line {}", finding.rule_id, finding.range.start.line + 1) }</span>
                </button>
            </li>
        }
    };
    html! {
        <>
            <h2>{ "Findings" }</h2>
            <p role="status">{ match count { 0 => "No findings.".to_owned(), 1 => "1 finding.".to_owned(), n => format!("{n} findings.") } }</p>
            <ol class="findings">{ for report.findings.iter().enumerate().map(row) }</ol>
        </>
    }
}
