/** Where one writes: text, the tray of pictures and places, and an example for the first time. */

import { button, el, icon } from "./dom.js";
import { fileDraft, placeDraft, textDraft } from "./drafts.js";
import { pickFile } from "./files.js";
import { askPlace } from "./place_form.js";
import { toast } from "./toast.js";

const SELLERS = ["销售员", "主管", "区域总监"];
const VISIT = "今天拜访了博泽的王经理，客户对价格敏感，下周三再谈";
const ASK = "帮助";
const MEGABYTE = 1024 * 1024;
const TRAY = [
  { type: "image", words: "图片", accept: "image/*", megabytes: 10 },
  { type: "location", words: "位置", shape: "place" },
  { type: "voice", words: "语音", accept: "audio/*,.amr", megabytes: 2 },
  { type: "video", words: "视频", accept: "video/*", megabytes: 10 },
  { type: "file", words: "文件", accept: "", megabytes: 20 },
];

export class Composer {
  #onSend;
  #texts = new Map();
  #id = null;
  #input = el("textarea", {
    rows: 1,
    "aria-label": "写消息",
    enterkeyhint: "send",
    "data-testid": "composer-input",
    autocomplete: "off",
  });
  #sendButton = el("button", { class: "primary send", "data-testid": "send-button", disabled: true }, "发送");
  #tray = el("div", { class: "tray", hidden: true });
  #more = button(
    {
      class: "icon-button",
      "aria-label": "更多：图片、位置、文件",
      "aria-expanded": "false",
      "data-testid": "attach-open",
    },
    icon("plus"),
  );
  #exampleText = el("span");
  #example = button(
    {
      class: "example",
      "data-testid": "example",
      hidden: true,
      click: () => this.fill(this.#exampleText.textContent),
    },
    icon("spark"),
    el("span", {}, el("small", {}, "试试这样说"), this.#exampleText),
  );
  #groupNote = el("p", { class: "group-note", hidden: true }, "群里的话不会到达应用：要记录，请发给聊单。");

  constructor(dock, onSend) {
    this.#onSend = onSend;
    this.#tray.append(...TRAY.map((kind) => this.#trayButton(kind)));
    this.#more.addEventListener("click", () => this.#showTray(this.#tray.hidden));
    const form = el("form", { class: "composer" }, this.#input, this.#more, this.#sendButton);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sendText();
    });
    this.#input.addEventListener("keydown", (event) => this.#enter(event));
    this.#input.addEventListener("input", () => this.#fit());
    this.#input.addEventListener("paste", (event) => this.#paste(event));
    dock.append(this.#groupNote, this.#example, form, this.#tray);
  }

  /** Another conversation: what was half written stays with the old one. */
  open({ id, viewer, group }) {
    this.#id = `${viewer}:${id}`;
    this.#input.value = this.#texts.get(this.#id) ?? "";
    this.#input.placeholder = group ? "发到群里" : "说一句，就是一条记录";
    this.#groupNote.hidden = !group;
    this.#showTray(false);
    this.#fit();
  }

  /** An example for who has not written yet, by what their work is. */
  suggest(isFirstTime, position) {
    this.#example.hidden = !isFirstTime;
    this.#exampleText.textContent = SELLERS.includes(position) ? VISIT : ASK;
  }

  fill(text) {
    this.#input.value = text;
    this.#fit();
    this.#input.focus();
  }

  #enter(event) {
    // An input method's Enter picks a word; Safari marks it by keyCode 229 alone.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#sendText();
  }

  #sendText() {
    const text = this.#input.value.trim();
    if (!text) return;
    this.#input.value = "";
    this.#fit();
    this.#onSend(textDraft(text));
  }

  #fit() {
    this.#texts.set(this.#id, this.#input.value);
    this.#sendButton.disabled = !this.#input.value.trim();
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  #showTray(isOpen) {
    this.#tray.hidden = !isOpen;
    this.#more.setAttribute("aria-expanded", String(isOpen));
  }

  #trayButton(kind) {
    const { type, words, accept, shape = type } = kind;
    const pick = type === "location" ? () => this.#sendPlace() : () => this.#sendFile(kind, pickFile(accept));
    return button(
      { class: "tray-button", "data-testid": `attach-${type}`, click: pick },
      el("span", {}, icon(shape)),
      words,
    );
  }

  async #sendPlace() {
    const place = await askPlace();
    this.#showTray(false);
    if (place) this.#onSend(placeDraft(place));
  }

  async #sendFile({ type, words, megabytes }, picking) {
    const file = await picking;
    this.#showTray(false);
    if (!file) return;
    if (file.size > megabytes * MEGABYTE) toast(`${words}最多 ${megabytes} MB`, { bad: true });
    else this.#onSend(await fileDraft(type, file));
  }

  #paste(event) {
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    this.#sendFile(TRAY[0], Promise.resolve(file));
  }
}
