import { attributesOf } from "./attributes.js";
import { Events } from "./events.js";
import { Launcher } from "./launcher.js";
import { state } from "./memory.js";
import { Panel } from "./panel.js";
import { signTitle } from "./title.js";
import { wordsOf } from "./words.js";

/** The chat on the page of a site: the launcher, and the panel with the frame. */
class Widget {
  #isOpen = false;

  /** @param {HTMLScriptElement} script */
  constructor(script) {
    const { colour = BOT.colour, title = BOT.name, position, sound, language } = attributesOf(script.dataset);
    const words = wordsOf(language);
    const rtl = getComputedStyle(document.documentElement).direction === "rtl";
    const side = position ?? (rtl ? "left" : "right");
    this.events = new Events();
    this.launcher = new Launcher({ colour, side, title, ...words }, this.#callbacks());
    this.panel = new Panel(
      { script, colour, language: words.language, root: this.launcher.dialog },
      { title, sound: sound === "on" },
      (name, details) => this.#heard(name, details),
    );
  }

  /** Shows what was open on the page before; only a panel that covers the page stays closed. */
  start() {
    document.body.append(this.launcher.host);
    if (state.get() === null) return;
    if (state.get() === "open" && !this.launcher.isCovering) this.#show(false);
    else this.panel.load();
  }

  open = () => this.#show(true);

  close = () => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    state.set("closed");
    this.panel.tell("hide");
    this.launcher.show(false);
    if (document.activeElement === this.launcher.host) this.launcher.button.focus();
    this.events.tell("close");
  };

  toggle = () => (this.#isOpen ? this.close() : this.open());

  /** Sends a message of the visitor. @param {string} text */
  send = (text) => {
    this.open();
    this.panel.tell("send", { text: String(text) });
  };

  /**
   * Names the visitor: the same conversations on every device. null forgets the user.
   * @param {{id: string, expires: number, signature: string}|null} user
   */
  identify = (user) => this.panel.tell("identify", { user });

  /**
   * Tells the bot where the visitor is, with each message that follows; null for nothing.
   * @param {{contexts?: string[], slots?: Record<string, string|number|null>}|null} values
   */
  setContext = (values) => this.panel.tell("context", { values });

  #callbacks() {
    return { press: () => this.toggle(), close: () => this.close() };
  }

  #show(focus) {
    if (this.#isOpen) return;
    this.#isOpen = true;
    state.set("open");
    this.panel.load();
    this.launcher.show(true);
    this.panel.tell("show", { focus });
    if (focus) this.panel.frame.focus();
    this.events.tell("open");
  }

  #heard(name, details) {
    if (name === "close") this.close();
    if (name === "failed") this.launcher.uncover();
    if (name === "message") this.events.tell("message", details);
    if (name === "problem") console.error(`Recollect: ${details.text}`);
    if (name === "unread") {
      this.launcher.count(details);
      signTitle(details.count);
    }
  }
}

/** @param {HTMLScriptElement} script */
function begin(script) {
  const widget = new Widget(script);
  const { open, close, toggle, send, identify, setContext } = widget;
  const on = (name, callback) => widget.events.on(name, callback);
  window.Recollect = Object.freeze({ open, close, toggle, send, identify, setContext, on });
  widget.start();
  dispatchEvent(new Event("recollect"));
}

const script = SCRIPT ?? document.querySelector('script[src*="/widget.js"]');
if (window.Recollect) console.warn("Recollect: The script is on this page twice. The first one counts.");
else if (document.body) begin(script);
else addEventListener("DOMContentLoaded", () => begin(script));
