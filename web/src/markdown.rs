//! The little Markdown that rules' pages are written in: headings, paragraphs, lists, code; inline code, emphasis and links.
//!
//! It gives plain data that the page turns into elements; no text of it ever becomes markup. Anything else stays as it is written.

/// A part of a page.
#[derive(Debug, PartialEq)]
pub(crate) enum Block<'a> {
    /// `## text`.
    Heading(&'a str),
    /// Lines up to a blank one, joined.
    Paragraph(String),
    /// `- text` lines.
    List(Vec<String>),
    /// A fenced block: the word behind its language (`bad`, `good`, `fixed`), and its lines.
    Code { label: &'a str, lines: Vec<&'a str> },
}

/// A part of a paragraph.
#[derive(Debug, PartialEq)]
pub(crate) enum Inline<'a> {
    /// Text as it is.
    Text(&'a str),
    /// `` `text` ``.
    Code(&'a str),
    /// `*text*`.
    Em(&'a str),
    /// `**text**`.
    Strong(&'a str),
    /// `[text](address)`, the address of http(s).
    Link(&'a str, &'a str),
}

/// The blocks of a page without its first heading, which is the rule's id.
pub(crate) fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("# ") || line.trim().is_empty() {
            continue;
        }
        if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            blocks.push(Block::Heading(title.trim()));
        } else if let Some(info) = line.strip_prefix("```") {
            let label = info.split_whitespace().nth(1).unwrap_or_default();
            blocks.push(Block::Code { label, lines: lines.by_ref().take_while(|line| !line.starts_with("```")).collect() });
        } else {
            let mut items = vec![line.strip_prefix("- ").unwrap_or(line).trim().to_owned()];
            let is_list = line.starts_with("- ");
            while let Some(next) = lines.next_if(|line| !line.trim().is_empty() && !line.starts_with("## ") && !line.starts_with("```")) {
                match next.strip_prefix("- ") {
                    Some(item) if is_list => items.push(item.trim().to_owned()),
                    _ => {
                        if let Some(last) = items.last_mut() {
                            last.push(' ');
                            last.push_str(next.trim());
                        }
                    }
                }
            }
            blocks.push(if is_list { Block::List(items) } else { Block::Paragraph(items.concat()) });
        }
    }
    blocks
}

/// The parts of a paragraph.
pub(crate) fn inlines(text: &str) -> Vec<Inline<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut plain = 0;
    while let Some(at) = rest[plain..].find(['`', '*', '[']).map(|at| at + plain) {
        match special(&rest[at..]) {
            Some((part, length)) => {
                if at > 0 {
                    parts.push(Inline::Text(&rest[..at]));
                }
                parts.push(part);
                rest = &rest[at + length..];
                plain = 0;
            }
            None => plain = at + 1,
        }
    }
    if !rest.is_empty() {
        parts.push(Inline::Text(rest));
    }
    parts
}

/// The special part that `text` begins with, and its length.
fn special(text: &str) -> Option<(Inline<'_>, usize)> {
    let between = |open: &str, close: &str| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(close)?;
        (end > 0).then(|| (&inner[..end], open.len() + end + close.len()))
    };
    if let Some((code, length)) = between("`", "`") {
        return Some((Inline::Code(code), length));
    }
    if let Some((strong, length)) = between("**", "**") {
        return Some((Inline::Strong(strong), length));
    }
    if let Some((em, length)) = between("*", "*").filter(|(em, _)| !em.starts_with(' ') && !em.ends_with(' ')) {
        return Some((Inline::Em(em), length));
    }
    let (title, length) = between("[", "](")?;
    let end = text[length..].find(')')?;
    let address = &text[length..length + end];
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web.then_some((Inline::Link(title, address), length + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_falls_into_its_blocks() {
        let page = "# some-rule\n\n## What it does\nReports a thing\nover two lines.\n\n- one\n  more\n- two\n\n```yaml bad\na: b\n   ^ some-rule\n```\n";
        assert_eq!(
            blocks(page),
            [
                Block::Heading("What it does"),
                Block::Paragraph("Reports a thing over two lines.".into()),
                Block::List(vec!["one more".into(), "two".into()]),
                Block::Code { label: "bad", lines: vec!["a: b", "   ^ some-rule"] },
            ]
        );
    }

    #[test]
    fn inline_marks_are_read_and_odd_ones_stay() {
        assert_eq!(
            inlines("Use `a*b`, **not** *so* [this](https://example.com/x) or [that](javascript:x) * 2 ` end"),
            [
                Inline::Text("Use "),
                Inline::Code("a*b"),
                Inline::Text(", "),
                Inline::Strong("not"),
                Inline::Text(" "),
                Inline::Em("so"),
                Inline::Text(" "),
                Inline::Link("this", "https://example.com/x"),
                Inline::Text(" or [that](javascript:x) * 2 ` end"),
            ]
        );
        assert_eq!(inlines("µ`ü`"), [Inline::Text("µ"), Inline::Code("ü")]);
    }

    #[test]
    fn an_open_fence_ends_with_the_page() {
        assert_eq!(blocks("```\nx"), [Block::Code { label: "", lines: vec!["x"] }]);
    }
}
