//! A badge: the score and the grade as a small SVG image, for a README. Made here, asked of nobody.

use std::io::{self, Write};

use plimsoll_core::report::{Grade, Report};

/// The height in pixels.
const HEIGHT: u32 = 20;

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let (value, colour) = match &report.score {
        Some(score) => {
            // The same mark that the page shows: some findings are ignored.
            let star = if score.suppressed > 0 { "*" } else { "" };
            (format!("{} {}{star}", score.value, score.grade.word()), colour(score.grade))
        }
        None => ("not graded".to_owned(), "#5f6b76"),
    };
    let (label_width, value_width) = (width("plimsoll"), width(&value));
    let all = label_width + value_width;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all}\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"plimsoll: {value}\">\n\
         <title>plimsoll: {value}</title>\n\
         <clipPath id=\"r\"><rect width=\"{all}\" height=\"{HEIGHT}\" rx=\"3\"/></clipPath>\n\
         <g clip-path=\"url(#r)\"><rect width=\"{label_width}\" height=\"{HEIGHT}\" fill=\"#12344d\"/>\
         <rect x=\"{label_width}\" width=\"{value_width}\" height=\"{HEIGHT}\" fill=\"{colour}\"/></g>\n\
         <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\
         <text x=\"{}\" y=\"14\">plimsoll</text><text x=\"{}\" y=\"14\">{value}</text></g>\n</svg>",
        label_width / 2,
        label_width + value_width / 2,
    )
}

/// White letters on it have a contrast of at least 4.5 to 1.
fn colour(grade: Grade) -> &'static str {
    match grade {
        Grade::APlus | Grade::A => "#1a7f37",
        Grade::B => "#4d7c0f",
        Grade::C => "#8a6100",
        Grade::D => "#b04a00",
        Grade::F => "#b42318",
    }
}

/// The pixels of a word of eleven pixel Verdana with its margins; letters are seven wide or less.
fn width(text: &str) -> u32 {
    text.chars().map(|c| if matches!(c, 'i' | 'l' | ' ' | '*' | 't') { 4 } else { 8 }).sum::<u32>() + 10
}
