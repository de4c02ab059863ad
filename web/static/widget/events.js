const NAMES = ["message", "open", "close"];

/** Callbacks of the page, by the name of an event. */
export class Events {
  #target = new EventTarget();

  /**
   * @param {string} name
   * @param {(details: any) => void} callback
   * @returns {() => void} function that ends it
   */
  on(name, callback) {
    if (!NAMES.includes(name)) throw new TypeError(`Recollect.on knows ${NAMES.join(", ")}, not "${name}".`);
    const listener = ({ detail }) => callback(detail);
    this.#target.addEventListener(name, listener);
    return () => this.#target.removeEventListener(name, listener);
  }

  /** @param {string} name @param {any} [detail] */
  tell(name, detail) {
    this.#target.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
