/** What this page has sent: shown at once, claimed when the history brings it, marked when it failed. */

import { send } from "./api.js";
import { isoInShanghai } from "./times.js";

export class Outgoing {
  #waiting = [];
  #failed = new Map();
  #claimed = new Set();
  #count = 0;
  #onChange;
  #clock;

  constructor(clock, onChange) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** `draft` is {payload, msgtype, body}; `chat` is {id, viewer, group}; it stands behind what was `born` so far. */
  async post(draft, chat, born) {
    const item = { draft, chat, message: this.#preview(draft, chat, born), msgid: null };
    this.#waiting.push(item);
    this.#onChange(chat.id);
    try {
      const { msgid, callback } = await send(addressed(draft.payload, chat));
      item.msgid = msgid;
      if (isLost(callback)) this.#failed.set(msgid, { item, reason: reasonOf(callback) });
    } catch (problem) {
      this.#failed.set(item.message.msgid, { item, reason: problem.message });
    }
    item.message.sending = false;
    this.#onChange(chat.id);
  }

  /** Sends again what failed, as a new message. */
  retry(msgid, born) {
    const { item } = this.#failed.get(msgid);
    this.#failed.delete(msgid);
    this.#waiting = this.#waiting.filter((other) => other !== item);
    this.post(item.draft, item.chat, born);
  }

  failureOf(msgid) {
    return this.#failed.get(msgid)?.reason;
  }

  /** Those of a conversation that its history does not hold yet. */
  stillWaiting(id, messages) {
    const arrived = messages.filter(({ msgid }) => !this.#claimed.has(msgid));
    for (const message of arrived) this.#claim(message);
    return this.#waiting.filter((item) => item.chat.id === id).map((item) => item.message);
  }

  #claim(message) {
    const index = this.#waiting.findIndex((item) => isThis(item, message));
    if (index >= 0) this.#waiting.splice(index, 1);
    this.#claimed.add(message.msgid);
  }

  #preview({ msgtype, body }, { viewer }, born) {
    this.#count += 1;
    const at = isoInShanghai(this.#clock.now());
    const msgid = `sending-${this.#count}`;
    return {
      msgid,
      seq: 0,
      born,
      at,
      from: viewer,
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

/** The history may bring a message before the answer tells its number: then what it says must do. */
function isThis({ message, msgid, chat }, arrived) {
  if (msgid) return msgid === arrived.msgid;
  if (arrived.from !== chat.viewer || arrived.born <= message.born || !message.sending) return false;
  if (arrived.msgtype !== message.msgtype) return false;
  return message.msgtype !== "text" || arrived.body.text.content === message.body.text.content;
}

function reasonOf({ status, tries }) {
  const what = status ? `应用回了 HTTP ${status}` : "应用没有应答";
  return tries > 1 ? `${what}，试了 ${tries} 次` : what;
}
