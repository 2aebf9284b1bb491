/** What each conversation holds: followed closely when open, looked at now and then otherwise. */

import { history, Refused } from "./api.js";

const LONG_POLL_S = 25;
const GLANCE_MS = 3000;
const RETRY_MS = 1500;

/** One conversation: messages by msgid, a changed one takes the place of the old. */
export class Feed {
  seq = 0;
  loaded = false;
  #messages = new Map();

  constructor(id) {
    this.id = id;
  }

  take(messages) {
    for (const message of messages) {
      this.#messages.set(message.msgid, message);
      this.seq = Math.max(this.seq, message.seq);
    }
    this.loaded = true;
  }

  /** In the order they came; a later change moves nothing. */
  ordered() {
    return [...this.#messages.values()].sort((a, b) => a.born - b.born);
  }

  /** The last one that arrived. */
  last() {
    return this.ordered().findLast((message) => message.state !== "dropped");
  }

  unread(viewer, seen) {
    const since = seen > this.seq ? 0 : seen;
    const isNews = (message) =>
      message.from !== viewer && message.born > since && message.state !== "dropped";
    return [...this.#messages.values()].filter(isNews).length;
  }
}

export class Feeds {
  #feeds = new Map();
  #watched = [];
  #open = null;
  #nudge = () => {};
  #onNews;
  #onLine;

  constructor(onNews, onLine) {
    this.#onNews = onNews;
    this.#onLine = onLine;
    this.#glance();
  }

  of(id) {
    if (!this.#feeds.has(id)) this.#feeds.set(id, new Feed(id));
    return this.#feeds.get(id);
  }

  /** Keeps this one conversation fresh to the second; the one before is left to glances. */
  follow(id) {
    if (this.#open?.id === id) return;
    this.#open?.stop.abort();
    this.#open = { id, stop: new AbortController() };
    this.#poll(this.#open);
  }

  unfollow() {
    this.#open?.stop.abort();
    this.#open = null;
  }

  /** The first ones matter most: they are looked at first. */
  watch(ids) {
    this.#watched = ids;
    this.#nudge();
  }

  async #poll(open) {
    while (!open.stop.signal.aborted) {
      const feed = this.of(open.id);
      try {
        await this.#fetch(feed, feed.loaded ? LONG_POLL_S : 0, open.stop.signal);
        this.#onLine(true);
      } catch (problem) {
        if (open.stop.signal.aborted) return;
        this.#onLine(false, problem);
        await pause(RETRY_MS);
      }
    }
  }

  async #glance() {
    for (;;) {
      if (!document.hidden) await this.#glanceOnce();
      if (this.#watched.every((id) => this.of(id).loaded)) await this.#glancePause();
      else await pause(RETRY_MS);
    }
  }

  #glancePause() {
    const rest = pause(GLANCE_MS);
    const nudge = new Promise((resume) => {
      this.#nudge = () => this.#watched.some((id) => !this.of(id).loaded) && resume();
    });
    return Promise.race([rest, nudge]);
  }

  async #glanceOnce() {
    const others = this.#watched.filter((id) => id !== this.#open?.id);
    for (const id of others) {
      try {
        await this.#fetch(this.of(id), 0);
      } catch (problem) {
        if (!(problem instanceof Refused)) return; // the open conversation's poll tells that the line is down
      }
    }
  }

  async #fetch(feed, wait, signal) {
    const wasLoaded = feed.loaded;
    const { messages } = await history(feed.id, feed.seq, wait, signal);
    feed.take(messages);
    if (messages.length || !wasLoaded) this.#onNews(feed, messages, wasLoaded);
  }
}

function pause(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}
