# The image that runs has no shell, no package manager and no root user.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev
COPY src/ src/

FROM gcr.io/distroless/nodejs24-debian13:nonroot
WORKDIR /app
COPY --from=build /app /app
USER 65532
EXPOSE 3000
HEALTHCHECK CMD ["/nodejs/bin/node", "src/health.js"]
CMD ["src/server.js"]
