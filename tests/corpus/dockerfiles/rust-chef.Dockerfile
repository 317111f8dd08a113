# A Rust service with cargo-chef: dependencies are built once and cached as a layer.
FROM rust:1.95-trixie@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1 AS chef
RUN cargo install --locked cargo-chef@0.1.72
WORKDIR /build

FROM chef AS plan
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS build
COPY --from=plan /build/recipe.json recipe.json
RUN cargo chef cook --release --recipe-path recipe.json
COPY . .
RUN cargo build --release --locked --bin beacon

FROM gcr.io/distroless/cc-debian13:nonroot@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1
COPY --from=build /build/target/release/beacon /usr/local/bin/beacon
USER 65532
ENTRYPOINT ["/usr/local/bin/beacon"]
