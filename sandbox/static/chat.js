/** The open conversation: rows in order, time between them, changes in place, news at the bottom. */

import { isBare, renderBody } from "./bubbles.js";
import { appAvatar, avatar, button, el, icon } from "./dom.js";
import { separator } from "./times.js";

const GAP_MS = 5 * 60_000;
const NEAR_BOTTOM_PX = 90;
const ANSWER_WAIT_MS = 4000;

export class Chat {
  #log;
  #jump;
  #context;
  #chat = null;
  #rows = new Map();
  #stuck = true;
  #fresh = 0;
  #awaited = new Map();

  /** `context` is {clock, nameOf, onTap, onRetry, failureOf}. */
  constructor(log, jump, context) {
    this.#log = log;
    this.#jump = jump;
    this.#context = context;
    log.addEventListener("scroll", () => this.#noteScroll(), { passive: true });
    log.addEventListener("load", () => this.#stuck && this.#toBottom(), { capture: true });
    new ResizeObserver(() => this.#stuck && this.#toBottom()).observe(log);
    jump.addEventListener("click", () => this.#toBottom("smooth"));
  }

  /** Starts another conversation: {id, viewer, group}. */
  open(chat) {
    this.#chat = chat;
    this.#rows.clear();
    this.#log.replaceChildren();
    this.#log.setAttribute("aria-busy", "true");
    this.#stuck = true;
    this.#fresh = 0;
    this.#showJump();
  }

  /** Brings the rows in line with these messages, which are in order. */
  sync(messages, isFirst = false) {
    const fresh = messages.filter((message) => !this.#rows.has(message.msgid));
    if (fresh.some((message) => message.from !== this.#chat.viewer)) this.#endWaiting();
    this.#dropOthers(messages);
    this.#place(messages);
    this.#drawTimes(messages);
    const isMine = fresh.some((message) => message.from === this.#chat.viewer);
    if (isFirst || this.#stuck || isMine) this.#toBottom();
    else this.#fresh += fresh.length;
    this.#showJump();
    if (isFirst) setTimeout(() => this.#log.removeAttribute("aria-busy"));
  }

  /** Resolves when this message looks different or the other side says something, or after a moment. */
  whenAnswered(msgid) {
    return new Promise((resume) => {
      this.#awaited.set(msgid, resume);
      setTimeout(resume, ANSWER_WAIT_MS);
    });
  }

  #endWaiting() {
    for (const resume of this.#awaited.values()) resume();
    this.#awaited.clear();
  }

  #place(messages) {
    let cursor = this.#log.firstElementChild;
    for (const message of messages) {
      const old = this.#rows.get(message.msgid)?.node;
      const node = this.#rowFor(message);
      if (old && old !== node) {
        if (cursor === old) cursor = node;
        old.replaceWith(node);
      }
      if (cursor === node) cursor = node.nextElementSibling;
      else this.#log.insertBefore(node, cursor);
    }
  }

  #rowFor(message) {
    const known = this.#rows.get(message.msgid);
    const failure = this.#context.failureOf(message.msgid);
    const version = `${message.seq}/${message.sending ?? false}/${failure ?? ""}`;
    if (known?.version === version) return known.node;
    const node = this.#build(message, failure);
    if (known && message.seq > known.seq && message.updates) node.classList.add("changed");
    this.#awaited.get(message.msgid)?.();
    this.#rows.set(message.msgid, { node, version, seq: message.seq });
    return node;
  }

  #dropOthers(messages) {
    const kept = new Set(messages.map((message) => message.msgid));
    for (const [msgid, { node }] of this.#rows) {
      if (kept.has(msgid)) continue;
      node.remove();
      this.#rows.delete(msgid);
    }
  }

  #build(message, failure) {
    const isMine = message.from === this.#chat.viewer;
    const row = el(
      "div",
      {
        class: `row ${isMine ? "mine" : "theirs"} state-${message.state}`,
        "data-testid": "message",
        "data-msgid": message.msgid,
        "data-from": message.from,
        "data-state": message.state,
        "data-type": message.msgtype,
      },
      el("time", { class: "when", hidden: true }),
    );
    const recalled = () => el("p", { class: "system" }, `${this.#nameOf(message.from)}撤回了一条消息`);
    row.append(message.state === "recalled" ? recalled() : this.#line(message, isMine, failure));
    return row;
  }

  #line(message, isMine, failure) {
    const body = el(
      "div",
      { class: isBare(message) ? "bare" : "bubble", inert: message.state === "dropped" },
      renderBody(message, { ...this.#context, viewer: this.#chat.viewer }),
    );
    const said = el(
      "div",
      { class: "said" },
      this.#chat.group && !isMine && el("span", { class: "who" }, this.#nameOf(message.from)),
      el("div", { class: "beside" }, this.#mark(message, failure), body),
      message.state === "cut" &&
        message.msgtype === "template_card" &&
        el("p", { class: "note" }, "太长的字已被截断"),
      message.state === "dropped" && el("p", { class: "note" }, "被平台丢弃，没有送达"),
      failure && el("p", { class: "note note-bad" }, failure),
    );
    return el("div", { class: "line" }, this.#face(message.from), said);
  }

  #mark(message, failure) {
    if (failure) {
      return button(
        {
          class: "failed",
          "aria-label": `没有送达：${failure}。点击重发`,
          title: "点击重发",
          "data-testid": "failed",
          click: () => this.#context.onRetry(message.msgid),
        },
        "!",
      );
    }
    return message.sending && el("span", { class: "spinner", role: "img", "aria-label": "发送中" });
  }

  #face(from) {
    return from === "app" ? appAvatar() : avatar(this.#nameOf(from), from);
  }

  #nameOf(from) {
    return from === "app" ? "聊单" : this.#context.nameOf(from);
  }

  #drawTimes(messages) {
    let before = -Infinity;
    for (const message of messages) {
      const at = Date.parse(message.at);
      const when = this.#rows.get(message.msgid).node.querySelector(".when");
      when.hidden = at - before < GAP_MS;
      when.textContent = separator(at, this.#context.clock.now());
      when.dateTime = message.at;
      before = at;
    }
  }

  #noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (this.#stuck) this.#fresh = 0;
    this.#showJump();
  }

  #toBottom(behavior = "instant") {
    this.#log.scrollTo({ top: this.#log.scrollHeight, behavior });
    this.#fresh = 0;
    this.#stuck = true;
  }

  #showJump() {
    this.#jump.hidden = this.#stuck || !this.#fresh;
    this.#jump.replaceChildren(icon("down"), `${this.#fresh} 条新消息`);
  }
}
