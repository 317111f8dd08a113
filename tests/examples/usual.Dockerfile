# The dependencies change less often than the code: they come first, so that their layer can be kept.
FROM node:22-bookworm AS build
LABEL org.opencontainers.image.title="shop" \
      org.opencontainers.image.source="https://git.example.com/shop/web"
ARG VERSION=unknown
ENV NODE_ENV=production \
    NPM_CONFIG_UPDATE_NOTIFIER=false
WORKDIR /srv/app
COPY package.json package-lock.json ./
COPY packages/ui/package.json packages/ui/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --no-audit --no-fund
COPY tsconfig.json vite.config.ts ./
COPY src ./src
COPY public ./public
RUN npm run lint && npm run build -- --mode production && npm prune --omit=dev
# What the pages need at run time is small; everything else stays behind.
RUN set -eux; \
    mkdir -p /out/assets; \
    cp -r dist/. /out/assets/; \
    find /out -name '*.map' -delete; \
    printf '%s\n' "$VERSION" > /out/VERSION
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s CMD node healthcheck.js || exit 1
USER node
CMD ["node", "server.js"]

# Tools that the tests call, and the libraries they are linked to.
FROM debian:bookworm-slim AS tools
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ARG TARGETARCH
ENV LANG=C.UTF-8
RUN apt-get update \
    && apt-get install -y \
        build-essential \
        ca-certificates \
        curl \
        git \
        libpq-dev \
        pkg-config \
        tzdata \
        unzip \
    && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL -o /tmp/tool.tar.gz "https://downloads.example.com/tool/1.4.2/tool-linux-${TARGETARCH}.tar.gz" \
    && echo "0c1ab3a7de9bb3f7b4a5b3c7f1d1f5c4b9a3d6e8a7c2b1f0e9d8c7b6a5948372  /tmp/tool.tar.gz" | sha256sum -c - \
    && tar -xzf /tmp/tool.tar.gz -C /usr/local/bin --strip-components=1 tool/bin/tool \
    && rm /tmp/tool.tar.gz \
    && tool --version
RUN groupadd --gid 10001 tester && useradd --uid 10001 --gid tester --create-home tester
COPY --chown=tester:tester scripts/ /home/tester/scripts/
WORKDIR /home/tester
USER tester
ENTRYPOINT ["/home/tester/scripts/run.sh"]
CMD ["--all"]

# The service. Wheels are built in a stage of their own and installed without a compiler.
FROM python:3.12-slim AS service
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=on \
    APP_HOME=/srv/service
WORKDIR $APP_HOME
RUN apt-get update \
    && apt-get install --no-install-recommends -y libpq5 gettext-base curl \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY requirements.txt constraints.txt ./
RUN pip install -r requirements.txt -c constraints.txt
COPY service/ ./service/
COPY alembic.ini ./
COPY migrations/ ./migrations/
COPY deploy/entrypoint.sh /usr/local/bin/entrypoint.sh
RUN chmod +x /usr/local/bin/entrypoint.sh \
    && python -m compileall -q service \
    && if [ -f service/locale/messages.pot ]; then msgfmt --check service/locale/*.po; fi \
    && adduser --system --group --home "$APP_HOME" service \
    && chown -R service:service "$APP_HOME"
VOLUME ["/srv/service/uploads"]
EXPOSE 8000/tcp
STOPSIGNAL SIGTERM
USER service
ENTRYPOINT ["entrypoint.sh"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "4", "service.wsgi"]
