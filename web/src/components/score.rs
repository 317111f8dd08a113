//! The score and its grade.

use std::rc::Rc;

use plimsoll_report::Report;
use yew::{Html, Properties, component, html};

/// What is shown.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The report with the score.
    pub(crate) report: Rc<Report>,
}

/// The number, the letter, and what each category loses.
#[component]
pub(crate) fn ScoreCard(Props { report }: &Props) -> Html {
    let Some(score) = &report.score else {
        let note = report.files.first().and_then(|file| file.note.clone()).unwrap_or_else(|| "there is nothing to grade".to_owned());
        return html! { <p class="score">{ format!("No score: {note}.") }</p> };
    };
    html! {
        <div class="score">
            <p><strong>{ score.value }</strong>{ " of 100, grade " }<strong>{ score.grade.word() }</strong></p>
            <ul>
                { for score.categories.iter().map(|category| html! {
                    <li>{ format!("{}: {} of {} points lost", category.id.word(), category.lost, category.budget) }</li>
                }) }
            </ul>
        </div>
    }
}
