// The page's speed in Chromium: analysis in the worker, and the first finding on screen after a cold load.
//
// `cargo xtask bench page` builds and serves the release page and runs this.

import { chromium } from "@playwright/test";
import { launchOptions } from "../support/chromium.js";

const address = process.env.PLAYGROUND;
const RUNS = 300;
const LOADS = 7;

/** A Dockerfile of 200 lines as people write them: some stages, long RUNs, little that is wrong. */
function dockerfile() {
  const stage = (n) => `FROM node:22-bookworm-slim AS stage${n}
WORKDIR /srv/app${n}
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
# System packages
RUN apt-get update \\
    && apt-get install -y \\
        ca-certificates \\
        curl \\
        git \\
        tzdata \\
    && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \\
    PORT=80${n}0
COPY --chown=node:node . .
RUN npm run build -- --mode production
EXPOSE 80${n}0
HEALTHCHECK --interval=30s CMD curl --fail http://localhost:80${n}0/ || exit 1
USER node
`;
  return lines(200, (n) => stage(n));
}

/** A manifest of 2,000 lines: Deployments and Services, half of them with security contexts. */
function manifest() {
  const objects = (n) => `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${n}
  namespace: shop
  labels:
    app.kubernetes.io/name: web-${n}
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: web-${n}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: web-${n}
    spec:
      containers:
        - name: web
          image: registry.example.com/shop/web:1.${n}.0
          ports:
            - containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
          resources:
            requests:
              cpu: 100m
              memory: 64Mi
            limits:
              memory: 128Mi
${n % 2 ? "          securityContext:\n            allowPrivilegeEscalation: false\n            readOnlyRootFilesystem: true\n" : ""}---
apiVersion: v1
kind: Service
metadata:
  name: web-${n}
  namespace: shop
spec:
  selector:
    app.kubernetes.io/name: web-${n}
  ports:
    - port: 80
      targetPort: 8080
`;
  return lines(2000, objects);
}

function lines(count, part) {
  let text = "";
  for (let n = 0; text.split("\n").length <= count; n++) text += part(n);
  return text.split("\n").slice(0, count).join("\n") + "\n";
}

/** Asks a worker of its own, one question after another, each a little different: what typing does. */
async function inWorker(page, name, text) {
  return page.evaluate(
    async ({ name, text, runs }) => {
      const worker = new Worker("./worker.js", { type: "module" });
      const times = [];
      for (let seq = 1; seq <= runs; seq++) {
        const answer = new Promise((resolve, reject) => {
          worker.onerror = reject;
          worker.onmessage = ({ data }) => {
            if (data.type === "report") resolve(data);
            if (data.type === "failed") reject(new Error(data.message));
          };
        });
        worker.postMessage({ type: "lint", seq, files: [{ uri: name, text: `${text}# ${"x".repeat(seq % 40)}\n` }], options: {} });
        times.push((await answer).milliseconds);
      }
      worker.terminate();
      return times;
    },
    { name, text, runs: RUNS },
  );
}

/** Milliseconds from the start of the navigation to the frame that shows the first finding, with nothing cached. */
async function firstFinding(browser) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = () => {
      const finding = document.querySelector("plimsoll-playground")?.shadowRoot?.querySelector(".finding");
      if (finding?.getClientRects().length) globalThis.shownAt = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await page.waitForFunction(() => globalThis.shownAt !== undefined);
  const shownAt = await page.evaluate(() => globalThis.shownAt);
  await context.close();
  return shownAt;
}

const quantile = (numbers, q) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * q))];

let over = 0;
function tell(what, value, budget) {
  if (value > budget) over++;
  console.log(`${what.padEnd(48)}${`${value.toFixed(1)} ms`.padStart(12)}${`${budget} ms`.padStart(12)}${value > budget ? "  OVER" : ""}`);
}

const browser = await chromium.launch(launchOptions);
try {
  const loads = [];
  for (let i = 0; i < LOADS; i++) loads.push(await firstFinding(browser));
  tell(`first finding on screen, median of ${LOADS} cold loads`, quantile(loads, 0.5), 1000);
  const page = await browser.newPage({ serviceWorkers: "block" });
  await page.goto(address);
  tell(`200-line Dockerfile in the worker, p95 of ${RUNS}`, quantile(await inWorker(page, "Dockerfile", dockerfile()), 0.95), 4);
  tell(`2,000-line manifest in the worker, p95 of ${RUNS}`, quantile(await inWorker(page, "deployment.yaml", manifest()), 0.95), 25);
} finally {
  await browser.close();
}
process.exitCode = over > 0 ? 1 : 0;
