//! The catalog from outside: cycles, dates, the data's own consistency, and any input at all.

use std::time::Instant;

use plimsoll_catalog::distroless::{self, Status};
use plimsoll_catalog::replacements::{Target, families};
use plimsoll_catalog::{
    Date, Flavour, Sibling, Support, TagParts, applied, catalog_date, cycle, cycles, date_of, default_user, deprecated, family_of,
    footprint, misspelling, names, official, sibling, sources, support,
};
use proptest::prelude::*;

const AS_OF: Date = Date { year: 2026, month: 11, day: 23 };
const HUB: &str = "docker.io";

fn day(text: &str) -> Option<Date> {
    let date = Date::parse(text);
    assert!(date.is_some(), "{text}");
    date
}

/// `family cycle` of the image itself and of its system, with `~` where the tag floats.
fn read(image: &str) -> (String, String) {
    let (name, tag) = image.split_once(':').expect("name and tag");
    let (registry, repository) = match name.split_once('/') {
        Some((host, path)) if host.contains('.') => (host, path.to_owned()),
        Some(_) => (HUB, name.to_owned()),
        None => (HUB, format!("library/{name}")),
    };
    let found = applied(registry, &repository, tag, AS_OF);
    let show = |cycle: Option<plimsoll_catalog::Cycle>, floats: bool| {
        cycle.map_or(String::new(), |cycle| format!("{} {}{}", cycle.family, cycle.name(), if floats { "~" } else { "" }))
    };
    (show(found.own, found.own_floats), show(found.suite, found.suite_floats))
}

#[test]
fn a_tag_stands_for_its_own_cycle_and_for_its_system_s() {
    for (image, own, suite) in [
        ("node:14-buster-slim", "node 14", "debian 10"),
        ("node:22", "node 22", "debian 12~"),
        ("node:22-alpine3.18", "node 22", "alpine 3.18"),
        ("node:jod", "node 22", "debian 12~"),
        ("python:3.8", "python 3.8", ""),
        ("python:3.12.4-slim-bookworm", "python 3.12", "debian 12"),
        ("golang:1.22", "go 1.22", ""),
        ("nginx:1.29-alpine", "nginx 1.29", ""),
        ("postgres:9.6.24", "postgres 9.6", ""),
        ("php:7.4-apache-buster", "php 7.4", "debian 10"),
        ("eclipse-temurin:8u502-b07-jre-noble", "temurin 8", "ubuntu 24.04"),
        ("eclipse-temurin:17-jre-focal", "temurin 17", "ubuntu 20.04"),
        ("amazoncorretto:21-al2023", "corretto 21", "amazonlinux 2023"),
        ("openjdk:17", "openjdk-oracle 17", ""),
        ("debian:bookworm", "debian 12", ""),
        ("debian:bookworm-20250203-slim", "debian 12", ""),
        ("debian:12.5-slim", "debian 12", ""),
        ("ubuntu:22.04", "ubuntu 22.04", ""),
        ("ubuntu:jammy", "ubuntu 22.04", ""),
        ("alpine:3.18", "alpine 3.18", ""),
        ("alpine:3.18.4", "alpine 3.18", ""),
        ("centos:7", "centos 7", ""),
        ("centos:centos7", "centos 7", ""),
        ("buildpack-deps:bookworm-curl", "", "debian 12"),
        ("traefik:v3.7", "traefik 3.7", ""),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "dotnet 8", "ubuntu 22.04"),
        ("mcr.microsoft.com/windows/nanoserver:ltsc2022", "windows-nanoserver 2022", ""),
        ("registry.access.redhat.com/ubi9/ubi-minimal:latest", "rhel 9", ""),
        ("quay.io/centos/centos:stream9", "centos-stream 9", ""),
        ("public.ecr.aws/docker/library/node:18-alpine", "node 18", ""),
        ("nginxinc/nginx-unprivileged:1.28-alpine", "nginx 1.28", ""),
    ] {
        assert_eq!(read(image), (own.to_owned(), suite.to_owned()), "{image}");
    }
}

