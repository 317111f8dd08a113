//! --fix, --unsafe-fixes and --diff.

use std::fs;

use crate::{CLEAN, DOCKERFILE, PRIVILEGED, folder, run, run_with, write};

const OPTION: &str = "--no-install-recommends";

#[test]
fn a_fix_is_written_and_the_report_is_on_what_is_left() {
    let at = folder("fix");
    write(&at, "Dockerfile", DOCKERFILE);
    write(&at, "clean.yaml", CLEAN);
    let done = run(&at, &["lint", "--fix", "."]);
    assert_eq!(done.code, 1, "the tag is still missing");
    assert!(done.stderr.starts_with("note: applied ") && done.stderr.ends_with(" in 1 file\n"), "{}", done.stderr);
    let fixed = fs::read_to_string(at.join("Dockerfile")).expect("it is there");
    assert!(fixed.contains(OPTION) && fixed.starts_with("FROM node\n"), "{fixed}");
    assert!(!done.stdout.contains("apt-no-install-recommends"), "{}", done.stdout);
    assert_eq!(fs::read_dir(&at).expect("a folder").count(), 2, "nothing is left beside the file");
    let again = run(&at, &["lint", "--fix", "."]);
    assert_eq!(again.stderr, "note: applied 0 fixes in 0 files\n");
    assert_eq!(fs::read_to_string(at.join("Dockerfile")).expect("it is there"), fixed);
}

#[test]
fn unsafe_fixes_are_only_applied_where_they_are_asked_for() {
    let at = folder("unsafe");
    write(&at, "pod.yaml", PRIVILEGED);
    run(&at, &["lint", "--fix", "pod.yaml"]);
    assert!(fs::read_to_string(at.join("pod.yaml")).expect("it is there").contains("privileged: true"));
    run(&at, &["lint", "--unsafe-fixes", "pod.yaml"]);
    assert!(fs::read_to_string(at.join("pod.yaml")).expect("it is there").contains("privileged: false"));
}

#[test]
fn byte_order_mark_and_line_ends_stay() {
    let at = folder("crlf");
    write(&at, "Dockerfile", format!("\u{feff}{}", DOCKERFILE.replace('\n', "\r\n")));
    run(&at, &["lint", "--fix", "Dockerfile"]);
    let fixed = fs::read_to_string(at.join("Dockerfile")).expect("it is there");
    assert!(fixed.starts_with("\u{feff}FROM node\r\n") && fixed.contains(OPTION), "{fixed:?}");
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count(), "{fixed:?}");
}

#[test]
fn a_file_that_is_not_text_is_never_written() {
    let at = folder("bytes");
    let bytes = [DOCKERFILE.as_bytes(), b"LABEL name=\"caf\xe9\"\n"].concat();
    write(&at, "Dockerfile", &bytes);
    let done = run(&at, &["lint", "--fix", "Dockerfile"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.starts_with("note: Dockerfile: not fixed, because it is not UTF-8\n"), "{}", done.stderr);
    assert_eq!(fs::read(at.join("Dockerfile")).expect("it is there"), bytes);
}

#[test]
fn the_diff_is_shown_and_nothing_is_written() {
    let at = folder("diff");
    write(&at, "Dockerfile", "FROM debian:12\nRUN apt-get install -y git");
    write(&at, "clean.yaml", CLEAN);
    let done = run(&at, &["lint", "--diff", "--fail-on", "never", "."]);
    assert_eq!(done.code, 0);
    assert!(done.stderr.starts_with("note: ") && done.stderr.ends_with(" in 1 file would be applied\n"), "{}", done.stderr);
    let removed = "-RUN apt-get install -y git\n\\ No newline at end of file\n";
    assert!(done.stdout.starts_with("--- Dockerfile\n+++ Dockerfile\n@@ -1,2 +1,"), "{}", done.stdout);
    assert!(done.stdout.contains(removed) && done.stdout.contains(OPTION), "{}", done.stdout);
    assert_eq!(fs::read_to_string(at.join("Dockerfile")).expect("it is there"), "FROM debian:12\nRUN apt-get install -y git");
    // The exit code is on the files as they are.
    write(&at, "pod.yaml", PRIVILEGED);
    assert_eq!(run(&at, &["lint", "--diff", "--unsafe-fixes", "--fail-on", "critical", "pod.yaml"]).code, 1);
}

#[test]
fn a_diff_and_a_report_can_be_had_together() {
    let at = folder("diff-report");
    write(&at, "Dockerfile", DOCKERFILE);
    let done = run(&at, &["lint", "--diff", "--format", "json", "-o", "report.json", "Dockerfile"]);
    assert!(done.stdout.starts_with("--- Dockerfile\n"), "{}", done.stdout);
    assert!(fs::read_to_string(at.join("report.json")).expect("it is there").contains("apt-no-install-recommends"));
}

#[test]
fn stdin_is_fixed_to_stdout() {
    let at = folder("fix-stdin");
    let done = run_with(&at, &["lint", "--fix", "--stdin-filename", "Dockerfile", "-"], DOCKERFILE);
    assert_eq!(done.code, 1);
    assert!(done.stdout.starts_with("FROM node\n") && done.stdout.contains(OPTION), "{}", done.stdout);
    let unchanged = run_with(&at, &["lint", "--fix", "-"], CLEAN);
    assert_eq!((unchanged.code, unchanged.stdout.as_str()), (0, CLEAN));
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::OPTION;
    use crate::{DOCKERFILE, folder, run, write};

    #[test]
    fn permissions_and_links_are_kept() {
        let at = folder("links");
        write(&at, "real/Dockerfile", DOCKERFILE);
        let real = at.join("real/Dockerfile");
        fs::set_permissions(&real, Permissions::from_mode(0o640)).expect("ours to change");
        symlink("real/Dockerfile", at.join("Dockerfile")).expect("a link can be made");
        assert_eq!(run(&at, &["lint", "--fix", "Dockerfile"]).code, 1);
        assert!(fs::symlink_metadata(at.join("Dockerfile")).expect("it is there").is_symlink());
        assert!(fs::read_to_string(&real).expect("it is there").contains(OPTION));
        assert_eq!(fs::metadata(&real).expect("it is there").permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let at = folder("read-only");
        write(&at, "Dockerfile", DOCKERFILE);
        fs::set_permissions(at.join("Dockerfile"), Permissions::from_mode(0o444)).expect("ours to change");
        let done = run(&at, &["lint", "--fix", "Dockerfile"]);
        assert_eq!(done.code, 2);
        assert!(done.stderr.starts_with("error: Dockerfile: not fixed: the file is read-only\n"), "{}", done.stderr);
        assert_eq!(fs::read_to_string(at.join("Dockerfile")).expect("it is there"), DOCKERFILE);
    }

    #[test]
    fn links_in_a_folder_are_not_followed() {
        let at = folder("walk-links");
        write(&at, "elsewhere/Dockerfile", DOCKERFILE);
        write(&at, "here/a.Dockerfile", DOCKERFILE);
        symlink("../elsewhere", at.join("here/loop")).expect("a link can be made");
        symlink("gone", at.join("here/Dockerfile")).expect("a link can be made");
        let done = run(&at, &["lint", "--format", "json", "here"]);
        assert_eq!((done.uris(), done.stderr.as_str()), (vec!["here/a.Dockerfile".to_owned()], ""));
    }
}
