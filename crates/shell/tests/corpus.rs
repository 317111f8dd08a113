//! Reads every RUN instruction of a folder of Dockerfiles and tells what the reader complains about.
//! The folder is named by `PLIMSOLL_CORPUS` (its `dockerfiles` folder is read); without it nothing is done.

use std::collections::BTreeMap;

use plimsoll_shell::parse;

/// The shell text of the RUN instructions: continuation lines joined, comment lines dropped, flags cut off.
/// Instructions with here-documents keep their line ends.
fn runs(dockerfile: &str) -> Vec<String> {
    let mut runs = Vec::new();
    let mut lines = dockerfile.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        let Some((keyword, rest)) = line.split_once([' ', '\t']) else { continue };
        if !keyword.eq_ignore_ascii_case("run") {
            continue;
        }
        let mut text = String::new();
        let mut current = rest.to_owned();
        loop {
            let trimmed = current.trim_end();
            match trimmed.strip_suffix('\\') {
                Some(open) => text.push_str(open),
                None => {
                    text.push_str(trimmed);
                    break;
                }
            }
            match lines.by_ref().find(|l| !l.trim_start().starts_with('#') && !l.trim().is_empty()) {
                Some(next) => current = next.to_owned(),
                None => break,
            }
        }
        let mut shell = text.trim_start();
        while shell.starts_with("--") {
            shell = shell.split_once([' ', '\t']).map_or("", |(_, r)| r.trim_start());
        }
        text = shell.to_owned();
        if let Some((_, tag)) = text.split_once("<<").filter(|(_, t)| !t.starts_with('<')) {
            let tag: String = tag.trim_start_matches(['-', '\'', '"']).chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !tag.is_empty() {
                for line in lines.by_ref() {
                    text.push('\n');
                    text.push_str(line);
                    if line.trim() == tag {
                        break;
                    }
                }
            }
        }
        if !text.starts_with('[') {
            runs.push(text);
        }
    }
    runs
}

#[test]
fn real_run_instructions() {
    let Ok(folder) = std::env::var("PLIMSOLL_CORPUS") else {
        println!("skipped: PLIMSOLL_CORPUS is not set");
        return;
    };
    let folder = std::path::Path::new(&folder).join("dockerfiles");
    let mut files: Vec<_> = std::fs::read_dir(&folder).expect("the corpus folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    let (mut scripts, mut wrong) = (0, 0);
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        for run in runs(&text) {
            scripts += 1;
            let script = parse(&run);
            wrong += usize::from(!script.errors.is_empty());
            for error in script.errors.iter().take(2) {
                let start = run.floor_char_boundary(error.span.start.saturating_sub(60));
                let end = run.ceil_char_boundary((error.span.end + 60).min(run.len()));
                println!("{}: {:?}: {:?}", file.file_name().unwrap_or_default().display(), error.kind, &run[start..end]);
            }
            for command in &script.commands {
                if let Some(effective) = command.effective() {
                    *names.entry(effective.name.into_owned()).or_default() += 1;
                }
            }
        }
    }
    println!("{scripts} scripts, {wrong} with errors");
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), name.clone()));
    println!("{names:?}");
}
