const RUNG = 20;
const TYPING = 3;
const AGAIN = 2;
const NO_ROOM = 60;

/**
 * Page of the server, as a document. Its scripts do not run.
 * @param {string} url
 * @returns {Promise<Document>}
 */
export async function page(url) {
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(15_000) });
  // A session that has ended leads to the page for signing in.
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * Calls a function at each ring of the server, and again and again by itself: seldom while the server
 * can ring, else quickly while the page is on the screen.
 * @param {() => Promise<{isBusy?: boolean} | void>} look tells if something is about to change
 * @param {number} seconds
 * @param {string} events address of the stream
 * @param {{isKept?: boolean}} [how] a stream that is kept also where nobody sees the page
 */
export function keepLooking(look, seconds, events, { isKept = false } = {}) {
  let timer = 0;
  let busy = false;
  let again = false;
  let isBusy = false;
  const bell = new Bell(events, () => run());
  const run = async () => {
    clearTimeout(timer);
    again = busy;
    if (busy) return;
    busy = true;
    isBusy = (await look())?.isBusy ?? false;
    busy = false;
    if (again) return run();
    clearTimeout(timer);
    const pause = bell.rings ? (isBusy ? TYPING : RUNG) : (document.hidden ? 3 : 1) * seconds;
    timer = setTimeout(run, pause * 1000);
  };
  const listen = () => bell.listen(isKept || !document.hidden);
  bell.onChange = run;
  document.addEventListener("visibilitychange", () => {
    listen();
    if (!document.hidden) run();
  });
  listen();
  timer = setTimeout(run, seconds * 1000);
  return run;
}

/** Stream of the server, begun anew where it ends. A browser opens few connections to a server. */
class Bell {
  /** True while the server keeps the stream open. */
  rings = false;
  /** Called when the stream has begun to last, or has ended. */
  onChange = () => {};
  #isOn = false;
  /** @type {AbortController|null} */
  #stream = null;

  /** @param {string} url @param {() => void} ring */
  constructor(url, ring) {
    this.url = url;
    this.ring = ring;
  }

  /** @param {boolean} isOn */
  listen(isOn) {
    this.#isOn = isOn;
    if (!isOn) this.#stream?.abort();
    else if (!this.#stream) this.#open();
  }

  async #open() {
    const stream = (this.#stream = new AbortController());
    const begun = Date.now();
    // Where the server has no room, the stream ends at once.
    const lasting = setTimeout(() => this.#change(true), 1500);
    try {
      await this.#read(stream.signal);
    } catch {
      // The page looks by itself.
    }
    clearTimeout(lasting);
    if (this.rings) this.#change(false);
    const pause = stream.signal.aborted ? 0 : Date.now() - begun < 5000 ? NO_ROOM : AGAIN;
    setTimeout(() => {
      this.#stream = null;
      if (this.#isOn) this.#open();
    }, pause * 1000);
  }

  async #read(signal) {
    const response = await fetch(this.url, { cache: "no-store", signal });
    if (!response.ok || response.redirected || !response.body) throw new Error(String(response.status));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (chunk.value.includes("data:")) this.ring();
    }
  }

  #change(rings) {
    this.rings = rings;
    this.onChange();
  }
}
