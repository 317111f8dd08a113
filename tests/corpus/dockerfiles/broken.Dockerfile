FORM alpine
FROM alpine:3.24 AS 1st
RUN --moun=type=cache,target=/x apk add curl
COPY only-one
HEALTHCHECK CMDD true
ENV NOVALUE
RUN <<EOF
apk add git
CMD ["still", "read"]
