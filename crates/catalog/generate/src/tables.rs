//! Data files to Rust tables.
//!
//! The tables hold text that the catalog reads in place, so nothing is parsed at start. Nothing here decides
//! anything about an image: every cell goes over as it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use crate::columns;
use crate::table::Table;

/// One letter for an index into a short list.
const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The letter of each flavour; the catalog's `Flavour::from_letter` reads it back.
const FLAVOURS: &[(&str, char)] = &[
    ("default", 'd'),
    ("debian", 'b'),
    ("slim", 's'),
    ("alpine", 'a'),
    ("alpine-slim", 't'),
    ("ubuntu", 'u'),
    ("rhel-like", 'r'),
    ("amazonlinux", 'z'),
    ("busybox-like", 'y'),
    ("windows-servercore", 'w'),
    ("windows-nanoserver", 'n'),
];

/// Makes every generated table from the data files in `data`: name and contents, in a fixed order.
///
/// # Errors
/// A data file that is missing or malformed, with its name and line where there is one.
pub fn generate(data: &Path) -> Result<Vec<(String, String)>, String> {
    let mut sources = Vec::new();
    let mut read = |name: &str, columns: &[&str]| -> Result<Table, String> {
        let table = Table::read(data, name, columns)?;
        sources.push((table.name.clone(), table.date.clone(), table.source.clone()));
        Ok(table)
    };
    let official_table = read("official.tsv", columns::OFFICIAL)?;
    let cycles = read("eol.tsv", columns::EOL)?;
    let repositories = read("eol-repositories.tsv", columns::EOL_REPOSITORIES)?;
    let codenames = read("codenames.tsv", columns::CODENAMES)?;
    let distroless_table = read("distroless.tsv", columns::DISTROLESS)?;
    let retired = read("distroless-retired.tsv", columns::DISTROLESS_RETIRED)?;
    let measured = read("footprint.tsv", columns::FOOTPRINT)?;
    let vendor = read("chainguard.tsv", columns::CHAINGUARD)?;
    let deprecated = read("deprecated.tsv", columns::DEPRECATED)?;
    let users = read("users.tsv", columns::USERS)?;
    let other_tags = read("other-tags.tsv", columns::OTHER_TAGS)?;
    let registries = read("registries.tsv", columns::REGISTRIES)?;
    let everyday = read("everyday-names.tsv", columns::EVERYDAY_NAMES)?;
    let families = read("families.tsv", columns::FAMILIES)?;
    let options = read("options.tsv", columns::OPTIONS)?;
    let packages = read("packages.tsv", columns::PACKAGES)?;
    let paths = read("paths.tsv", columns::PATHS)?;
    let files = [
        (
            "official.rs",
            official(
                &official_table,
                &OfOfficial { families: &families, cycles: &cycles, repositories: &repositories, users: &users, measured: &measured },
            )?,
        ),
        ("eol.rs", eol(&cycles, &repositories, &codenames, &official_table)?),
        ("distroless.rs", distroless(&distroless_table, &retired)?),
        ("footprint.rs", footprint(&measured, &vendor)?),
        ("names.rs", names(&deprecated, &users, &other_tags, &registries, &everyday)?),
        ("replacements.rs", replacements(&families, &options, &packages, &paths, &official_table)?),
        ("sources.rs", source_list(&sources)),
    ];
    Ok(files.into_iter().map(|(name, body)| (name.to_owned(), body)).collect())
}

fn head(what: &str) -> String {
    format!("//! {what}\n//! Made by `plimsoll-catalog-generate` from the data files; it is never edited by hand.\n\n")
}

fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// A table whose rows are tuples of texts, sorted by the first for binary search.
fn tuples(out: &mut String, doc: &str, name: &str, rows: &[&[String]]) {
    let width = rows.first().map_or(1, |row| row.len());
    let kind = if width == 1 { "&str".to_owned() } else { format!("({})", vec!["&str"; width].join(", ")) };
    let mut sorted = rows.to_vec();
    sorted.sort();
    let _ = writeln!(out, "/// {doc}\npub(crate) static {name}: &[{kind}] = &[");
    for row in sorted {
        let cells: Vec<String> = row.iter().map(|cell| literal(cell)).collect();
        let _ = if width == 1 { writeln!(out, "    {},", cells.join(", ")) } else { writeln!(out, "    ({}),", cells.join(", ")) };
    }
    out.push_str("];\n\n");
}

