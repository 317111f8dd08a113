//! What a cluster with ImagePolicyWebhook makes of the manifest, step by step, under the policy among the open files.

use yew::{Callback, Event, Html, TargetCast, html};

use super::{button, code_marks, on_select, p, text};
use crate::app::Msg;
use crate::files::{Given, POLICY};
use crate::state::{Action, Settings, State, Step};

/// How the webhook may be, with the words of the menu.
const WEBHOOKS: [(&str, &str); 5] = [
    ("answers", "answers by the policy"),
    ("down", "is down"),
    ("slow", "is too slow"),
    ("403", "answers with HTTP 403"),
    ("500", "answers with HTTP 500"),
];

/// The admission part of the page.
pub(crate) fn panel(state: &State, tell: &Callback<Msg>) -> Html {
    let policy = || Given { name: "plimsoll.yaml".to_owned(), text: POLICY.to_owned(), kind: None };
    if state.policy().is_none() {
        return html! {
            <div class="blank">
                { p("", "By default a cluster runs every image. A policy, plimsoll.yaml beside the manifest, says which may run; the ImagePolicyWebhook plugin asks for its verdict.") }
                <p class="choices">{ button("fix safe", text("Add a policy"), tell, move || Msg::AddAside(policy())) }</p>
            </div>
        };
    }
    let Some(manifest) = state.manifest() else {
        return p("note", "There is no manifest among the open files that could be applied.");
    };
    let scene = &state.scene;
    html! {
        <>
            <h2 class="aloud">{ "Admission" }</h2>
            { settings(state.settings, tell) }
            if let Some(error) = &scene.error { <p class="warn" role="alert">{ error }</p> } else {
                { p("note", format!("What happens when {} is applied:", manifest.name)) }
                <ol class="scene">{ for scene.steps.iter().map(step) }</ol>
                <p class="aloud" role="status">{ for scene.steps.last().map(|last| text(format!("{} {}", last.who, last.what))) }</p>
            }
        </>
    }
}

fn settings(settings: Settings, tell: &Callback<Msg>) -> Html {
    let choose = on_select(tell, move |value| {
        let webhook = WEBHOOKS.iter().find(|(word, _)| *word == value).map_or("answers", |(word, _)| word);
        Msg::Do(Action::Set(Settings { webhook, ..settings }))
    });
    let input = |change: fn(&mut Settings, &web_sys::HtmlInputElement)| {
        let tell = tell.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                let mut changed = settings;
                change(&mut changed, &input);
                tell.emit(Msg::Do(Action::Set(changed)));
            }
        })
    };
    let [allow, deny, backoff] = settings.times;
    let number = |name: &'static str, value: i32, change: fn(&mut Settings, &web_sys::HtmlInputElement)| {
        html! { <label>{ name }<input type="number" value={value.to_string()} onchange={input(change)} /></label> }
    };
    html! {
        <div class="settings" role="group" aria-label="The cluster">
            <label>
                { "The webhook" }
                <select onchange={choose}>
                    { for WEBHOOKS.into_iter().map(|(word, label)| html! { <option value={word} selected={word == settings.webhook}>{ label }</option> }) }
                </select>
            </label>
            <label class="check">
                <input type="checkbox" checked={settings.default_allow} onchange={input(|settings, input| settings.default_allow = input.checked())} />
                { " defaultAllow" }
            </label>
            { number("allowTTL (s)", allow, |settings, input| settings.times[0] = whole(input)) }
            { number("denyTTL (s)", deny, |settings, input| settings.times[1] = whole(input)) }
            { number("retryBackoff (ms)", backoff, |settings, input| settings.times[2] = whole(input)) }
        </div>
    }
}

/// The number in a field; nothing and nonsense are the plugin's default.
fn whole(input: &web_sys::HtmlInputElement) -> i32 {
    input.value().parse().unwrap_or_default()
}

fn step(step: &Step) -> Html {
    html! {
        <li class={step.tone.clone()}>
            <p><strong>{ &step.who }</strong>{ " " }{ code_marks(&step.what) }</p>
            if !step.why.is_empty() { <p class="role">{ code_marks(&step.why) }</p> }
            if !step.text.is_empty() { <pre tabindex="0">{ &step.text }</pre> }
        </li>
    }
}
