/** Text and the markdown subset that the client shows; everything else stays the characters it is. */

import { el, link } from "./dom.js";

const ANCHOR = /<a\s[^>]*?href\s*=\s*["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>/i;
const BARE_ADDRESS = /(https?:\/\/[^\s<>"'，。；、）】]+)/;
const MENTION = /<@([\w\-@.]+)>/;
const INLINE = [
  [
    /<font\s+color\s*=\s*["']?(info|comment|warning)["']?\s*>([\s\S]*?)<\/font>/i,
    (match, inner) => el("span", { class: `font-${match[1].toLowerCase()}` }, ...inner(match[2])),
  ],
  [/\*\*([^*\n]+)\*\*/, (match, inner) => el("strong", {}, ...inner(match[1]))],
  [/\[([^\]\n]+)\]\(([^)\s]+)\)/, (match, inner) => link(match[2], ...inner(match[1]))],
  [/`([^`\n]+)`/, (match) => el("code", {}, match[1])],
];

/** A text message: line breaks, `<a href>`, bare addresses and mentions; the rest as typed. */
export function textNodes(text, nameOf) {
  const mention = (match) => el("span", { class: "mention" }, `@${nameOf(match[1])}`);
  return split(text, [
    [ANCHOR, (match) => link(match[1], match[2])],
    [MENTION, mention],
    [BARE_ADDRESS, (match) => link(match[1], match[1])],
  ]);
}

/** A markdown message: headings, bold, links, code, quotes and font colours. */
export function markdownNodes(text, nameOf) {
  const rules = [...INLINE, [MENTION, (match) => el("span", { class: "mention" }, `@${nameOf(match[1])}`)]];
  const inline = (part) => split(part, rules, inline);
  return blocks(text).map(({ kind, level, body }) => {
    if (kind === "heading") return el("p", { class: `heading heading-${level}` }, ...inline(body));
    if (kind === "quote") return el("blockquote", {}, ...inline(body));
    return el("p", {}, ...inline(body));
  });
}

/** A text card's description: `<div class="gray|normal|highlight">` and `<br>`. */
export function cardDescription(text) {
  const rule = /<div\s+class\s*=\s*["'](gray|normal|highlight)["']\s*>([\s\S]*?)<\/div>/i;
  return split(text.replace(/<br\s*\/?>/gi, "\n"), [
    [rule, (match) => el("div", { class: `textcard-${match[1]}` }, match[2])],
  ]);
}

function blocks(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const block = blockOf(line);
    const before = found.at(-1);
    if (before && before.kind === block.kind && block.kind !== "heading") before.body += `\n${block.body}`;
    else found.push(block);
  }
  return found;
}

function blockOf(line) {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return { kind: "heading", level: heading[1].length, body: heading[2] };
  const quote = /^>\s?(.*)$/.exec(line);
  if (quote) return { kind: "quote", body: quote[1] };
  return { kind: "text", body: line };
}

/** Cuts the text at the first place where any rule matches, again and again. */
function split(text, rules, inner = (part) => [part]) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const first = earliest(rest, rules);
    if (!first) break;
    const { match, make } = first;
    if (match.index) nodes.push(rest.slice(0, match.index));
    nodes.push(make(match, inner));
    rest = rest.slice(match.index + match[0].length);
  }
  return rest ? [...nodes, rest] : nodes;
}

function earliest(text, rules) {
  let best = null;
  for (const [pattern, make] of rules) {
    const match = pattern.exec(text);
    if (match && (!best || match.index < best.match.index)) best = { match, make };
  }
  return best;
}
