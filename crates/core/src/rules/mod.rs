//! The rules. One line here per rule; `<name>.rs` holds the rule, `<name>.md` its page, which is also its test.

use crate::rule::Rule;

/// Declares the modules, the list of rules, and the pages beside it.
macro_rules! rules {
    ($($name:ident),* $(,)?) => {
        $(#[allow(missing_docs, reason = "a rule's documentation is its page")] pub mod $name;)*

        /// Every rule, sorted by file name.
        pub static RULES: &[&Rule] = &[$(&$name::RULE),*];

        /// The rules' pages (Markdown), in the order of [`RULES`].
        #[cfg(feature = "pages")]
        pub static PAGES: &[&str] = &[$(include_str!(concat!(stringify!($name), ".md"))),*];
    };
}

rules! {
    bad_pragma,
    image_tag_missing,
    input_limit,
    no_from,
    not_utf8,
    privileged,
    syntax_error,
}

/// The rule of that id or alias.
#[must_use]
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == name).or_else(|| RULES.iter().find(|rule| rule.is_named(name))).copied()
}

/// A rule's page.
#[cfg(feature = "pages")]
#[must_use]
pub fn page(id: &str) -> Option<&'static str> {
    RULES.iter().zip(PAGES).find(|(rule, _)| rule.id == id).map(|(_, page)| *page)
}
