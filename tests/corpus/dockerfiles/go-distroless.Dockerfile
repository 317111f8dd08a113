# syntax=docker/dockerfile:1
# A Go service: built with the whole toolchain, run with nothing but itself.
FROM --platform=$BUILDPLATFORM golang:1.26-trixie@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY cmd/ cmd/
COPY internal/ internal/
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /out/ferry ./cmd/ferry

FROM gcr.io/distroless/static-debian13:nonroot@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1
LABEL org.opencontainers.image.source="https://git.example.com/harbour/ferry"
COPY --from=build /out/ferry /ferry
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/ferry"]
CMD ["serve", "--listen=:8080"]
