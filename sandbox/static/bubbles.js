/** What stands in one message: text, picture, place, file, link, notice or card. */

import { mediaAddress, mediaName } from "./api.js";
import { renderCard } from "./cards.js";
import { button, el, icon, link, safeAddress } from "./dom.js";
import { cardDescription, markdownNodes, textNodes } from "./markdown.js";
import { enlarge } from "./viewer.js";

const WORDS = {
  image: "[图片]",
  voice: "[语音]",
  video: "[视频]",
  file: "[文件]",
  location: "[位置]",
  link: "[链接]",
  template_card: "[卡片]",
  textcard: "[卡片]",
  news: "[图文]",
  mpnews: "[图文]",
  miniprogram_notice: "[小程序通知]",
};

/** `context` knows names and takes taps: {viewer, nameOf, onTap}. */
export function renderBody(message, context) {
  const render = RENDERERS[message.msgtype] ?? unknown;
  return render(contentOf(message), message, context);
}

/** One line for the conversation list. */
export function summary(message, nameOf) {
  if (message.state === "recalled") return "撤回了一条消息";
  const body = contentOf(message);
  const words = WORDS[message.msgtype] ?? "";
  if (["image", "voice", "video"].includes(message.msgtype)) return words;
  const said =
    body.content ??
    body.main_title?.title ??
    body.title ??
    body.label ??
    body.filename ??
    body.articles?.[0]?.title;
  const plain = (said ?? "")
    .replace(/<@([\w\-@.]+)>/g, (_, id) => `@${nameOf(id)}`)
    .replace(/<[^>]*>|\*\*|[`#>]/g, "");
  return `${words}${plain}`.trim().slice(0, 60);
}

/** Pictures and cards stand without the coloured bubble around them. */
export function isBare(message) {
  return [
    "image",
    "video",
    "location",
    "link",
    "file",
    "template_card",
    "textcard",
    "news",
    "mpnews",
    "miniprogram_notice",
  ].includes(message.msgtype);
}

const RENDERERS = {
  text: ({ content = "" }, message, { nameOf }) =>
    el("div", { class: "text" }, ...textNodes(content, nameOf), cutMark(message)),
  markdown: ({ content = "" }, message, { nameOf }) =>
    el("div", { class: "text markdown" }, ...markdownNodes(content, nameOf), cutMark(message)),
  markdown_v2: ({ content = "" }, message, { nameOf }) =>
    el("div", { class: "text markdown" }, ...markdownNodes(content, nameOf), cutMark(message)),
  image: (body) => picture(mediaOf(body)),
  voice: () => el("div", { class: "text voice" }, icon("voice"), "语音消息"),
  video: (body) => el("video", { class: "film", controls: true, preload: "metadata", src: mediaOf(body) }),
  file: fileTile,
  location: place,
  link: linkTile,
  textcard: textCard,
  news: ({ articles = [] }) => el("div", { class: "news" }, ...articles.map(article)),
  mpnews: ({ articles = [] }) => el("div", { class: "news" }, ...articles.map(article)),
  miniprogram_notice: notice,
  template_card: (card, message, context) => renderCard(card, message, context),
};

/** What the reader sees; of what never arrived, what was sent. */
function contentOf({ msgtype, body, posted, state }) {
  return (state === "dropped" ? posted : body)?.[msgtype] ?? {};
}

function unknown(_, message) {
  return el("div", { class: "text muted" }, `[${message.msgtype}] 这里看不了这种消息`);
}

function cutMark(message) {
  return message.state === "cut" && el("span", { class: "cut" }, "…(已截断)");
}

function mediaOf(body) {
  return body.local ?? (body.media_id ? mediaAddress(body.media_id) : (body.url ?? ""));
}

function picture(source) {
  const image = el("img", { src: source, alt: "图片", loading: "lazy" });
  return button({ class: "picture", "aria-label": "放大图片", click: () => enlarge(source) }, image);
}

function fileTile(body) {
  const tile = el("a", { class: "tile", href: mediaOf(body), download: true });
  nameTile(tile, body.filename ?? "文件");
  if (!body.filename && body.media_id) askName(tile, body.media_id);
  return tile;
}

async function askName(tile, mediaId) {
  try {
    nameTile(tile, (await mediaName(mediaId)) ?? "文件");
  } catch {
    return; // the tile keeps its plain word
  }
}

function nameTile(tile, name) {
  const kind = name.includes(".") ? name.split(".").at(-1).slice(0, 4).toLowerCase() : "";
  tile.download = name;
  tile.replaceChildren(
    el("span", { class: "tile-text" }, el("strong", {}, name), el("small", {}, "点击下载")),
    el("span", { class: `file-kind file-${kind}`, "aria-hidden": "true" }, kind.toUpperCase()),
  );
}

function place(body) {
  const { latitude, longitude } = body;
  return el(
    "div",
    { class: "place" },
    el(
      "div",
      { class: "place-words" },
      el("strong", {}, body.label || "我的位置"),
      el("small", {}, `${Number(latitude).toFixed(4)}, ${Number(longitude).toFixed(4)}`),
    ),
    el("div", { class: "place-map", "aria-hidden": "true" }, icon("place")),
  );
}

function linkTile(body) {
  const inside = [
    el(
      "span",
      { class: "tile-text" },
      el("strong", {}, body.title || body.url || "链接"),
      el("small", {}, body.description ?? ""),
    ),
  ];
  const thumbnail = safeAddress(body.picurl ?? "");
  if (thumbnail) inside.push(el("img", { class: "tile-thumb", src: thumbnail, alt: "" }));
  return el(
    "a",
    { class: "tile", href: safeAddress(body.url ?? ""), target: "_blank", rel: "noopener noreferrer" },
    ...inside,
  );
}

function textCard(body) {
  return el(
    "article",
    { class: "card" },
    el("h3", { class: "card-title" }, body.title ?? ""),
    el("div", { class: "card-sub" }, ...cardDescription(body.description ?? "")),
    el("div", { class: "jump-list" }, jump(body.url, body.btntxt || "详情")),
  );
}

function article({ title = "", description = "", url, picurl }) {
  const cover = safeAddress(picurl ?? "");
  return el(
    "a",
    { class: "article", href: safeAddress(url ?? ""), target: "_blank", rel: "noopener noreferrer" },
    cover && el("img", { src: cover, alt: "" }),
    el("strong", {}, title),
    description && el("small", {}, description),
  );
}

function notice({ title = "", description = "", content_item: items = [] }) {
  return el(
    "article",
    { class: "card" },
    el("h3", { class: "card-title" }, title),
    el("p", { class: "card-desc" }, description),
    el(
      "dl",
      { class: "rows" },
      ...items.map(({ key, value }) => el("div", {}, el("dt", {}, key), el("dd", {}, value))),
    ),
  );
}

function jump(address, words) {
  const row = link(address ?? "", words, icon("right"));
  row.classList.add("jump");
  return row;
}
