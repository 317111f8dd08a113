//! Real manifests from the folder that `PLIMSOLL_CORPUS` names: all are read, and the promises about spans hold.

mod support;

use plimsoll_yaml::read;

#[test]
fn real_manifests_are_read() {
    let Ok(folder) = std::env::var("PLIMSOLL_CORPUS") else {
        println!("skipped: PLIMSOLL_CORPUS is not set");
        return;
    };
    let mut files: Vec<_> =
        std::fs::read_dir(format!("{folder}/manifests")).expect("the corpus").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let (mut documents, mut broken) = (0, 0);
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        let stream = read(&text);
        support::check_spans(&stream);
        documents += stream.documents.len();
        broken += usize::from(!stream.errors.is_empty());
        for error in &stream.errors {
            let line = text[..error.span.start].lines().count();
            println!("{} line {line}: {:?} {error}: {:?}", file.display(), error.kind, error.span.of(&text));
        }
    }
    println!("{} files, {documents} documents, {broken} files with errors", files.len());
    assert!(broken * 20 < files.len(), "more than one file in twenty has errors");
}
