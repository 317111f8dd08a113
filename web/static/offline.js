// <offline-state>: whether the page works without a network, in the bar at the bottom. It starts the service worker that does that.
//
// A playground inside another page starts none; nor does a page that is not allowed to (no https, a closed policy), which is no error.

const base = new URL(".", import.meta.url);

class OfflineState extends HTMLElement {
  #registration;
  #show = () => {
    const isNew = this.#registration?.waiting;
    const works = navigator.serviceWorker?.controller || this.#registration?.active;
    this.textContent = isNew ? "a new version waits until this page is closed" : !works ? "" : navigator.onLine ? "works offline" : "offline";
  };

  async connectedCallback() {
    const { host } = this.getRootNode();
    // Who asks to save data does not want all files at once.
    if (!host?.hasAttribute("hash") || host.hasAttribute("embedded") || navigator.connection?.saveData) return;
    addEventListener("online", this.#show);
    addEventListener("offline", this.#show);
    try {
      this.#registration = await navigator.serviceWorker.register(new URL("sw.js", base), { updateViaCache: "none" });
    } catch {
      // It is not allowed to.
    }
    if (!this.#registration) return;
    const follow = (worker) => worker?.addEventListener("statechange", this.#show);
    follow(this.#registration.installing);
    this.#registration.addEventListener("updatefound", () => follow(this.#registration.installing));
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("online", this.#show);
    removeEventListener("offline", this.#show);
  }
}

customElements.define("offline-state", OfflineState);