#[test]
fn floating_tags_are_resolved_by_days_first_and_by_the_list_then() {
    for (image, own) in [
        ("node:lts", "node 26~"),
        ("node:current", "node 26~"),
        ("node:latest", "node 26~"),
        ("python:3", "python 3.14~"),
        ("python:2-alpine", "python 2.7~"),
        ("golang:1", "go 1.27~"),
        ("nginx:stable", "nginx 1.30~"),
        ("nginx:mainline", "nginx 1.31~"),
        ("alpine:latest", "alpine 3.24~"),
        ("ubuntu:latest", "ubuntu 26.04~"),
        ("tomcat:10", "tomcat 10.1~"),
        ("mysql:9", "mysql 9.7~"),
        ("mysql:latest", ""),
        ("debian:stable", ""),
        ("debian:sid", ""),
        ("alpine:edge", ""),
        ("node:27", ""),
        ("team/app:1.2-bookworm", ""),
    ] {
        assert_eq!(read(image).0, own, "{image}");
    }
    let lts_on = |as_of| applied(HUB, "library/node", "lts", as_of).own.map(|cycle| cycle.name());
    assert_eq!(lts_on(Date { year: 2026, month: 10, day: 27 }), Some("24"), "Node.js 26 becomes LTS on the day after");
    assert_eq!(lts_on(Date { year: 2026, month: 10, day: 28 }), Some("26"));
}

#[test]
fn three_states_of_support() {
    let until = |text| Support::SecurityOnly { until: day(text).expect("a day") };
    assert_eq!(support("debian", "13", AS_OF), Support::Supported { until: day("2028-08-09") });
    assert_eq!(support("debian", "12", AS_OF), until("2028-06-30"));
    assert_eq!(support("debian", "11", AS_OF), Support::Ended { since: day("2026-08-31") });
    assert_eq!(support("debian", "10", AS_OF), Support::Ended { since: day("2024-06-30") });
    assert_eq!(support("ubuntu", "20.04", AS_OF), Support::Ended { since: day("2025-05-31") }, "its long-term support is not free");
    assert_eq!(support("dotnet", "8", AS_OF), Support::Ended { since: day("2026-11-10") });
    assert_eq!(support("dotnet", "10", AS_OF), Support::Supported { until: day("2028-11-14") });
    assert_eq!(support("nginx", "1.31", AS_OF), Support::Supported { until: None });
    assert_eq!(support("mysql", "26", AS_OF), Support::Unknown);
    assert_eq!(support("no-such-family", "1", AS_OF), Support::Unknown);
    let last = Date { year: 2026, month: 7, day: 11 };
    assert!(matches!(support("debian", "12", last), Support::Supported { .. }), "the last day still counts");
    assert_eq!(cycle("debian", "12").and_then(|cycle| cycle.codename()), Some("bookworm"));
    assert_eq!(cycle("python", "3.12").and_then(|cycle| cycle.codename()), None);
}

#[test]
fn the_worse_of_both_cycles_decides() {
    let of = |repository: &str, tag: &str| applied(HUB, repository, tag, AS_OF).support(AS_OF);
    assert!(of("library/node", "22-bullseye").is_ended());
    assert!(matches!(of("library/node", "22-bookworm"), Support::SecurityOnly { .. }));
    assert!(matches!(of("library/node", "22-trixie"), Support::Supported { .. }));
    assert_eq!(of("library/mysql", "stable"), Support::Unknown);
    assert_eq!(of("team/app", "latest"), Support::Unknown);
}

#[test]
fn every_table_names_its_source_and_the_newest_day_is_the_catalog_s() {
    assert!(sources().all(|source| !source.origin.is_empty()));
    assert_eq!(sources().filter_map(|source| source.date).max(), Date::parse(catalog_date()));
    assert_eq!(date_of("official"), day("2026-08-21"));
    assert_eq!(date_of("families"), None, "kept by hand");
}

#[test]
fn the_data_agrees_with_itself() {
    for source in sources() {
        assert!(source.date.is_none_or(|date| date.year >= 2026), "{}", source.table);
    }
    for name in names() {
        let image = official(name).expect("listed");
        for info in image.tags() {
            assert!(!info.tag.is_empty() && info.tag.len() <= 128, "{name}:{}", info.tag);
            assert!(info.build.architectures().iter().next().is_some(), "{name}:{}", info.tag);
            assert_eq!(image.tag(info.tag).map(|found| found.tag), Some(info.tag));
        }
    }
    for family in ["node", "debian", "ubuntu", "alpine", "python", "go"] {
        let all: Vec<_> = cycles(family).expect("known").iter().collect();
        assert!(all.iter().all(|cycle| cycle.release().is_some() && !cycle.name().is_empty()), "{family}");
        assert!(all.iter().all(|cycle| cycle.end().is_none_or(|end| cycle.release().is_some_and(|start| start < end))), "{family}");
    }
    for image in distroless::current() {
        assert_eq!(distroless::status(image.name), Some(Status::Current(image)));
        assert!(image.suite_cycle().is_some() && image.packages().count() > 0);
    }
}

