//! Reads real Dockerfiles from the folder that `PLIMSOLL_CORPUS` names and prints what the parser finds wrong with them.

use std::{env, fs, path::PathBuf};

use plimsoll_dockerfile::stages::StageGraph;
use plimsoll_dockerfile::{Keyword, parse};

#[test]
fn real_files() {
    let Some(root) = env::var_os("PLIMSOLL_CORPUS") else {
        println!("skipped: PLIMSOLL_CORPUS is not set");
        return;
    };
    let folder = PathBuf::from(root).join("dockerfiles");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("the folder is readable").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let (mut files, mut with_errors, mut errors) = (0, 0, 0);
    for path in paths {
        let bytes = fs::read(&path).expect("the file is readable");
        let source = String::from_utf8_lossy(&bytes);
        let file = parse(&source);
        let froms = file.instructions.iter().filter(|i| i.keyword == Keyword::From).count();
        assert_eq!(StageGraph::new(&file).stages.len(), froms);
        files += 1;
        with_errors += usize::from(!file.errors.is_empty());
        errors += file.errors.len();
        for error in &file.errors {
            let line = source[..error.span.start].matches('\n').count() + 1;
            println!("{}:{line}: {:?}: {}", path.display(), error.kind, error.message);
        }
    }
    assert!(files > 0, "the folder is empty");
    println!("{files} files, {with_errors} with errors, {errors} errors");
}
