/** The parts of a card that ask: buttons, selections, votes, and the menu behind the three dots. */

import { button, el, icon, link } from "./dom.js";
import { cut } from "./card_parts.js";

/** Up to six buttons; `press(key, button)` is called for those that call back. */
export function buttons(card, press) {
  const list = (card.button_list ?? []).slice(0, 6);
  if (!list.length) return null;
  const longest = Math.max(...list.map((item) => [...item.text].length));
  return el(
    "div",
    { class: `card-buttons ${layout(list.length, longest)}` },
    ...list.map((item) => cardButton(item, press)),
  );
}

/** The one grey label that is left when the question has been answered. */
export function deadLabel(card) {
  return card.replace_text
    ? el("p", { class: "card-dead", "data-testid": "card-dead" }, card.replace_text)
    : null;
}

export function selection(card) {
  const asked = card.button_selection;
  return asked ? select(asked, Boolean(card.replace_text)) : null;
}

export function selections(card) {
  return (card.select_list ?? []).slice(0, 3).map((asked) => select(asked, Boolean(card.replace_text)));
}

export function votes(card, name) {
  const asked = card.checkbox;
  if (!asked) return null;
  const type = asked.mode === 1 ? "checkbox" : "radio";
  const option = ({ id, text, is_checked: checked }) =>
    el(
      "label",
      { class: "vote" },
      el("input", {
        type,
        name,
        value: id,
        checked,
        disabled: asked.disable || Boolean(card.replace_text),
        "data-question": asked.question_key,
      }),
      el("span", {}, cut(text, 17)),
    );
  return el(
    "fieldset",
    { class: "votes" },
    el("legend", { class: "visually-hidden" }, card.main_title?.title ?? "选择"),
    ...asked.option_list.slice(0, 20).map(option),
  );
}

export function submit(card, press) {
  const { text, key } = card.submit_button ?? {};
  if (!key || card.replace_text) return null;
  return el(
    "div",
    { class: "card-buttons columns-1" },
    cardButton({ text: text || "提交", key, style: 1 }, press),
  );
}

/** What is chosen on the card now, as the control face takes it: {question: [option, …]}. */
export function chosen(cardNode) {
  const selected = {};
  for (const input of cardNode.querySelectorAll("select[data-question]")) {
    if (input.value) selected[input.dataset.question] = [input.value];
  }
  for (const input of cardNode.querySelectorAll("input[data-question]:checked")) {
    (selected[input.dataset.question] ??= []).push(input.value);
  }
  return selected;
}

/** Shows again what this person had chosen when the card was answered. */
export function choose(cardNode, selected) {
  for (const [question, options] of Object.entries(selected)) {
    const asked = `[data-question="${CSS.escape(question)}"]`;
    for (const list of cardNode.querySelectorAll(`select${asked}`)) [list.value] = options;
    for (const box of cardNode.querySelectorAll(`input${asked}`)) box.checked = options.includes(box.value);
  }
}

export function menu(card, press) {
  const entries = (card.action_menu?.action_list ?? []).slice(0, 3);
  if (!entries.length) return null;
  const entry = ({ text, key }) =>
    button(
      {
        role: "menuitem",
        "data-testid": "card-menu-entry",
        click: (event) => press(key, event.currentTarget),
      },
      text,
    );
  const list = el(
    "div",
    { class: "pop", role: "menu", hidden: true },
    card.action_menu.desc && el("p", {}, card.action_menu.desc),
    ...entries.map(entry),
  );
  const opener = button(
    {
      class: "icon-button",
      "aria-label": "更多",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-testid": "card-menu",
    },
    icon("more"),
  );
  opener.addEventListener("click", () => toggle(opener, list));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    opener.click();
    opener.focus();
  });
  return el("div", { class: "card-menu" }, opener, list);
}

function toggle(opener, list) {
  const close = () => {
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
  };
  if (!list.hidden) return close();
  list.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  setTimeout(() => addEventListener("click", close, { once: true }));
  return list.querySelector("button").focus({ preventScroll: true });
}

function cardButton({ text, key, style = 1, type = 0, url }, press) {
  const kind = `card-button style-${style >= 1 && style <= 4 ? style : 1}`;
  if (type === 1) {
    const follow = link(url, cut(text, 10));
    follow.className = kind;
    return follow;
  }
  return button(
    {
      class: kind,
      "data-testid": "card-button",
      "data-key": key,
      click: (event) => press(key, event.currentTarget),
    },
    cut(text, 10),
  );
}

/** Two stand side by side; more make a grid while their words are short, else a stack. */
function layout(count, longest) {
  if (count === 1) return "columns-1";
  if (count === 2) return longest <= 8 ? "columns-2" : "columns-1";
  if (longest <= 4 && count % 3 === 0) return "columns-3";
  if (longest <= 4 && count === 5) return "columns-3";
  return longest <= 7 ? "columns-2" : "columns-1";
}

function select(asked, isDead) {
  const options = asked.option_list
    .slice(0, 10)
    .map(({ id, text }) => el("option", { value: id, selected: id === asked.selected_id }, cut(text, 16)));
  if (!asked.selected_id) options.unshift(el("option", { value: "", selected: true }, "请选择"));
  return el(
    "label",
    { class: "select" },
    el("span", {}, asked.title ?? ""),
    el("select", { "data-question": asked.question_key, disabled: asked.disable || isDead }, ...options),
    icon("down"),
  );
}