fn rows(table: &Table) -> Vec<&[String]> {
    table.rows.iter().map(Vec::as_slice).collect()
}

/// The letter of `text` in `list`, which grows as new texts come.
fn letter(list: &mut Vec<String>, text: &str, file: &str) -> Result<char, String> {
    let index = list.iter().position(|known| known == text).unwrap_or_else(|| {
        list.push(text.to_owned());
        list.len() - 1
    });
    LETTERS.get(index).map(|byte| char::from(*byte)).ok_or_else(|| format!("{file}: more than {} different values", LETTERS.len()))
}

fn texts(out: &mut String, doc: &str, name: &str, list: &[String]) {
    let _ = writeln!(out, "/// {doc}\npub(crate) static {name}: &[&str] = &[");
    for text in list {
        let _ = writeln!(out, "    {},", literal(text));
    }
    out.push_str("];\n\n");
}

/// What stands in front of the names of the official images.
const LIBRARY: &str = "docker.io/library/";

/// Whether a repository of a table is an official image: what the table says of it goes into the image's own row.
fn is_official(repository: &str, images: &Table) -> bool {
    let name = repository.strip_prefix(LIBRARY);
    name.is_some_and(|name| images.rows.iter().any(|row| row.first().is_some_and(|image| image == name)))
}

/// The tables that say something of official images.
struct OfOfficial<'a> {
    families: &'a Table,
    cycles: &'a Table,
    repositories: &'a Table,
    users: &'a Table,
    measured: &'a Table,
}

impl OfOfficial<'_> {
    /// The cells of an image's row.
    fn cells(&self, image: &str) -> String {
        let path = [LIBRARY, image].concat();
        let cell = |row: &'_ [String], index: usize| row.get(index).cloned().unwrap_or_default();
        let families = self.families.rows.iter().enumerate();
        let mut entries = families.flat_map(|(number, row)| {
            let (floor, entries) = (cell(row, 2), cell(row, 3));
            let entries: Vec<String> = entries.split_whitespace().map(str::to_owned).collect();
            entries.into_iter().map(move |entry| (number, floor.clone(), entry))
        });
        let family = entries.find_map(|(number, floor, entry)| {
            let (repository, own) = entry.split_once('=').unwrap_or((&entry, &floor));
            (repository == path).then(|| (number, own.to_owned()))
        });
        let (family, floor) = family.map_or(("None".to_owned(), "2".to_owned()), |(number, floor)| (format!("Some({number})"), floor));
        let cycles = self.repositories.rows.iter().find(|row| cell(row, 0) == path).map(|row| cell(row, 1));
        let known: BTreeSet<&str> = self.cycles.rows.iter().filter_map(|row| row.first()).map(String::as_str).collect();
        let number = cycles.and_then(|family| known.iter().position(|other| **other == family));
        let cycles = number.map_or("None".to_owned(), |number| format!("Some({number})"));
        let users = range(self.users, |repository| repository == path);
        let measured = range(self.measured, |found| found.split(':').next() == Some(image));
        format!("family: {family}, floor: {floor}, cycles: {cycles}, users: {users}, measured: {measured}")
    }
}

/// The rows of a sorted table whose first cell `is` one: the number of the first one, and how many there are.
fn range(table: &Table, is: impl Fn(&str) -> bool) -> String {
    let mut firsts: Vec<&str> = table.rows.iter().filter_map(|row| row.first()).map(String::as_str).collect();
    firsts.sort_unstable();
    let count = firsts.iter().filter(|first| is(first)).count();
    let start = firsts.iter().position(|first| is(first)).unwrap_or_default();
    format!("({start}, {count})")
}

