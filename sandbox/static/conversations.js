/** The conversations of one person: the app first, then the groups, with the last words and unread counts. */

import { summary } from "./bubbles.js";
import { appAvatar, avatar, badge, button, el, groupAvatar, icon, redraw } from "./dom.js";
import { lastSeenAt } from "./times.js";

export const APP_NAME = "聊单";

const PANEL_WORDS = "时钟、故障与调用";

/** The head of the left column: who one is looking as. */
export function renderMe(root, member, { onSwitch, onPanel }) {
  redraw(root, member, () => [
    button(
      { class: "me", "aria-label": `${member.name}，换个人`, "data-testid": "me", click: onSwitch },
      avatar(member.name, member.userid),
      el(
        "span",
        { class: "person-words" },
        el("strong", {}, member.name),
        el("small", {}, [member.position, lastPart(member.department)].filter(Boolean).join(" · ")),
      ),
      el("span", { class: "only-narrow switch" }, "切换", icon("down")),
    ),
    button(
      {
        class: "icon-button only-phone",
        "aria-label": PANEL_WORDS,
        "data-testid": "panel-open",
        click: onPanel,
      },
      icon("gear"),
    ),
  ]);
}

/** `entries` are {id, name, members?, feed, unread, chosen}. */
export function renderConversations(root, entries, { now, viewer, nameOf, onOpen }) {
  const shown = entries.map((entry) => ({
    ...entry,
    feed: undefined,
    ...lastWords(entry, now, viewer, nameOf),
  }));
  redraw(root, [viewer, shown], () =>
    shown.map((entry) => el("li", {}, conversation(entry, nameOf, onOpen))),
  );
}

function conversation(entry, nameOf, onOpen) {
  const picture = entry.members ? groupAvatar(entry.members.map(nameOf)) : appAvatar();
  return button(
    {
      class: "conversation",
      "aria-current": entry.chosen ? "true" : null,
      "data-conversation": entry.id,
      "data-testid": `conversation-${entry.id}`,
      click: () => onOpen(entry),
    },
    el("span", { class: "avatar-box" }, picture, badge(entry.unread)),
    el(
      "span",
      { class: "conversation-words" },
      el(
        "span",
        { class: "conversation-top" },
        el("strong", {}, entry.name, !entry.members && el("em", { class: "app-tag" }, "应用")),
        el("time", {}, entry.time),
      ),
      el("small", {}, entry.words),
    ),
  );
}

function lastWords(entry, now, viewer, nameOf) {
  const last = entry.feed.last();
  if (!last) return { time: "", words: entry.members ? `${entry.members.length} 人` : "说说今天的客户吧" };
  return { time: lastSeenAt(Date.parse(last.at), now), words: preview(last, entry, viewer, nameOf) };
}

function preview(message, entry, viewer, nameOf) {
  const words = summary(message, nameOf);
  if (!entry.members || message.from === viewer) return words;
  return `${message.from === "app" ? APP_NAME : nameOf(message.from)}：${words}`;
}

function lastPart(department) {
  return [department].flat()[0]?.split("/").at(-1);
}
