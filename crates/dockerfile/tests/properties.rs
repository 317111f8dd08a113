//! What holds for every input: nothing panics, and every span lies where it says.

mod support;

use plimsoll_dockerfile::parse;
use plimsoll_dockerfile::stages::StageGraph;
use proptest::prelude::*;
use support::everything;

/// Text made of the pieces that mean something to a parser of Dockerfiles.
fn dockerfile_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "FROM ", "RUN ", "COPY ", "ADD ", "ENV ", "ARG ", "LABEL ", "CMD ", "ONBUILD ", "HEALTHCHECK ", "SHELL ", "EXPOSE ",
            "VOLUME ", "USER ", "WORKDIR ", "STOPSIGNAL ", "MAINTAINER ", "from ", "FORM ", "NONE", "AS ", "scratch",
        ]),
        4 => prop::sample::select(vec!["\n", "\r\n", "\\\n", " \\ \t\n", "`\n", "\\\r\n", " ", "\t", "\u{a0}", "\n\n", "\\"]),
        3 => prop::sample::select(vec![
            "# escape=`\n", "#syntax=x\n", "# check=skip=A,B;error=x\n", "#\n", "# a comment\n", "#!x\n", "\u{feff}",
        ]),
        3 => prop::sample::select(vec!["<<EOF", "<<-'E F'", "<< EOF", "3<<\"EOF\"", "EOF\n", "\tE F\n", "\nEOF\n"]),
        3 => prop::sample::select(vec![
            "--from=a ", "--x ", "--mount=type=cache,target=/x", "--mount=\"type=secret,id=$a\" ", "--mount=a=\\\"b,c\\\",ro ", "--",
            "--chown=\"a b\" ", "--link ", "--interval=5s ", "=",
        ]),
        3 => prop::sample::select(vec!["[", "]", "\"a\"", ",", "\"\\u00e9\\n\"", "'", "\"", "1", "null", "{", "}", ":"]),
        3 => prop::sample::select(vec!["$a", "${a", "${a:-", "${a//x/y}", "${a#*}", "a=b", "a", "é", "漢", "$", "%", "/", "?"]),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(source in any::<String>()) {
        everything(&source);
    }

    #[test]
    fn any_dockerfile(source in dockerfile_like()) {
        everything(&source);
    }
}

/// An empty value before a continuation stands on its own line.
#[test]
fn an_empty_value_before_a_continuation() {
    everything("FROM a\nRUN --mount=type=bind,source=\\\n    b\n");
    everything("FROM a\nENV a=\\\n b=\\\n\nLABEL a=\\\n");
}

/// Inputs that are easy to be slow or deep on. A quadratic step in any of them takes minutes.
#[test]
fn large_and_deep() {
    let n = 100_000;
    let inputs = [
        format!("RUN {}", "a ".repeat(5 * n)),
        format!("RUN {}x", "a \\\n".repeat(n)),
        format!("RUN {}x", "\\\n".repeat(n)),
        "RUN a\n".repeat(n),
        format!("CMD {}", "[".repeat(n)),
        format!("CMD [{}\"a\"]", "\"a\",".repeat(n)),
        format!("{}RUN a", "ONBUILD ".repeat(n)),
        format!("ENV a={}", "${a:-".repeat(n)),
        format!("ENV {}", "a=$b ".repeat(n)),
        format!("ENV a={}\nENV b=${{a#{}}}", "x".repeat(n), "*x".repeat(n)),
        (0..n).map(|i| format!("FROM s{i} AS s{}\nENV e{i}=$e0\n", i + 1)).collect::<String>(),
        (0..n / 4).map(|i| format!("RUN <<E{i}\n")).collect::<String>(),
        format!("RUN {}\n", (0..n / 4).map(|i| format!("<<E{i} ")).collect::<String>()),
        format!("RUN <<EOF\n{}EOF\n", "x\n".repeat(n)),
        format!("RUN {}x", "--mount=type=cache ".repeat(n / 4)),
        format!("RUN --mount={} x", "a=b,".repeat(n)),
        format!("FROM x\n{}", "# c\n".repeat(n)),
        "# syntax=x\n".repeat(n),
        format!("LABEL {}", "\"".repeat(n)),
        format!("ARG {}", "\\".repeat(n)),
        "<".repeat(n),
        format!("RUN {}", "<< ".repeat(n)),
    ];
    for source in inputs {
        let file = parse(&source);
        let graph = StageGraph::new(&file);
        let _ = graph.needed(&file);
        for stage in 0..graph.stages.len() {
            graph.walk(&file, stage, |_, _, _| {});
        }
    }
}