fn official(table: &Table, others: &OfOfficial<'_>) -> Result<String, String> {
    let (mut architectures, mut suites) = (Vec::new(), Vec::new());
    let mut images: BTreeMap<&str, String> = BTreeMap::new();
    for row in &table.rows {
        let [image, flavour, suite, arches, tags] = row.as_slice() else { continue };
        let block = images.entry(image).or_default();
        if tags.is_empty() {
            continue;
        }
        let flavour = FLAVOURS.iter().find(|(name, _)| name == flavour).ok_or_else(|| format!("{}: flavour {flavour}", table.name))?.1;
        let arches = letter(&mut architectures, arches, &table.name)?;
        let suite = letter(&mut suites, suite, &table.name)?;
        let _ = writeln!(block, "{flavour}{arches}{suite} {tags}");
    }
    let mut out = head("Official images: one line per build, `<flavour><architectures><suite> <tag> <tag> …`.");
    out.push_str("use crate::official::Image;\n\n");
    texts(&mut out, "Sets of architectures, by letter.", "ARCHITECTURES", &architectures);
    texts(&mut out, "Suite words, by letter.", "SUITES", &suites);
    out.push_str("/// Sorted by name, with what the other tables say of each.\npub(crate) static IMAGES: &[Image] = &[\n");
    for (image, block) in images {
        let _ = writeln!(out, "    Image {{ name: {}, {}, builds: {} }},", literal(image), others.cells(image), literal(&block));
    }
    out.push_str("];\n\n");
    Ok(out)
}

/// A day in three letters, for year, month and day, which the catalog reads with no effort; what is no day has the month zero.
fn day(cell: &str) -> Option<String> {
    /// The year of the first letter.
    const FIRST_YEAR: usize = 1990;
    match cell {
        "" => return Some("000".to_owned()),
        "ended" => return Some("00e".to_owned()),
        "yes" => return Some("00y".to_owned()),
        _ => {}
    }
    let numbers: Vec<usize> = cell.split('-').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let [year, month @ 1..=12, day @ 1..=31] = numbers[..] else { return None };
    [year.checked_sub(FIRST_YEAR)?, month, day].iter().map(|number| LETTERS.get(*number).map(|byte| char::from(*byte))).collect()
}

