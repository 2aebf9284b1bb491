/** The five template cards, put together as the client shows them, and what a tap does. */

import {
  buttons,
  choose,
  chosen,
  deadLabel,
  menu,
  selection,
  selections,
  submit,
  votes,
} from "./card_controls.js";
import {
  emphasis,
  imageText,
  jumps,
  picture,
  quote,
  rows,
  source,
  subTitle,
  titles,
  verticals,
} from "./card_parts.js";
import { el, link, safeAddress } from "./dom.js";

const LONG_DESC = 160;

const KINDS = {
  text_notice: (card, context) => [
    ...titles(card),
    emphasis(card),
    quote(card),
    subTitle(card),
    rows(card, context),
    jumps(card),
  ],
  news_notice: (card, context) => [
    picture(card),
    ...titles(card),
    imageText(card),
    quote(card),
    ...verticals(card),
    rows(card, context),
    jumps(card),
  ],
  button_interaction: (card, context, press) => [
    ...titles(card),
    quote(card),
    subTitle(card),
    rows(card, context),
    selection(card),
    buttons(card, press),
  ],
  vote_interaction: (card, context, press) => [
    ...titles(card, { title: 16, desc: LONG_DESC }),
    votes(card, context.group),
    submit(card, press),
  ],
  multiple_interaction: (card, context, press) => [
    ...titles(card, { desc: LONG_DESC }),
    ...selections(card),
    submit(card, press),
  ],
};

/** `context` is {viewer, nameOf, describe, onTap, pickedOf}; a tap is done once the card may be used again. */
export function renderCard(card, message, context) {
  const node = el("article", {
    class: `card card-${card.card_type}`,
    "aria-label": card.main_title?.title ?? "卡片",
  });
  const press = (key, pressed) => tap(node, pressed, () => context.onTap(message, key, chosen(node)));
  const compose = KINDS[card.card_type] ?? KINDS.text_notice;
  const parts = compose(card, { ...context, group: `vote-${message.msgid}` }, press);
  node.append(...[source(card), menu(card, press), ...parts, deadLabel(card)].filter(Boolean));
  if (card.replace_text) choose(node, context.pickedOf(message.msgid));
  followWhole(node, card);
  return node;
}

async function tap(node, pressed, post) {
  if (node.hasAttribute("aria-busy")) return;
  node.setAttribute("aria-busy", "true");
  pressed.classList.add("pending");
  try {
    await post();
  } finally {
    node.removeAttribute("aria-busy");
    pressed.classList.remove("pending");
  }
}

/** The whole card leads where its action says, except what can be tapped itself. */
function followWhole(node, card) {
  const address = card.card_action?.type === 1 && safeAddress(card.card_action.url);
  if (!address) return;
  node.classList.add("card-follows");
  node.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, select, input, label")) open(address, "_blank", "noopener");
  });
  const title = node.querySelector(".card-title");
  title?.replaceChildren(link(address, ...title.childNodes));
}
