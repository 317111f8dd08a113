//! The data files' format: tab-separated text with a header of `# key: value` lines.
//!
//! It never guesses: a row with another number of cells than the header names is an error with its line.

use std::path::Path;

/// One data file.
pub(crate) struct Table {
    /// The file's name, for messages.
    pub(crate) name: String,
    /// Where the facts come from.
    pub(crate) source: String,
    /// The day the facts describe, `YYYY-MM-DD`; empty for tables kept by hand, which say `reviewed` instead.
    pub(crate) date: String,
    /// The rows, each with as many cells as there are columns; `-` in the file is an empty cell.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads `name` in `folder` and checks it against the expected `columns`.
    pub(crate) fn read(folder: &Path, name: &str, columns: &[&str]) -> Result<Self, String> {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let header = |key: &str| {
            let start = format!("# {key}: ");
            text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default().to_owned()
        };
        let (source, date, reviewed) = (header("source"), header("date"), header("reviewed"));
        if source.is_empty() || (date.is_empty() == reviewed.is_empty()) {
            return Err(format!("{name}: the header needs `# source: …` and one of `# date: …` and `# reviewed: …`"));
        }
        if let Some(day) = [&date, &reviewed].into_iter().find(|day| !day.is_empty() && !is_day(day)) {
            return Err(format!("{name}: {day:?} in the header is no day"));
        }
        if header("columns") != columns.join(" ") {
            return Err(format!("{name}: the header must say `# columns: {}`", columns.join(" ")));
        }
        let mut rows = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let cells: Vec<String> = line.split('\t').map(|cell| if cell == "-" { String::new() } else { cell.to_owned() }).collect();
            if cells.len() != columns.len() {
                return Err(format!("{name}:{}: {} cells instead of {}", index + 1, cells.len(), columns.len()));
            }
            if columns.last() == Some(&"source") && cells.last().is_some_and(String::is_empty) {
                return Err(format!("{name}:{}: a fact without a source", index + 1));
            }
            rows.push(cells);
        }
        Ok(Self { name: name.to_owned(), source, date, rows })
    }
}

/// Whether a text is a day, `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| parts.next().is_some_and(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
    number(4) && number(2) && number(2) && parts.next().is_none()
}

/// The text of a data file.
pub(crate) fn render(source: &str, date: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("# source: {source}\n# date: {date}\n# columns: {}\n", columns.join(" "));
    for row in rows {
        let cells: Vec<&str> = row.iter().map(|cell| if cell.is_empty() { "-" } else { cell.as_str() }).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}
