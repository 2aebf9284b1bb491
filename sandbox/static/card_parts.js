/** The parts of a card that only tell: source, titles, figures, quotes, rows, pictures, jumps. */

import { mediaAddress } from "./api.js";
import { button, el, icon, link, safeAddress } from "./dom.js";
import { toast } from "./toast.js";

const SOURCE_COLOURS = ["grey", "black", "red", "green"];

/** The client cuts what is longer than the documented suggestion. */
export function cut(text, length) {
  const letters = [...(text ?? "")];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : letters.join("");
}

export function source(card) {
  const { icon_url: picture, desc, desc_color: colour = 0 } = card.source ?? {};
  if (!desc && !picture) return null;
  const address = safeAddress(picture ?? "");
  return el(
    "div",
    { class: `card-source source-${SOURCE_COLOURS[colour] ?? "grey"}` },
    el("img", { src: address ?? "static/logo.svg", alt: "" }),
    cut(desc, 20),
  );
}

export function titles(card, { title: titleLength = 36, desc: descLength = 44 } = {}) {
  const { title, desc } = card.main_title ?? {};
  const parts = [];
  if (title) parts.push(el("h3", { class: "card-title" }, cut(title, titleLength)));
  if (desc) parts.push(el("p", { class: "card-desc" }, cut(desc, descLength)));
  return parts;
}

export function emphasis(card) {
  const { title, desc } = card.emphasis_content ?? {};
  if (!title && !desc) return null;
  return el(
    "div",
    { class: "card-emphasis" },
    el("strong", {}, cut(title, 14)),
    el("span", {}, cut(desc, 22)),
  );
}

export function quote(card) {
  const area = card.quote_area;
  if (!area || (!area.title && !area.quote_text)) return null;
  const words = el(
    "blockquote",
    { class: "card-quote" },
    area.title && el("strong", {}, area.title),
    area.quote_text && el("p", {}, area.quote_text),
  );
  return area.type === 1 ? link(area.url, words) : words;
}

export function subTitle(card) {
  return card.sub_title_text ? el("p", { class: "card-sub" }, cut(card.sub_title_text, 160)) : null;
}

export function rows(card, { nameOf, describe }) {
  const items = (card.horizontal_content_list ?? []).slice(0, 6);
  if (!items.length) return null;
  const row = (item) =>
    el("div", {}, el("dt", {}, cut(item.keyname, 5)), el("dd", {}, value(item, nameOf, describe)));
  return el("dl", { class: "rows" }, ...items.map(row));
}

export function verticals(card) {
  const items = (card.vertical_content_list ?? []).slice(0, 4);
  return items.map(({ title, desc }) =>
    el(
      "div",
      { class: "card-vertical" },
      el("strong", {}, cut(title, 38)),
      desc && el("p", {}, cut(desc, 160)),
    ),
  );
}

export function picture(card) {
  const address = safeAddress(card.card_image?.url ?? "");
  if (!address) return null;
  const image = el("img", { class: "card-image", src: address, alt: card.main_title?.title ?? "" });
  image.style.aspectRatio = String(card.card_image.aspect_ratio ?? 1.3);
  return image;
}

export function imageText(card) {
  const area = card.image_text_area;
  if (!area) return null;
  const address = safeAddress(area.image_url ?? "");
  const words = el(
    "div",
    { class: "image-text" },
    el("div", {}, el("strong", {}, area.title ?? ""), el("p", {}, area.desc ?? "")),
    address && el("img", { src: address, alt: "" }),
  );
  return area.type === 1 ? link(area.url, words) : words;
}

export function jumps(card) {
  const items = (card.jump_list ?? []).slice(0, 3);
  if (!items.length) return null;
  return el(
    "div",
    { class: "jump-list" },
    ...items.map((item) => {
      const row = link(item.type === 1 ? item.url : "", cut(item.title, 18), icon("right"));
      row.classList.add("jump");
      return row;
    }),
  );
}

function value(item, nameOf, describe) {
  const words = cut(item.value ?? "", 30);
  if (item.type === 1) return link(item.url, words);
  if (item.type === 2) return el("a", { href: mediaAddress(item.media_id), download: item.value }, words);
  if (item.type !== 3) return words;
  return button(
    { class: "link-button", click: () => toast(describe(item.userid)) },
    words || nameOf(item.userid),
  );
}
