// `cargo xtask test e2e` builds and serves the page, and says where in PLAYGROUND and PLAYGROUND_FOLDER. By hand, on the quick build:
//
//     cargo xtask serve
//     PLAYGROUND_FOLDER=target/web/site/wasm-dev npx playwright test --config tests/e2e/playwright.config.js

import { defineConfig } from "@playwright/test";
import { launchOptions } from "../support/chromium.js";

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/e2e",
  timeout: 30_000,
  workers: 1,
  reporter: "list",
  forbidOnly: Boolean(process.env.CI),
  // Where a test is about the service worker it says so; in all others the server answers.
  use: { serviceWorkers: "block", baseURL: process.env.PLAYGROUND ?? "http://127.0.0.1:8080", launchOptions, trace: "retain-on-failure" },
});
