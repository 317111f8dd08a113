//! What is read: files, folders, stdin.

use std::fs::File;

use crate::{CLEAN, DOCKERFILE, PRIVILEGED, folder, run, run_with, write};

#[test]
fn a_folder_is_walked_for_the_names_of_both_worlds() {
    let at = folder("walk");
    for name in [
        "Dockerfile",
        "Dockerfile.dev",
        "api/web.Dockerfile",
        "api/Containerfile",
        ".devcontainer/Dockerfile",
        "Makefile",
        "notes/Dockerfile.md.bak",
    ] {
        write(&at, name, DOCKERFILE);
    }
    for name in ["b.yaml", "k8s/a.yml", "k8s/c.JSON", "k8s/d.txt", ".git/config.yaml"] {
        let content =
            if name.ends_with("JSON") { r#"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}"# } else { CLEAN };
        write(&at, name, content);
    }
    write(&at, "values.yaml", "replicas: 3\n");
    write(&at, "package.json", "{\"name\": \"shop\"}\n");
    write(&at, "Dockerfile.dockerignore", "*.pem\n");
    let expected = [
        ".devcontainer/Dockerfile",
        "Dockerfile",
        "Dockerfile.dev",
        "api/Containerfile",
        "api/web.Dockerfile",
        "b.yaml",
        "k8s/a.yml",
        "k8s/c.JSON",
        "notes/Dockerfile.md.bak",
    ];
    for args in
        [&["lint", "--format", "json"][..], &["lint", "--format", "json", "."], &["lint", "--format", "json", ".", "Dockerfile", "."]]
    {
        let done = run(&at, args);
        assert_eq!((done.uris().as_slice(), done.stderr.as_str()), (expected.map(String::from).as_slice(), ""), "{args:?}");
    }
    let kubernetes = run(&at, &["lint", "--format", "json", "--kind", "kubernetes", "."]);
    assert_eq!(kubernetes.uris(), ["b.yaml", "k8s/a.yml", "k8s/c.JSON", "package.json", "values.yaml"]);
    let dockerfiles = run(&at, &["lint", "--format", "json", "--kind", "dockerfile", "k8s", "api"]);
    assert_eq!(dockerfiles.uris(), ["api/Containerfile", "api/web.Dockerfile"]);
}

#[test]
fn gitignore_files_are_respected_outside_of_repositories_too() {
    let at = folder("ignored");
    write(&at, ".gitignore", "build/\n*.gen.yaml\n");
    write(&at, "k8s/.gitignore", "/private.yaml\n!keep.gen.yaml\n");
    for name in ["a.yaml", "a.gen.yaml", "build/a.yaml", "k8s/private.yaml", "k8s/keep.gen.yaml", "other/private.yaml"] {
        write(&at, name, CLEAN);
    }
    // Other tools' lists, and what only one clone has set up, do not count.
    write(&at, ".ignore", "a.yaml\n");
    write(&at, ".git/info/exclude", "a.yaml\n");
    assert_eq!(run(&at, &["lint", "--format", "json"]).uris(), ["a.yaml", "k8s/keep.gen.yaml", "other/private.yaml"]);
    // Naming a file or folder is asking for it.
    assert_eq!(run(&at, &["lint", "--format", "json", "a.gen.yaml", "build"]).uris(), ["a.gen.yaml", "build/a.yaml"]);
}

#[test]
fn uris_are_the_paths_as_given() {
    let at = folder("uris");
    write(&at, "sub/Dockerfile", DOCKERFILE);
    let whole = at.join("sub").display().to_string();
    let expected = format!("{whole}/Dockerfile").replace('\\', "/");
    for (path, uri) in
        [("sub", "sub/Dockerfile"), ("sub/", "sub/Dockerfile"), ("./sub/Dockerfile", "./sub/Dockerfile"), (&whole, &expected)]
    {
        let done = run(&at, &["lint", "--format", "json", path]);
        assert_eq!(done.uris(), [uri]);
        let report = done.json();
        assert!(report["findings"].as_array().expect("findings").iter().all(|finding| finding["uri"] == uri));
    }
}

#[test]
fn yaml_without_an_object_is_reported_where_it_is_named() {
    let at = folder("named");
    write(&at, "values.yaml", "replicas: 3\n");
    let walked = run(&at, &["lint", "--format", "json", "."]);
    assert!(walked.uris().is_empty());
    let named = run(&at, &["lint", "values.yaml"]);
    assert_eq!((named.code, named.stderr.as_str()), (0, ""));
    assert!(named.stdout.starts_with("values.yaml: "), "{}", named.stdout);
    assert_eq!(run(&at, &["lint", "--format", "json", "values.yaml"]).json()["files"][0]["kind"], "unknown");
}

#[test]
fn a_folder_without_input_is_said_to_be_so() {
    let at = folder("nothing");
    write(&at, "sub/readme.txt", "nothing here");
    let done = run(&at, &["lint", "sub"]);
    assert_eq!((done.code, done.stdout.as_str()), (0, ""));
    assert_eq!(done.stderr, "note: sub: there is no Dockerfile and no YAML or JSON in this folder\n");
    assert_eq!(run(&at, &["lint", "-q", "sub"]).stderr, "");
}

#[test]
fn stdin_is_read_for_a_dash() {
    let at = folder("stdin");
    let done = run_with(&at, &["lint", "--format", "json", "-"], PRIVILEGED);
    assert_eq!((done.code, done.uris()), (1, vec!["stdin".to_owned()]));
    assert_eq!(done.json()["files"][0]["kind"], "kubernetes");
    let named = run_with(&at, &["lint", "--format", "json", "--stdin-filename", "api/Dockerfile"], "FROM node\n");
    assert_eq!(named.uris(), ["api/Dockerfile"]);
    let told = run_with(&at, &["lint", "--format", "json", "--kind", "dockerfile", "-"], "");
    assert_eq!(told.json()["files"][0]["kind"], "dockerfile");
}

#[test]
fn a_file_over_the_limit_is_reported_unread() {
    let at = folder("large");
    // Holes cost no disk.
    for name in ["large.yaml", "Dockerfile"] {
        File::create(at.join(name)).and_then(|file| file.set_len(1 << 30)).expect("a file can be made");
    }
    let named = run(&at, &["lint", "large.yaml"]);
    assert_eq!(named.code, 1);
    assert!(named.stdout.contains("medium[input-limit]: the file has 1073741824 bytes"), "{}", named.stdout);
    let walked = run(&at, &["lint", "--format", "json", "."]);
    assert_eq!(walked.uris(), ["Dockerfile"]);
    assert_eq!(walked.stderr, "note: large.yaml: larger than what is analysed; passed over\n");
}

#[test]
fn many_files_come_in_order_every_time() {
    let at = folder("many");
    for i in 0..300 {
        write(&at, &format!("{}/{}.yaml", i % 7, i), if i % 3 == 0 { PRIVILEGED } else { CLEAN });
    }
    let first = run(&at, &["lint", "--format", "json", "."]);
    let uris = first.uris();
    assert!(uris.len() == 300 && uris.is_sorted());
    for _ in 0..3 {
        assert_eq!(run(&at, &["lint", "--format", "json", "."]).stdout, first.stdout);
    }
}

#[test]
fn a_dockerfile_and_a_manifest_are_held_against_each_other() {
    let at = folder("pair");
    write(&at, "cart.Dockerfile", "FROM node:24\nUSER node\nCMD [\"node\", \"/srv/cart.js\"]\n");
    let pod = |image: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n    - name: app\n      image: {image}\n      \
             securityContext: {{runAsNonRoot: true}}\n"
        )
    };
    write(&at, "k8s/cart.yaml", pod("registry.example.com/shop/cart:1.2"));
    write(&at, "k8s/basket.yaml", pod("registry.example.com/shop/basket:1.2"));
    let found = |args: &[&str]| {
        let done = run(&at, &[&["lint", "--format", "github", "."], args].concat());
        let lines = done.stdout.lines().filter(|line| line.contains("user-name-nonroot"));
        lines.filter_map(|line| Some(line.split_once("file=")?.1.split_once(',')?.0.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["k8s/cart.yaml"]);
    // The caller knows better than the names.
    assert_eq!(found(&["--builds", "registry.example.com/shop/basket=cart.Dockerfile"]), ["k8s/basket.yaml"]);
    let wrong = run(&at, &["lint", "--builds", "basket", "."]);
    assert_eq!(wrong.code, 2, "{}", wrong.stderr);
}
