ARG REGISTRY=docker.io/library
ARG VERSION=22
ARG VARIANT
ARG EMPTY=
FROM ${REGISTRY}/node:${VERSION} AS a
FROM node:${VERSION}-${VARIANT} AS b
FROM node:${TAG:-latest} AS c
FROM ${NOWHERE}/thing:1 AS d
FROM $EMPTY AS e
FROM --platform=$BUILDPLATFORM node:22 AS f
ARG VERSION
RUN echo $VERSION
FROM a
COPY --from=b /x /x
COPY --from=node:20-alpine /y /y
COPY --from=7 /z /z
COPY --from=Bb /w /w
RUN --mount=type=bind,from=golang,target=/g true
