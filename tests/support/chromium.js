// How tests start Chromium: the one that `cargo xtask test` found, without whatever it would do on the network by itself.

import { existsSync } from "node:fs";

export const launchOptions = {
  executablePath: process.env.CHROMIUM ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
