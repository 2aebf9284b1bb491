/** The conversations of one person: the app first, then the groups, with the last words and unread counts. */

import { summary } from "./bubbles.js";
import { appAvatar, avatar, button, el, groupAvatar, icon } from "./dom.js";
import { lastSeenAt } from "./times.js";

export const APP_NAME = "聊单";

/** The head of the left column: who one is looking as. */
export function renderMe(root, member, { onSwitch, onPanel }) {
  const words = el(
    "span",
    { class: "person-words" },
    el("strong", {}, member.name),
    el("small", {}, [member.position, lastPart(member.department)].filter(Boolean).join(" · ")),
  );
  root.replaceChildren(
    button(
      { class: "me", "aria-label": `${member.name}，换个人`, "data-testid": "me", click: onSwitch },
      avatar(member.name, member.userid),
      words,
      el("span", { class: "only-narrow switch" }, "切换", icon("down")),
    ),
    button(
      {
        class: "icon-button only-phone",
        "aria-label": "时钟、故障与调用",
        "data-testid": "panel-open",
        click: onPanel,
      },
      icon("gear"),
    ),
  );
}

/** `entries` are {id, name, members?, feed, unread, chosen}. */
export function renderConversations(root, entries, { now, viewer, nameOf, onOpen }) {
  const held = document.activeElement?.dataset?.conversation;
  root.replaceChildren(
    ...entries.map((entry) => el("li", {}, conversation(entry, { now, viewer, nameOf, onOpen }))),
  );
  if (held) root.querySelector(`[data-conversation="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function conversation(entry, { now, viewer, nameOf, onOpen }) {
  const last = entry.feed.last();
  const picture = entry.members ? groupAvatar(entry.members.map(nameOf)) : appAvatar();
  const badge =
    entry.unread > 0 &&
    el(
      "span",
      { class: "badge", "data-testid": "unread", "aria-label": `${entry.unread} 条未读` },
      entry.unread > 99 ? "99+" : String(entry.unread),
    );
  return button(
    {
      class: "conversation",
      "aria-current": entry.chosen ? "true" : null,
      "data-conversation": entry.id,
      "data-testid": `conversation-${entry.id}`,
      click: () => onOpen(entry),
    },
    el("span", { class: "avatar-box" }, picture, badge),
    el(
      "span",
      { class: "conversation-words" },
      el(
        "span",
        { class: "conversation-top" },
        el("strong", {}, entry.name, !entry.members && el("em", { class: "app-tag" }, "应用")),
        last && el("time", {}, lastSeenAt(Date.parse(last.at), now)),
      ),
      el(
        "small",
        {},
        last
          ? preview(last, entry, viewer, nameOf)
          : entry.members
            ? `${entry.members.length} 人`
            : "说说今天的客户吧",
      ),
    ),
  );
}

function preview(message, entry, viewer, nameOf) {
  const words = summary(message, nameOf);
  if (message.state === "dropped") return `${words}`;
  if (!entry.members || message.from === viewer) return words;
  return `${message.from === "app" ? APP_NAME : nameOf(message.from)}：${words}`;
}

function lastPart(department) {
  return [department].flat()[0]?.split("/").at(-1);
}
