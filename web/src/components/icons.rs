//! Drawings: the mark, the ship, and a shape for each severity. All are decoration; what they mean stands beside them in words.

use plimsoll_report::{Score, Severity};
use yew::{Html, html};

/// The Plimsoll mark: a circle that a line crosses.
pub(crate) fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <circle cx="16" cy="16" r="9" /><path d="M2 16h28" />
        </svg>
    }
}

/// Half light, half dark.
pub(crate) fn half_moon() -> Html {
    html! { <svg class="shape large" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 0a8 8 0 100 16A8 8 0 008 0zm0 2v12A6 6 0 018 2z" /></svg> }
}

/// A shape of its own for each severity, so that colour is not needed to tell them apart.
pub(crate) fn severity(severity: Severity) -> Html {
    let shape = match severity {
        Severity::Critical => "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
        Severity::High => "M8 0l8 8-8 8-8-8z",
        Severity::Medium => "M8 1l8 14H0z",
        Severity::Low => "M8 1a7 7 0 100 14A7 7 0 008 1z",
        Severity::Info => "M8 1a7 7 0 100 14A7 7 0 008 1zm0 2a5 5 0 110 10A5 5 0 018 3z",
    };
    html! { <svg class="shape" viewBox="0 0 16 16" aria-hidden="true"><path d={shape} /></svg> }
}

/// The score at which the water reaches the mark: under it a ship is overladen.
const LOAD_LINE: i32 = 70;

/// A ship in cross-section, which lies the deeper the lower the score. Without a score it is a sketch.
pub(crate) fn ship(score: Option<&Score>) -> Html {
    let value = score.map_or(LOAD_LINE, |score| i32::try_from(score.value).unwrap_or(0));
    let sunk = (18 * 10 + (LOAD_LINE - value) * 4) / 10;
    let class = match score {
        None => "ship unknown",
        Some(score) if score.value < 60 => "ship bad",
        Some(score) if score.value < 80 => "ship fair",
        Some(_) => "ship good",
    };
    html! {
        <svg {class} viewBox="0 0 120 100" aria-hidden="true">
            <g transform={format!("translate(0 {sunk})")}>
                <path class="hull" d="M12 6h96l-5 52c-1 12-8 18-20 18H37c-12 0-19-6-20-18z" />
                <path class="ticks" d="M97 16h6M97 24h5M96 32h6M96 40h5M95 48h6M95 56h5" />
                <circle class="disc" cx="56" cy="34" r="11" />
                <path class="load-line" d="M36 34h40" />
            </g>
            <path class="water" d="M0 52c10-4 20-4 30 0s20 4 30 0 20-4 30 0 20 4 30 0v48H0z" />
        </svg>
    }
}
