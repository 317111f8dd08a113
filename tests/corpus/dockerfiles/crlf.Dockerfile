FROM alpine:3.20
# comment in Windows lines
RUN apk add curl \
    # why
    bash
RUN apt-get install -y \
    git
MAINTAINER "Zoë"
CMD echo hi