fn eol(cycles: &Table, repositories: &Table, codenames: &Table, images: &Table) -> Result<String, String> {
    let mut families: BTreeMap<&str, (Vec<&str>, String)> = BTreeMap::new();
    for row in &cycles.rows {
        // The newest version says nothing about support, and its digits hardly compress: it stays in the data file.
        let [family, name, days @ .., _latest] = row.as_slice() else { continue };
        let (names, all) = families.entry(family).or_default();
        if name.is_empty() || name.contains(' ') {
            return Err(format!("{}: {name:?} is no name of a cycle of {family}", cycles.name));
        }
        let leads = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'));
        if let Some(other) = names.iter().find(|other| leads(name, other) || leads(other, name)) {
            return Err(format!("{}: a version of {family} could be of {name} and of {other}", cycles.name));
        }
        names.push(name);
        for cell in days {
            all.push_str(&day(cell).ok_or_else(|| format!("{}: {cell:?} of {family} {name}", cycles.name))?);
        }
    }
    if let Some(row) = repositories.rows.iter().find(|row| row.get(1).is_none_or(|family| !families.contains_key(family.as_str()))) {
        return Err(format!("{}: {row:?} names no family of {}", repositories.name, cycles.name));
    }
    let mut out = head("Release cycles, newest first: their names, and for each `<release><eol><free-lts><lts>` in three letters.");
    let blocks: Vec<Vec<String>> =
        families.into_iter().map(|(family, (names, days))| vec![family.to_owned(), names.join(" "), days]).collect();
    tuples(&mut out, "Family, its cycles and their days.", "CYCLES", &blocks.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let others = |row: &&[String]| row.first().is_some_and(|repository| !is_official(repository, images));
    let repositories: Vec<&[String]> = rows(repositories).into_iter().filter(others).collect();
    tuples(&mut out, "Repository that is no official image, and its family.", "REPOSITORIES", &repositories);
    tuples(&mut out, "Code name, family and cycle.", "CODENAMES", &rows(codenames));
    Ok(out)
}

fn distroless(table: &Table, retired: &Table) -> Result<String, String> {
    let mut out = head("Distroless images.");
    out.push_str(
        "use crate::distroless::Distroless;\n\n/// The images that are built today.\npub(crate) static IMAGES: &[Distroless] = &[\n",
    );
    let mut sorted = rows(table);
    sorted.sort();
    for row in sorted {
        let [name, family, suite, alias, tags, arches, packages, entrypoint, policy, libc, openssl, stdcxx, runtime] = row else {
            return Err(format!("{}: {row:?}", table.name));
        };
        let _ = writeln!(out, "    Distroless {{");
        let words = [("name", name), ("family", family), ("suite", suite), ("alias", alias), ("tags", tags), ("architectures", arches)];
        for (field, cell) in words.into_iter().chain([("packages", packages), ("entrypoint", entrypoint), ("policy_end", policy)]) {
            let _ = writeln!(out, "        {field}: {},", literal(cell));
        }
        let _ = writeln!(out, "        glibc: {},\n        openssl: {},", libc == "glibc", openssl == "yes");
        let _ = writeln!(out, "        libstdcxx: {},\n        runtime: {},\n    }},", stdcxx == "yes", literal(runtime));
    }
    out.push_str("];\n\n");
    tuples(&mut out, "Name, family and successor of images that are no longer built.", "RETIRED", &rows(retired));
    Ok(out)
}

fn figure(cell: &str) -> &str {
    if cell.is_empty() { "0" } else { cell }
}

fn footprint(measured: &Table, vendor: &Table) -> Result<String, String> {
    let mut out = head("What images weigh and hold. Zero and the empty text mean: not known.");
    out.push_str("use crate::footprint::{Measured, Vendor};\n\n/// Sorted by image.\npub(crate) static MEASURED: &[Measured] = &[\n");
    let mut sorted = rows(measured);
    sorted.sort();
    for row in sorted {
        let [image, amd64, arm64, kind, built, _version, packages, tools @ .., _source] = row else {
            return Err(format!("{}: {row:?}", measured.name));
        };
        let tools: Vec<String> = tools.iter().map(|cell| literal(cell)).collect();
        let bytes = format!("amd64: {}, arm64: {}, measured: {}", figure(amd64), figure(arm64), kind == "measured");
        let facts = format!("built: {}, packages: {}, tools: [{}]", literal(built), figure(packages), tools.join(", "));
        let _ = writeln!(out, "    Measured {{ image: {}, {bytes}, {facts} }},", literal(image));
    }
    out.push_str("];\n\n/// Sorted by name.\npub(crate) static VENDOR: &[Vendor] = &[\n");
    let mut sorted = rows(vendor);
    sorted.sort();
    for row in sorted {
        let [name, tags, arches, packages, user, entrypoint, tools @ ..] = row else { return Err(format!("{}: {row:?}", vendor.name)) };
        let tools: Vec<String> = tools.iter().map(|cell| literal(cell)).collect();
        let words = format!("name: {}, tags: {}, architectures: {}", literal(name), literal(tags), literal(arches));
        let facts = format!("packages: {}, user: {}, entrypoint: {}", figure(packages), literal(user), literal(entrypoint));
        let _ = writeln!(out, "    Vendor {{ {words}, {facts}, tools: [{}] }},", tools.join(", "));
    }
    out.push_str("];\n");
    Ok(out)
}

fn names(deprecated: &Table, users: &Table, other_tags: &Table, registries: &Table, everyday: &Table) -> Result<String, String> {
    let mut out = head("Names: deprecated repositories, default users, registries, and everyday words that are no typos.");
    let mut without_source = |doc: &str, name: &str, table: &Table| {
        let rows: Vec<&[String]> = table.rows.iter().filter_map(|row| row.split_last().map(|(_source, cells)| cells)).collect();
        tuples(&mut out, doc, name, &rows);
    };
    without_source("Repository, state, since and successors.", "DEPRECATED", deprecated);
    without_source("Repository, tag word, default, user name, uid and gid.", "USERS", users);
    without_source("Repository, architectures and tags of images that are no official ones.", "OTHER_TAGS", other_tags);
    tuples(&mut out, "Host, state, successor and the path of official images.", "REGISTRIES", &rows(registries));
    tuples(&mut out, "Single words that people give their own images.", "EVERYDAY", &rows(everyday));
    Ok(out)
}

fn words(cell: &str) -> String {
    let items: Vec<String> = cell.split_whitespace().map(literal).collect();
    format!("&[{}]", items.join(", "))
}

fn replacements(families: &Table, options: &Table, packages: &Table, paths: &Table, images: &Table) -> Result<String, String> {
    let mut out = head("Replacements: what may stand in for an image, in the order it is offered.");
    out.push_str("use crate::replacements::{Family, Offer, Risk, Target};\n\n/// In the order of the data file.\n");
    out.push_str("pub(crate) static FAMILIES: &[Family] = &[\n");
    for family in &families.rows {
        let [id, kind, floor, repositories] = family.as_slice() else { return Err(format!("{}: {family:?}", families.name)) };
        let _ = writeln!(out, "    Family {{\n        id: {}, kind: {}, floor: {floor},", literal(id), literal(kind));
        let is_other = |entry: &&str| !is_official(entry.split('=').next().unwrap_or_default(), images);
        let others: Vec<&str> = repositories.split_whitespace().filter(is_other).collect();
        let _ = writeln!(out, "        repositories: {},\n        offers: &[", words(&others.join(" ")));
        for option in options.rows.iter().filter(|row| row.first() == Some(id)) {
            let [_, name, target, stage, effort, risk, requires, blocked, edits, caveats] = option.as_slice() else {
                return Err(format!("{}: {option:?}", options.name));
            };
            let target = match target.split_once(' ') {
                Some(("flavour", flavour)) => {
                    let flavour =
                        FLAVOURS.iter().find(|(known, _)| *known == flavour).ok_or_else(|| format!("{}: {target}", options.name))?;
                    format!("Target::Flavour(crate::Flavour::from_letter(b'{}'))", flavour.1)
                }
                Some(("image", image)) => format!("Target::Image({})", literal(image)),
                Some(("role", role)) => format!("Target::Role({})", literal(role)),
                None if target == "scratch" => "Target::Scratch".to_owned(),
                None if target == "keep" => "Target::Keep".to_owned(),
                None if target == "successor" => "Target::Successor".to_owned(),
                _ => return Err(format!("{}: target {target}", options.name)),
            };
            let risk = match risk.as_str() {
                "low" => "Low",
                "medium" => "Medium",
                "high" => "High",
                _ => return Err(format!("{}: risk {risk}", options.name)),
            };
            let facts = format!("final_stage: {}, effort: {effort}, risk: Risk::{risk}", stage == "final");
            let _ = writeln!(out, "            Offer {{\n                id: {}, target: {target}, {facts},", literal(name));
            for (field, cell) in [("requires", requires), ("blocked_by", blocked), ("edits", edits), ("caveats", caveats)] {
                let _ = writeln!(out, "                {field}: {},", words(cell));
            }
            out.push_str("            },\n");
        }
        out.push_str("        ],\n    },\n");
    }
    out.push_str("];\n\n");
    tuples(&mut out, "Debian package and what Alpine calls it; empty where nothing does its work.", "PACKAGES", &rows(packages));
    tuples(&mut out, "Where a file lies on Debian and on Alpine.", "PATHS", &rows(paths));
    Ok(out)
}

fn source_list(sources: &[(String, String, String)]) -> String {
    let newest = sources.iter().map(|(_, date, _)| date.as_str()).max().unwrap_or_default();
    let mut out = head("Where the facts come from, and of which day they are.");
    let _ = writeln!(out, "/// The newest day of all tables.\npub(crate) static NEWEST: &str = {};\n", literal(newest));
    let dated: Vec<Vec<String>> =
        sources.iter().map(|(name, date, source)| vec![name.trim_end_matches(".tsv").to_owned(), date.clone(), source.clone()]).collect();
    tuples(&mut out, "Table, day (empty where kept by hand) and source.", "SOURCES", &dated.iter().map(Vec::as_slice).collect::<Vec<_>>());
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
