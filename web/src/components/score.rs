//! The score: the number first, then what it is made of.

use plimsoll_report::{Category, CategoryScore, KubesecRule, Object, Score};
use yew::{Callback, Html, html};

use super::{aloud, button, icons, on_click, on_select, p, span, text};
use crate::app::Msg;
use crate::state::{Action, State, order};
use crate::words;

/// Number, letter, what each category loses; for a manifest also the object they are of.
pub(crate) fn card(state: &State, tell: &Callback<Msg>) -> Html {
    html! {
        <section class="score" aria-label="Score">
            <div class="gauge">
                { icons::ship(state.score()) }
                <div class="verdict">
                    { verdict(state, tell) }
                </div>
            </div>
            if let Some(score) = state.score() {
                <ul class="categories" aria-label="Points lost by category">
                    { for score.categories.iter().map(|category| bar(category, tell)) }
                </ul>
            }
            { picker(state, tell) }
            { peers(state) }
        </section>
    }
}

/// One line for a narrow page.
pub(crate) fn strip(state: &State) -> Html {
    let counts = state.report.as_ref().map(|report| words::by_severity(&report.findings)).unwrap_or_default();
    html! {
        <p class="strip">
            if let Some(score) = state.score() {
                <strong>{ score.value }</strong>{ aloud(" of 100, grade ") }<strong>{ score.grade.word() }</strong>
                { delta(state) }
            } else {
                { span("", text(words::not_graded(state))) }
            }
            if !counts.is_empty() { { span("counts", text(counts)) } }
        </p>
    }
}

fn verdict(state: &State, tell: &Callback<Msg>) -> Html {
    let Some(score) = state.score() else {
        return html! {
            <p class="number">{ span("value none", text("–")) }{ span("of", text(words::not_graded(state))) }</p>
        };
    };
    let star = if score.suppressed > 0 { "*" } else { "" };
    html! {
        <>
            <p class="number">
                <span class="value">{ score.value }</span>
                { delta(state) }
                <span class="of">{ " of 100," }<br /><span class="letter">{ " grade " }<strong>{ score.grade.word() }{ star }</strong></span></span>
            </p>
            { remarks(score, tell) }
        </>
    }
}

/// What the last edit did to the score; it fades away by itself.
fn delta(state: &State) -> Html {
    let class = match state.delta {
        0 => return Html::default(),
        1.. => "delta up",
        _ => "delta down",
    };
    html! { <span key={state.revision} {class}>{ format!("{:+}", state.delta) }</span> }
}

fn remarks(score: &Score, tell: &Callback<Msg>) -> Html {
    let held = score.cap < score.base;
    html! {
        <div class="remarks">
            if held {
                <p>
                    { format!("Held at {} by ", score.cap) }
                    { for score.capped_by.iter().enumerate().map(|(number, rule)| {
                        let (id, id_text) = (rule.to_string(), rule.to_string());
                        html! {
                            <>
                                if number > 0 { { ", " } }
                                { button("link", text(id_text), tell, move || Msg::GoToRule(id.clone())) }
                            </>
                        }
                    }) }
                </p>
            } else if score.cap < 100 {
                { p("", format!("Limit {}, set by the worst finding", score.cap)) }
            }
            if score.suppressed > 0 {
                { p("", format!("* {} ignored; {} with them", words::count(score.suppressed as usize, "finding"), score.value_unsuppressed)) }
            }
            if let Some(floors) = words::floors(score) { { p("", floors) } }
            if score.incomplete { { p("", "Some values are left open: graded on what is visible") } }
        </div>
    }
}

fn bar(category: &CategoryScore, tell: &Callback<Msg>) -> Html {
    let CategoryScore { id, budget, lost, .. } = *category;
    let label = if lost == 0 { format!("0/{budget}") } else { format!("−{lost}/{budget}") };
    let about = about(id);
    let search = on_click(tell, move || Msg::Do(Action::Searched(id.word().to_owned())));
    html! {
        <li>
            <button type="button" class="category" onclick={search} title={format!("{about}. Shows these findings.")} disabled={lost == 0}>{ id.word() }</button>
            <meter min="0" max={budget.to_string()} low={(budget / 3).to_string()} high={(budget * 2 / 3).to_string()} optimum="0"
                value={lost.to_string()} aria-label={format!("{} points lost of {budget}", id.word())} />
            { span("points", text(label)) }
        </li>
    }
}

fn about(category: Category) -> &'static str {
    match category {
        Category::Privilege => "Users, capabilities, host access",
        Category::Image => "Which images, and what is left in them",
        Category::Secrets => "Passwords and keys in the file",
        Category::Reliability => "Whether it runs and keeps running",
        Category::Hygiene => "Layers, caches, old spellings",
    }
}

/// How others judge the object that shows: the Pod Security Standards and kubesec.
fn peers(state: &State) -> Html {
    let objects = state.objects();
    let shown = match state.filter.object {
        Some(object) => objects.get(object),
        None => objects.first().filter(|_| objects.len() == 1),
    };
    let Some((pods, kubesec)) = shown.and_then(|object| Some((object.pod_security.as_ref()?, object.kubesec.as_ref()?))) else {
        return Html::default();
    };
    let failed = pods.failed.iter().map(|failed| format!("{} asks for {} at {}", failed.level.word(), failed.check, failed.path));
    let points = |rules: &'static str| move |rule: &KubesecRule| format!("kubesec {rules} {:+}: {}", rule.points, rule.id);
    let scoring = &kubesec.scoring;
    let kubesec_rules = scoring.critical.iter().map(points("takes")).chain(scoring.advise.iter().map(points("would give")));
    html! {
        <details class="peers">
            <summary>{ format!("Pod Security {}: {} · kubesec: {}", pods.version, pods.level.word(), kubesec.score) }</summary>
            <ul>{ for failed.chain(kubesec_rules).map(|line| html! { <li>{ line }</li> }) }</ul>
        </details>
    }
}

/// Lets the user choose among a manifest's objects, the worst first.
fn picker(state: &State, tell: &Callback<Msg>) -> Html {
    let objects = state.objects();
    if objects.len() < 2 {
        return Html::default();
    }
    let order = order(0..objects.len(), |index| objects[index].score.as_ref().map_or(0, |score| 101 - score.value));
    let choose = on_select(tell, |value| Msg::Do(Action::ObjectChosen(value.parse().ok())));
    let label = |object: &Object| {
        let score = object.score.as_ref().map_or("not graded".to_owned(), |score| format!("{} {}", score.value, score.grade.word()));
        format!("{score} · {}/{} · line {}", object.object.kind, object.object.name, object.range.start.line + 1)
    };
    html! {
        <label class="picker">
            <span>{ "Object" }</span>
            <select onchange={choose}>
                <option value="" selected={state.filter.object.is_none()}>{ format!("all {}: the worst counts", objects.len()) }</option>
                { for order.into_iter().map(|index| html! {
                    <option value={index.to_string()} selected={state.filter.object == Some(index)}>{ label(&objects[index]) }</option>
                }) }
            </select>
        </label>
    }
}
