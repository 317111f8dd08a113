// Where the analysis runs: in a worker, or on the page's own thread where no worker may start.

const base = new URL(".", import.meta.url).href;

/** The most that is analysed on the page's own thread, in UTF-16 code units of all files together: typing would stop for longer. */
const OWN_THREAD_LIMIT = 64 * 1024;

const OWN_THREAD = "No worker may start here (a content security policy without worker-src 'self'?): the analysis runs on the page's own thread, up to 64 kB.";

const TOO_LARGE = "These files are larger than 64 kB together. Without a worker the page would stand still: use the command line, plimsoll lint.";

/** A worker, and what became of it before anybody listened; one that may not start fails at once or a little later. */
function newWorker() {
  const made = { worker: undefined, isAlive: false, hasFailed: false };
  try {
    made.worker = new Worker(`${base}worker.js`, { type: "module" });
    made.worker.onmessage = () => (made.isAlive = true);
    made.worker.onerror = (event) => {
      event.preventDefault();
      made.hasFailed = true;
    };
  } catch {
    made.hasFailed = true;
  }
  return made;
}

// The first worker and the WebAssembly begin now, so that the analysis loads while the page does.
let early = newWorker();

/** The compiled WebAssembly: worker after worker gets the same. Where it fails, the worker tries by itself and says why it cannot. */
const compiled = WebAssembly.compileStreaming(fetch(`${base}core/dist/plimsoll_bg.wasm`)).catch(() => undefined);

/**
 * Starts an analysis.
 * @param {object} options of every question, as the npm package's `lint` takes them
 * @param {(message: any) => void} hear every message of `worker.js`
 * @param {() => void} fail it has died
 * @param {(message: string) => void} notice something that the user should know
 * @returns {{ ask: (message: any) => void, end: () => void }}
 */
export function startAnalysis(options, hear, fail, notice) {
  const { worker, isAlive, hasFailed } = early ?? newWorker();
  early = undefined;
  let isOver = false;
  let post;
  // What a worker that never came to life was asked.
  let unheard = isAlive ? undefined : [];

  const onOwnThread = async () => {
    const { analysis } = await import("./worker.js");
    let isTold = false;
    const ask = analysis((message) => {
      if (isOver) return;
      hear(message);
      // Said once it works; until then it would say too much.
      if (!isTold && message.type === "report") notice(OWN_THREAD);
      isTold ||= message.type === "report";
    });
    post = (message) => {
      const length = message.files?.reduce((sum, file) => sum + file.text.length, 0) ?? 0;
      if (length > OWN_THREAD_LIMIT) hear({ type: "failed", seq: message.seq, message: TOO_LARGE });
      else ask(message);
    };
    const waiting = unheard;
    unheard = undefined;
    waiting.forEach(post);
  };

  const ask = (message) => {
    if (isOver) return;
    if (unheard) unheard.push(message);
    post?.(message);
  };

  if (hasFailed) {
    onOwnThread().catch(fail);
  } else {
    post = (message) => worker.postMessage(message);
    worker.onmessage = ({ data }) => {
      unheard = undefined;
      hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (unheard === undefined) return fail();
      worker.terminate();
      post = undefined;
      onOwnThread().catch(fail);
    };
  }
  const started = compiled.then((module) => ask({ type: "start", module, options }));
  return {
    ask: (message) => started.then(() => ask(message)),
    end: () => {
      isOver = true;
      worker?.terminate();
    },
  };
}
