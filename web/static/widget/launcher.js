import { styleSheet } from "./style.js";

const PHONE = "(max-width: 480px)";
const SVG = "http://www.w3.org/2000/svg";
const BUBBLE = "M4 5h16v11H9l-5 4z";
const CROSS = "M6 6l12 12M18 6L6 18";
const MOST = 9;

/** Button that opens the panel, with the number of unread messages, apart from the styles of the page. */
export class Launcher {
  /**
   * @param {{colour: string, side: string, title: string, language: string, chat: string}} look
   * @param {{press: () => void, close: () => void}} callbacks
   */
  constructor({ colour, side, title, language, chat }, { press, close }) {
    this.host = make("recollect-chat", { lang: language });
    this.badge = make("span", { className: "badge", hidden: true });
    this.badge.setAttribute("aria-hidden", "true");
    this.status = make("p", { className: "status" });
    this.status.setAttribute("role", "status");
    this.button = make("button", { type: "button", className: "launcher" });
    this.button.setAttribute("aria-label", chat);
    this.button.addEventListener("click", press);
    this.section = make("section", { className: side });
    this.section.setAttribute("aria-label", title);
    this.dialog = make("dialog", {});
    this.dialog.setAttribute("aria-label", title);
    this.dialog.addEventListener("close", () => this.dialog.open || close());
    this.section.append(this.dialog, this.button, this.status);
    const root = this.host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styleSheet(colour)];
    root.append(this.section);
    this.show(false);
  }

  /** True where the panel covers the whole page. */
  get isCovering() {
    return matchMedia(PHONE).matches;
  }

  /** Shows the panel beside the page, or where it covers the page, in its place. @param {boolean} isOpen */
  show(isOpen) {
    if (!isOpen) this.dialog.close();
    else if (this.isCovering) this.dialog.showModal();
    else this.dialog.open = true; // show() would take the focus
    this.section.classList.toggle("open", isOpen);
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.button.replaceChildren(icon(isOpen ? CROSS : BUBBLE), this.badge);
  }

  /** Gives back the page that the panel covers. */
  uncover() {
    if (!this.dialog.matches(":modal")) return;
    this.dialog.close();
    this.dialog.open = true;
  }

  /** @param {{count: number, text: string}} unread the text is for screen readers */
  count({ count: unread, text }) {
    this.badge.hidden = unread === 0;
    this.badge.textContent = unread > MOST ? `${MOST}+` : String(unread);
    this.status.textContent = unread ? text : "";
  }
}

function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
