//! What is suggested for the images of realistic files, and that everything suggested is maintained.
//!
//! In the tables `*` marks the recommended image, `!` one that something in the file speaks against, and `=` one with a fix.

use plimsoll_catalog::{distroless, maintained, other_tag};
use plimsoll_core::report::{ImageUse, Kind, Report};
use plimsoll_core::{Date, Options, SourceFile, Vendor, lint};

fn report(kind: Kind, text: &str) -> Report {
    let options = Options::new(Date::parse("2026-11-23").expect("a date"));
    let name = if kind == Kind::Dockerfile { "Dockerfile" } else { "manifest.yaml" };
    lint(&[SourceFile::new(name, text).with_kind(Some(kind))], &options)
}

fn show(image: &ImageUse) -> String {
    let one = |suggestion: &plimsoll_core::report::ImageSuggestion| {
        let recommended = if suggestion.recommended { "*" } else { "" };
        let blocked = if suggestion.blockers.is_empty() { "" } else { "!" };
        let fix = if suggestion.fix.is_some() { "=" } else { "" };
        format!("{recommended}{blocked}{fix}{}", suggestion.image)
    };
    image.suggestions.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Whatever is offered is in the lists and maintained, as far as there are lists.
fn check_maintained(image: &ImageUse) {
    let as_of = Date::parse("2026-11-23").expect("a date");
    for suggestion in image.suggestions.iter().filter(|suggestion| suggestion.image != "scratch") {
        let (name, tag) = suggestion.image.rsplit_once(':').expect("every suggestion has a tag");
        if let Some(name) = name.strip_prefix("gcr.io/distroless/") {
            let Some(distroless::Status::Current(found)) = distroless::status(name) else { panic!("{name} is not built") };
            assert!(!found.is_past_policy(as_of) && found.tags().any(|listed| tag.starts_with(listed)), "{}", suggestion.image);
        } else if !name.contains('/') {
            assert!(maintained("docker.io", &format!("library/{name}"), tag, as_of).is_some(), "{} is not maintained", suggestion.image);
        } else if !image.reference.contains(name) {
            // Of the same repository the file's own tag may stay, and a mirror has what it mirrors.
            let (host, path) = name.split_once('/').filter(|(host, _)| host.contains('.')).unwrap_or(("docker.io", name));
            let is_mirror = image.resolved.as_ref().is_some_and(|resolved| resolved.starts_with(host)) && host != "docker.io";
            assert!(is_mirror || other_tag(host, path, tag).is_some(), "{} is in no list", suggestion.image);
        }
        assert!(!suggestion.why.is_empty(), "{}", suggestion.image);
    }
    assert!(image.suggestions.len() <= 3);
    assert!(image.suggestions.iter().skip(1).all(|suggestion| !suggestion.recommended), "the recommended one stands first");
}

/// Files with what is suggested for the last image that they build on.
const DOCKERFILES: &[(&str, &str)] = &[
    // The same image in a smaller flavour.
    (
        "FROM node:22.11-bookworm\nCOPY . .\nCMD [\"node\", \"a.js\"]\n",
        "*=node:22-bookworm-slim =gcr.io/distroless/nodejs22-debian13:nonroot =node:22-alpine3.24",
    ),
    (
        "FROM python:3.12.4\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"python\", \"a.py\"]\n",
        "*=python:3.12-slim =python:3.12-alpine",
    ),
    (
        "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"python\", \"a.py\"]\n",
        "*=python:3.13-slim =gcr.io/distroless/python3-debian13:nonroot =python:3.13-alpine",
    ),
    (
        "FROM eclipse-temurin:21-jre-noble\nCOPY a.jar .\nENTRYPOINT [\"java\", \"-jar\", \"a.jar\"]\n",
        "*=gcr.io/distroless/java21-debian13:nonroot =eclipse-temurin:21-jre-alpine-3.24",
    ),
    (
        "FROM nginx:1.30\nCOPY site /usr/share/nginx/html\n",
        "*=nginx:1.30-alpine-slim =nginx:1.30-alpine nginxinc/nginx-unprivileged:1.30-alpine-slim",
    ),
    ("FROM debian:trixie\nRUN apt-get update && apt-get install -y nginx\n", "*=debian:trixie-slim"),
    // A JDK that only runs a jar.
    (
        "FROM eclipse-temurin:21\nCOPY a.jar .\nCMD [\"java\", \"-jar\", \"a.jar\"]\n",
        "*=eclipse-temurin:21-jre =gcr.io/distroless/java21-debian13:nonroot =eclipse-temurin:21-jre-alpine",
    ),
    // Images without a smaller flavour.
    ("FROM php:8.3-apache\nCOPY . /var/www/html\n", ""),
    ("FROM mysql:8.4\n", ""),
    ("FROM mariadb:11.8\n", ""),
    ("FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y jq\n", ""),
    // Past its end: the maintained release first, the smaller ones from there.
    (
        "FROM node:14-buster-slim\nCOPY . .\nRUN npm ci\nCMD [\"node\", \"a.js\"]\n",
        "*=node:26-trixie-slim =node:26-alpine3.24 !gcr.io/distroless/nodejs26-debian13:nonroot",
    ),
    ("FROM python:3.8\nCMD [\"python\"]\n", "*=python:3.14 =python:3.14-slim =python:3.14-alpine"),
    ("FROM alpine:3.16\nRUN apk add --no-cache bash\n", "*=alpine:3.24"),
    ("FROM php:7.4-fpm\n", "*=php:8.5-fpm =php:8.5-fpm-alpine"),
    ("FROM php:5-apache\n", "*=php:8.5-apache"),
    ("FROM postgres:11\n", "postgres:15"),
    ("FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y jq\n", "*=debian:trixie-slim"),
    // Given up.
    (
        "FROM openjdk:17\nCOPY a.jar .\nENTRYPOINT [\"java\", \"-jar\", \"a.jar\"]\n",
        "*=eclipse-temurin:17-jdk =eclipse-temurin:17-jre =gcr.io/distroless/java17-debian13:nonroot",
    ),
    (
        "FROM openjdk:13-alpine\nCOPY a.jar .\nENTRYPOINT [\"java\", \"-jar\", \"a.jar\"]\n",
        "*=eclipse-temurin:17-jdk-alpine =eclipse-temurin:17-jre-alpine =gcr.io/distroless/java17-debian13:nonroot",
    ),
    ("FROM centos:7\nRUN yum install -y httpd\n", "*=almalinux:8 almalinux:8-minimal"),
    // Build and run in one stage.
    (
        "FROM golang:1.27\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app\nENTRYPOINT [\"/app\"]\n",
        "*=gcr.io/distroless/static-debian13:nonroot =scratch",
    ),
    (
        "FROM golang:1.27\nRUN apt-get update && apt-get install -y gcc libsqlite3-dev\nCOPY . .\nRUN CGO_ENABLED=1 go build -o /app\nENTRYPOINT [\"/app\"]\n",
        "!gcr.io/distroless/base-debian13:nonroot",
    ),
    ("FROM golang:1.22\nCOPY . .\nRUN go build -o /app\nCMD /app\n", "*=golang:1.27 =gcr.io/distroless/static-debian13:nonroot =scratch"),
    ("FROM rust:1.98\nCOPY . .\nRUN cargo build --release\nCMD [\"target/release/app\"]\n", "*=gcr.io/distroless/cc-debian13:nonroot"),
    (
        "FROM maven:3.9-eclipse-temurin-21\nCOPY . .\nRUN mvn package\nCMD [\"java\", \"-jar\", \"target/a.jar\"]\n",
        "*=eclipse-temurin:21-jre =gcr.io/distroless/java21-debian13:nonroot =eclipse-temurin:21-jre-alpine",
    ),
    ("FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nRUN bundle install\nCMD [\"ruby\", \"a.rb\"]\n", "*=ruby:3.4-slim !ruby:3.4-alpine"),
    // A static program on a distribution.
    (
        "FROM golang:1.27-alpine AS build\nRUN go build -o /app\nFROM alpine:latest\nRUN apk add --no-cache ca-certificates\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n",
        "*=gcr.io/distroless/static-debian13:nonroot scratch =alpine:3.24",
    ),
    (
        "FROM golang:1.27 AS build\nRUN CGO_ENABLED=0 go build -o /app\nFROM debian:trixie-slim\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n",
        "*=gcr.io/distroless/static-debian13:nonroot",
    ),
    (
        "FROM rust:1.98 AS build\nRUN cargo build --release\nFROM debian:trixie-slim\nCOPY --from=build /target/release/app /app\nCMD [\"/app\"]\n",
        "*=gcr.io/distroless/cc-debian13:nonroot",
    ),
    // What speaks against it.
    (
        "FROM node:22\nRUN apt-get update && apt-get install -y git make\nRUN git clone https://example.com/x && make -C x\nHEALTHCHECK CMD curl -f http://localhost\nCMD npm start\n",
        "*=node:22-slim =node:22-alpine !gcr.io/distroless/nodejs22-debian13:nonroot",
    ),
    (
        "FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\nRUN chmod +x /app/run\nCMD [\"node\", \"/app/a.js\"]\n",
        "!gcr.io/distroless/nodejs22-debian13:nonroot !node:22-alpine",
    ),
    (
        "FROM node:22\nCOPY entrypoint.sh /\nENTRYPOINT [\"/entrypoint.sh\"]\n",
        "*=node:22-slim =node:22-alpine !gcr.io/distroless/nodejs22-debian13:nonroot",
    ),
    (
        "FROM --platform=linux/arm64 eclipse-temurin:17-jre\nCMD [\"java\", \"-jar\", \"/a.jar\"]\n",
        "*=gcr.io/distroless/java17-debian13:nonroot",
    ),
    // Distroless.
    ("FROM gcr.io/distroless/static-debian10\n", "*=gcr.io/distroless/static-debian13:nonroot"),
    ("FROM gcr.io/distroless/nodejs18-debian11:nonroot\n", "*=gcr.io/distroless/nodejs24-debian13:nonroot"),
    ("FROM gcr.io/distroless/base-debian12:debug\n", "*=gcr.io/distroless/base-debian13:debug =gcr.io/distroless/base-debian13:nonroot"),
    ("FROM gcr.io/distroless/java21-debian13\nCMD [\"/a.jar\"]\n", "*=gcr.io/distroless/java21-debian13:nonroot"),
    ("FROM gcr.io/distroless/java21-debian13:nonroot\nCMD [\"/a.jar\"]\n", ""),
    // Slips.
    ("FROM static.io/distroless/statis-debian10\n", "*=gcr.io/distroless/static-debian13:nonroot"),
    ("FROM ngnix:1.30\n", "*=nginx:1.30"),
    // Mirrors, digests and variables.
    (
        "FROM public.ecr.aws/docker/library/node:22\nCMD [\"node\", \"a.js\"]\n",
        "*=public.ecr.aws/docker/library/node:22-slim =gcr.io/distroless/nodejs22-debian13:nonroot =public.ecr.aws/docker/library/node:22-alpine",
    ),
    (
        "FROM node:22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\nCMD [\"node\", \"a.js\"]\n",
        "*=node:22-slim =gcr.io/distroless/nodejs22-debian13:nonroot =node:22-alpine",
    ),
    ("ARG V=22\nFROM node:${V}\nCMD [\"node\", \"a.js\"]\n", "*=node:22-slim gcr.io/distroless/nodejs22-debian13:nonroot =node:22-alpine"),
    ("ARG V\nFROM node:${V}\nCMD [\"node\", \"a.js\"]\n", ""),
    ("FROM example.com/node:14\n", ""),
];

#[test]
fn images_of_dockerfiles() {
    let mut wrong = String::new();
    for (text, expected) in DOCKERFILES {
        let report = report(Kind::Dockerfile, text);
        report.images.iter().for_each(check_maintained);
        let got = report.images.last().map(show).unwrap_or_default();
        if got != *expected {
            wrong.push_str(&format!("{text}expected {expected}\nfound    {got}\n\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn pod(kind: &str, image: &str, more: &str) -> String {
    let (version, head, pad) = match kind {
        "Pod" => ("v1", "spec:", ""),
        _ => ("apps/v1", "spec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec:", "    "),
    };
    format!(
        "apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: a\n{head}\n{pad}  containers:\n{pad}    - name: a\n{pad}      image: {image}\n{pad}{more}"
    )
}

#[test]
fn images_of_manifests() {
    for (kind, image, more, expected) in [
        ("Deployment", "nginx:1.30", "", "*=nginx:1.30-alpine-slim =nginx:1.30-alpine"),
        ("Pod", "node:22", "", "*=node:22-slim =node:22-alpine"),
        ("Pod", "node:22", "      command: [sh, -c, 'curl localhost; node a.js']\n", "!node:22-slim !node:22-alpine"),
        ("Pod", "node:22", "      command: [bash, -c, node a.js]\n", "*=node:22-slim !node:22-alpine"),
        ("Deployment", "python:3.8-slim", "", "*=python:3.14-slim =python:3.14-alpine"),
        ("Deployment", "openjdk:17-jdk", "", "*=eclipse-temurin:17-jdk =eclipse-temurin:17-jre"),
        ("Deployment", "eclipse-temurin:21-jdk", "", "*=eclipse-temurin:21-jre"),
        ("Deployment", "eclipse-temurin:21-jdk", "      command: [jshell]\n", "!eclipse-temurin:21-jre"),
        ("StatefulSet", "eclipse-temurin:21-jdk", "", ""),
        ("Deployment", "gcr.io/distroless/java17-debian11", "", "*=gcr.io/distroless/java17-debian13:nonroot"),
        ("Deployment", "gcr.io/distroless/java17-debian13:debug", "", "*=gcr.io/distroless/java17-debian13:nonroot"),
        ("Deployment", "gcr.io/distroless/java17-debian13:debug", "      command: [sh]\n", "!gcr.io/distroless/java17-debian13:nonroot"),
        ("Deployment", "golang:1.27", "", ""),
        // Whatever keeps data stays as it is; a wrong name is wrong everywhere.
        ("Deployment", "postgres:11", "", ""),
        ("StatefulSet", "node:14", "", ""),
        ("StatefulSet", "ngnix:1.30", "", "*=nginx:1.30"),
        ("Deployment", "registry.example.com/app:1", "", ""),
        ("Deployment", "node:${TAG}", "", ""),
    ] {
        let report = report(Kind::Kubernetes, &pod(kind, image, more));
        report.images.iter().for_each(check_maintained);
        assert_eq!(report.images.iter().map(show).collect::<Vec<_>>(), [expected], "{kind} {image} {more}");
    }
}

/// The images of other makers, where they are asked for: without a version, and only where the file names none.
#[test]
fn images_of_other_makers() {
    let vendors = vec![Vendor::named("chainguard").expect("a vendor")];
    let options = Options { vendors, ..Options::new(Date::parse("2026-11-23").expect("a date")) };
    let build = "FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n";
    let stages = format!("{build}FROM alpine:3.24\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n");
    let pinned = "FROM nginx:1.30\nCOPY site /usr/share/nginx/html\n";
    for (text, expected) in [(&*stages, "=cgr.dev/chainguard/static:latest"), (pinned, "")] {
        let source = SourceFile::new("Dockerfile", text).with_kind(Some(Kind::Dockerfile));
        let report = lint(&[source], &options);
        let image = report.images.last().expect("an image");
        let shown = show(image);
        let found = shown.split(' ').find(|one| one.contains("cgr.dev") && !one.starts_with('!')).unwrap_or_default();
        assert_eq!(found, expected, "{text}{shown}");
        let told = image.suggestions.iter().find(|suggestion| suggestion.image.starts_with("cgr.dev"));
        if let Some(suggestion) = told {
            assert!(suggestion.costs.iter().any(|cost| cost.contains("only `latest` is free of charge")), "{suggestion:?}");
            assert_eq!(suggestion.as_of, "2026-08-22");
        }
        let by_default = self::report(Kind::Dockerfile, text);
        assert!(by_default.images.iter().flat_map(|image| &image.suggestions).all(|one| !one.image.contains("cgr.dev")));
    }
}

/// What a fix makes of a file.
fn fixed(text: &str, number: usize) -> String {
    let report = report(Kind::Dockerfile, text);
    let suggestion = report.images.last().expect("an image").suggestions.get(number).expect("a suggestion");
    let mut edits: Vec<_> = suggestion.fix.as_ref().expect("a fix").edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.offsets));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.offsets.0 as usize..edit.offsets.1 as usize, &edit.new_text);
    }
    text
}

#[test]
fn fixes_change_what_follows_from_them_and_nothing_else() {
    for (text, expected) in [
        (
            "# base\nFROM --platform=linux/amd64  node:22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1   AS run # x\nCMD [\"node\", \"a.js\"]\n",
            "# base\nFROM --platform=linux/amd64  node:22-slim   AS run # x\nCMD [\"node\", \"a.js\"]\n",
        ),
        (
            "FROM golang:1.27-alpine AS build\nRUN go build -o /app\n\nFROM alpine:3.24 AS run\n# certificates\nRUN apk --no-cache add \\\n    ca-certificates tzdata\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n",
            "FROM golang:1.27-alpine AS build\nRUN go build -o /app\n\nFROM gcr.io/distroless/static-debian13:nonroot AS run\n# certificates\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n",
        ),
        ("FROM docker.io/library/openjdk:17-jdk\n", "FROM docker.io/library/eclipse-temurin:17-jdk\n"),
        ("FROM index.docker.io/library/node:14-alpine\n", "FROM index.docker.io/library/node:26-alpine\n"),
        ("FROM node\nCMD [\"node\"]\n", "FROM node:26-slim\nCMD [\"node\"]\n"),
    ] {
        assert_eq!(fixed(text, 0), expected);
    }
}

/// Blockers name the line and the place.
#[test]
fn blockers_have_a_place() {
    let text = "FROM node:22-slim AS a\nFROM node:22-slim\nCOPY --from=a /a /a\n\nRUN chmod +x /a\nCMD node a.js && true\n";
    let report = report(Kind::Dockerfile, text);
    let distroless = &report.images[1].suggestions[0];
    let blockers: Vec<_> =
        distroless.blockers.iter().map(|blocker| (&*blocker.message, blocker.range.map(|range| range.start.line))).collect();
    assert_eq!(blockers, [("needs a shell: RUN on line 5", Some(4)), ("needs a shell: CMD on line 6", Some(5))]);
    assert!(!distroless.recommended && distroless.fix.is_none());
}
