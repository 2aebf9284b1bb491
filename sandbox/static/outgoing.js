/** What this page has sent: shown at once, claimed when the history brings it, marked when it failed. */

import { send } from "./api.js";
import { isoInShanghai } from "./times.js";

export class Outgoing {
  #waiting = [];
  #failures = new Map();
  #drafts = new Map();
  #count = 0;
  #onChange;
  #clock;

  constructor(clock, onChange) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** `draft` is {payload, msgtype, body}; `chat` is {id, viewer, group}; it stands behind what was `born` so far. */
  async post(draft, chat, born) {
    const item = { chat, draft, message: this.#preview(draft, chat, born), msgid: null };
    this.#waiting.push(item);
    this.#onChange(chat.id);
    try {
      const { msgid, callback } = await send(addressed(draft.payload, chat));
      item.msgid = msgid;
      this.#drafts.set(msgid, { draft, chat });
      if (isLost(callback)) this.#failures.set(msgid, reasonOf(callback));
    } catch (problem) {
      this.#failures.set(item.message.msgid, problem.message);
    }
    item.message.sending = false;
    this.#onChange(chat.id);
  }

  /** Sends again what failed, as a new message. */
  retry(msgid, born) {
    const lost = this.#waiting.find((item) => item.message.msgid === msgid) ?? this.#drafts.get(msgid);
    if (!lost) return;
    this.#waiting = this.#waiting.filter((item) => item !== lost);
    this.#failures.delete(msgid);
    this.post(lost.draft, lost.chat, born);
  }

  failureOf(msgid) {
    return this.#failures.get(msgid);
  }

  /** Those of a conversation that its history does not hold yet. */
  stillWaiting(id, messages) {
    for (const message of messages) this.#claim(message);
    return this.#waiting.filter((item) => item.chat.id === id).map((item) => item.message);
  }

  #claim(message) {
    const isSame = (item) =>
      item.msgid
        ? item.msgid === message.msgid
        : !this.#drafts.has(message.msgid) && looksSame(item, message);
    const index = this.#waiting.findIndex(isSame);
    if (index < 0) return;
    const [item] = this.#waiting.splice(index, 1);
    this.#drafts.set(message.msgid, { draft: item.draft, chat: item.chat });
  }

  #preview({ msgtype, body }, chat, born) {
    this.#count += 1;
    const at = isoInShanghai(this.#clock.now());
    return {
      msgid: `sending-${this.#count}`,
      seq: 0,
      born,
      at,
      from: chat.viewer,
      msgtype,
      body,
      state: "shown",
      updates: 0,
      sending: true,
    };
  }
}

/** Null in groups; no tries yet when a fault holds the delivery back. */
export function isLost(callback) {
  return Boolean(callback?.tries) && callback.status !== 200;
}

function addressed(payload, { viewer, id, group }) {
  return { from: viewer, ...(group ? { chatid: id } : {}), ...payload };
}

function looksSame({ message, chat }, arrived) {
  if (
    arrived.from !== chat.viewer ||
    arrived.msgtype !== message.msgtype ||
    arrived.at < message.at.slice(0, 10)
  )
    return false;
  return message.msgtype !== "text" || arrived.body.text.content === message.body.text.content;
}

function reasonOf({ status, tries }) {
  const what = status ? `应用回了 HTTP ${status}` : "应用没有应答";
  return tries > 1 ? `${what}，试了 ${tries} 次` : what;
}
