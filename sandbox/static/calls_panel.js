/** Every API call that the sandbox received, newest first. */

import { calls } from "./api.js";
import { el } from "./dom.js";
import { clockTime } from "./times.js";

const LOOK_MS = 2000;
const KEPT = 200;

export class CallsPanel {
  #list = el("ol", { class: "calls", "data-testid": "calls" });
  #empty = el("p", { class: "nobody" }, "还没有调用");
  #after = 0;
  #timer = null;

  constructor() {
    this.node = el("div", {}, this.#empty, this.#list);
  }

  start() {
    this.#look();
    this.#timer ??= setInterval(() => document.hidden || this.#look(), LOOK_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  async #look() {
    let answer;
    try {
      answer = await calls(this.#after);
    } catch {
      return; // the chat's own poll tells that the line is down
    }
    const fresh = answer.calls.filter(({ seq }) => seq > this.#after);
    for (const call of fresh) {
      this.#after = call.seq;
      this.#list.prepend(line(call));
    }
    while (this.#list.childElementCount > KEPT) this.#list.lastElementChild.remove();
    this.#empty.hidden = this.#list.childElementCount > 0;
  }
}

function line({ at, path, errcode }) {
  const isGood = errcode === 0;
  return el(
    "li",
    { class: isGood ? "" : "bad" },
    el("time", {}, clockTime(Date.parse(at), true)),
    el("span", { class: "call-path" }, path.replace("/cgi-bin/", "")),
    el(
      "span",
      { class: "call-code", "aria-label": isGood ? "成功" : `错误 ${errcode}` },
      isGood ? "0" : String(errcode ?? "—"),
    ),
  );
}
