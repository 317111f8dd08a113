FROM ubuntu:24.04
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
RUN set -eux; \
    for pkg in git curl; do \
      if ! command -v "$pkg" >/dev/null; then \
        apt-get update; apt-get install -y --no-install-recommends "$pkg"; \
      fi; \
    done; \
    case "$(dpkg --print-architecture)" in \
      amd64) url='https://example.com/amd64.tar.gz' ;; \
      arm64) url='https://example.com/arm64.tar.gz' ;; \
      *) echo >&2 "no build for this"; exit 1 ;; \
    esac; \
    curl -fsSL "$url" | tar -xz -C /opt; \
    rm -rf /var/lib/apt/lists/*
RUN bash -c "$(curl -fsSL https://example.com/setup)" && sh <(wget -qO- https://example.com/x)
RUN ["apt-get", "install", "-y", "vim"]
CMD exec /opt/app/run --port $PORT
