//! Where an ignore comment for a finding goes.
//!
//! It knows just enough of both languages to find the line above which a comment is a comment; what an ignore means is for the
//! analysis to say.

use plimsoll_report::{Finding, Kind};

/// Text to insert, and where.
#[derive(Debug, PartialEq)]
pub(crate) struct Insertion {
    /// Zero-based line; the text goes in front of it.
    pub(crate) line: u32,
    /// The comment with its end of line.
    pub(crate) text: String,
    /// Where the reason is to be written: UTF-16 code units from the start of `text`.
    pub(crate) caret: u32,
}

/// The comment that ignores a finding; `None` where the file cannot have one (JSON, or no known kind).
pub(crate) fn insertion(text: &str, kind: Kind, finding: &Finding) -> Option<Insertion> {
    let at = finding.range.start.line as usize;
    let lines: Vec<&str> = text.split('\n').collect();
    let (line, scope) = match kind {
        Kind::Unknown => return None,
        Kind::Kubernetes if text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) => return None,
        Kind::Kubernetes => (at, ""),
        // A comment above a parser directive would end the directives: the ignore goes below them, for the whole file.
        Kind::Dockerfile if is_comment(lines.get(at)?) => (lines.iter().take_while(|line| is_comment(line)).count().max(at + 1), "file "),
        Kind::Dockerfile => (start_of_instruction(&lines, at), ""),
    };
    let indent: String = lines.get(line).unwrap_or(&"").chars().take_while(|c| *c == ' ').collect();
    let end = if lines.first()?.ends_with('\r') { "\r\n" } else { "\n" };
    let comment = format!("{indent}# plimsoll {scope}ignore={} -- ", finding.rule_id);
    // Behind a last line without an end there is no line to insert in front of.
    let caret = comment.chars().count() as u32;
    Some(Insertion { line: line as u32, text: comment + end, caret })
}

fn is_comment(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim_start().starts_with('#')
}

/// The first line of the instruction that line `at` belongs to.
fn start_of_instruction(lines: &[&str], at: usize) -> usize {
    let escape = if lines.iter().take_while(|line| is_comment(line)).any(|line| is_backtick_directive(line)) { '`' } else { '\\' };
    let mut start = 0;
    // What ends the heredocs that are open, the next one first.
    let mut heredocs: Vec<(String, bool)> = Vec::new();
    let mut continued = false;
    for (number, line) in lines.iter().enumerate().take(at + 1) {
        if let Some((end, strip)) = heredocs.first() {
            let line = line.trim_end_matches('\r');
            if (if *strip { line.trim_start_matches('\t') } else { line }) == end {
                heredocs.remove(0);
            }
            continue;
        }
        if continued && (is_comment(line) || line.trim().is_empty()) {
            continue;
        }
        if !continued {
            start = number;
        }
        continued = !is_comment(line) && line.trim_end().ends_with(escape);
        if !is_comment(line) {
            heredocs = heredocs_of(line);
        }
    }
    start
}

fn is_backtick_directive(line: &str) -> bool {
    let mut parts = line.trim_start().trim_start_matches('#').splitn(2, '=').map(str::trim);
    parts.next().is_some_and(|name| name.eq_ignore_ascii_case("escape")) && parts.next() == Some("`")
}

/// The words behind `<<` in a line, and whether `<<-` strips tabs.
fn heredocs_of(line: &str) -> Vec<(String, bool)> {
    let words = line.split_whitespace().filter_map(|word| {
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
        let (word, strip) = word.strip_prefix('-').map_or((word, false), |word| (word, true));
        let name = word.trim_matches(['"', '\'']);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        is_name.then(|| (name.to_owned(), strip))
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, kind: Kind, line: u32) -> Option<(u32, String)> {
        let json = format!(
            r#"{{"ruleId":"some-rule","severity":"low","category":"hygiene","message":"","helpUri":"","uri":"",
                "range":{{"start":{{"line":{line},"character":0}},"end":{{"line":{line},"character":1}}}},
                "offsets":[0,1],"fixes":[],"fingerprint":"","points":0,"gain":0,"aliases":[]}}"#
        );
        let finding = serde_json::from_str(&json).unwrap();
        insertion(text, kind, &finding).map(|insertion| (insertion.line, insertion.text))
    }

    #[test]
    fn an_instruction_of_several_lines_is_ignored_from_above_its_first() {
        let text = "FROM a\nRUN b \\\n  # why\n  c \\\n\n  d\nCMD e";
        assert_eq!(at(text, Kind::Dockerfile, 5), Some((1, "# plimsoll ignore=some-rule -- \n".to_owned())));
        assert_eq!(at(text, Kind::Dockerfile, 6).map(|(line, _)| line), Some(6));
    }

    #[test]
    fn a_heredoc_belongs_to_its_instruction() {
        let text = "FROM a\nRUN <<-EOF cat && <<\"B C\n# text\n\tEOF\nRUN x";
        assert_eq!(at("FROM a\nRUN <<-EOF\n# text\ny\n\tEOF\nRUN x", Kind::Dockerfile, 3).map(|(line, _)| line), Some(1));
        assert_eq!(at("FROM a\nRUN <<-EOF\n# text\ny\n\tEOF\nRUN x", Kind::Dockerfile, 5).map(|(line, _)| line), Some(5));
        assert!(at(text, Kind::Dockerfile, 4).is_some());
    }

    #[test]
    fn windows_files_continue_with_their_own_character() {
        let text = "# escape=`\r\nFROM a\r\nRUN b `\r\n  c\r\n";
        assert_eq!(at(text, Kind::Dockerfile, 3), Some((2, "# plimsoll ignore=some-rule -- \r\n".to_owned())));
    }

    #[test]
    fn directives_stay_on_top() {
        let text = "# syntax=docker/dockerfile:1\n# escape=`\nFROM a\n";
        assert_eq!(at(text, Kind::Dockerfile, 0), Some((2, "# plimsoll file ignore=some-rule -- \n".to_owned())));
    }

    #[test]
    fn yaml_keeps_its_indentation_and_json_has_no_comments() {
        assert_eq!(at("a:\n  - b: c\n", Kind::Kubernetes, 1), Some((1, "  # plimsoll ignore=some-rule -- \n".to_owned())));
        assert_eq!(at(" {\"a\": 1}", Kind::Kubernetes, 0), None);
        assert_eq!(at("x", Kind::Unknown, 0), None);
    }
}