#[test]
fn fixed_offers_are_listed_and_maintained() {
    let targets = families().flat_map(|family| family.offers).filter_map(|offer| match offer.target {
        Target::Image(image) if !image.contains('{') => Some(image),
        _ => None,
    });
    for image in targets {
        if let Some(rest) = image.strip_prefix("gcr.io/distroless/") {
            let (name, tag) = rest.split_once(':').expect("a tag");
            let Some(Status::Current(found)) = distroless::status(name) else { panic!("{image}") };
            assert!(found.tags().any(|listed| listed == tag) && !found.is_past_policy(AS_OF), "{image}");
        } else if let Some((name, tag)) = image.split_once(':').filter(|(name, _)| !name.contains('/')) {
            let info = official(name).and_then(|found| found.tag(tag)).expect(image);
            assert_eq!(info.tag, tag);
            assert!(matches!(applied(HUB, &format!("library/{name}"), tag, AS_OF).support(AS_OF), Support::Supported { .. }), "{image}");
        }
    }
}

#[test]
fn no_offer_stands_on_something_that_ended() {
    let flavours = [Flavour::Slim, Flavour::Alpine];
    let mut found = 0;
    for name in names() {
        let repository = format!("library/{name}");
        // Every third tag: the names of one build differ little.
        for info in official(name).expect("listed").tags().step_by(3) {
            for flavour in flavours {
                let Some(Sibling::Found { tag, .. } | Sibling::Upgrade { newest: Some(tag) }) =
                    sibling(HUB, &repository, info.tag, flavour, AS_OF)
                else {
                    continue;
                };
                found += 1;
                assert_eq!(tag.build.flavour(), flavour);
                assert!(!applied(HUB, &repository, tag.tag, AS_OF).support(AS_OF).is_ended(), "{name}:{} -> {}", info.tag, tag.tag);
                assert!(TagParts::parse(tag.tag).same_roles(TagParts::parse(info.tag)), "{name}:{} -> {}", info.tag, tag.tag);
            }
        }
    }
    assert!(found > 500, "{found}");
}

#[test]
fn long_input_is_read_in_linear_time() {
    let started = Instant::now();
    for text in ["a-", "1.", "-", "alpine-", "v1-", "20260101-", "rn"] {
        let long = text.repeat(5_000_000);
        let _ = applied(HUB, "library/node", &long, AS_OF).support(AS_OF);
        let _ = sibling(HUB, "library/node", &long, Flavour::Slim, AS_OF);
        let _ = footprint(HUB, &long, &long);
        let _ =
            (misspelling(&long, &long), misspelling(HUB, &format!("library/{long}")), misspelling("gcr.io", &format!("distroless/{long}")));
        let _ = (default_user("gcr.io", &format!("distroless/{long}"), &long), deprecated(HUB, &long), family_of(&long, &long));
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn any_input_is_answered(registry in ".{0,20}", repository in ".{0,30}", tag in ".{0,40}") {
        for repository in [repository.clone(), format!("library/{repository}"), format!("distroless/{repository}")] {
            for registry in [registry.as_str(), HUB, "gcr.io"] {
                let _ = applied(registry, &repository, &tag, AS_OF).support(AS_OF);
                let _ = footprint(registry, &repository, &tag);
                let _ = misspelling(registry, &repository);
                let _ = deprecated(registry, &repository);
            }
        }
    }

    #[test]
    fn tags_near_the_real_ones_are_answered(
        name in "(node|debian|eclipse-temurin|golang|busybox|ubuntu)",
        tag in "((v){0,1}[0-9]{1,2}(\\.[0-9]{1,2}){0,2}|latest|lts|jod|alpine)(-(slim|alpine|alpine3\\.24|bookworm|noble|jre|[0-9.]{1,4}|)){0,3}"
    ) {
        let repository = format!("library/{name}");
        let _ = applied(HUB, &repository, &tag, AS_OF);
        for flavour in [Flavour::Slim, Flavour::Alpine, Flavour::Debian, Flavour::Ubuntu] {
            if let Some(Sibling::Found { tag: found, .. }) = sibling(HUB, &repository, &tag, flavour, AS_OF) {
                let (given, listed) = (TagParts::parse(&tag), TagParts::parse(found.tag));
                prop_assert!(given.version().starts_with(listed.version()), "{} -> {}", tag, found.tag);
                prop_assert!(given.same_roles(listed));
            }
        }
    }
}
