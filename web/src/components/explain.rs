//! A rule's page as elements.

use yew::{Html, html};

use super::p;
use crate::markdown::{Block, Inline, blocks, inlines};
use crate::state::Page;

/// The page, or why it is not there.
pub(crate) fn explanation(page: &Page) -> Html {
    match page {
        Page::Loading => p("", "Loading the rule's page…"),
        Page::Failed => p("", "The rule's page could not be loaded; `plimsoll explain` on the command line shows it too."),
        Page::Ready(page) => html! { <div class="page">{ for blocks(page).iter().map(block) }</div> },
    }
}

fn block(block: &Block<'_>) -> Html {
    match block {
        Block::Heading(text) => html! { <h3>{ spans(text) }</h3> },
        Block::Paragraph(text) => html! { <p>{ spans(text) }</p> },
        Block::List(items) => html! { <ul>{ for items.iter().map(|item| super::li("", spans(item))) }</ul> },
        Block::Code { label, lines } => html! {
            <figure class={format!("example {label}")}>
                if !label.is_empty() { <figcaption>{ caption(label) }</figcaption> }
                <pre tabindex="0" aria-label={caption(label).to_owned()}>{ for lines.iter().map(|line| code_line(line)) }</pre>
            </figure>
        },
    }
}

fn caption(label: &str) -> &str {
    match label {
        "bad" => "Reported",
        "good" => "Not reported",
        "fixed" => "After the fix",
        other => other,
    }
}

/// A line of an example; a line of marks under another points at what is reported.
fn code_line(line: &str) -> Html {
    let class = line.trim_start().starts_with('^').then_some("marks");
    html! { <span {class}>{ line }{ "\n" }</span> }
}

fn spans(text: &str) -> Html {
    let span = |part: &Inline<'_>| match part {
        Inline::Text(text) => super::text((*text).to_owned()),
        Inline::Code(code) => super::code((*code).to_owned()),
        Inline::Em(text) => html! { <em>{ text }</em> },
        Inline::Strong(text) => html! { <strong>{ text }</strong> },
        Inline::Link(text, address) => html! { <a href={address.to_string()} target="_blank" rel="noopener noreferrer">{ text }</a> },
    };
    html! { { for inlines(text).iter().map(span) } }
}
