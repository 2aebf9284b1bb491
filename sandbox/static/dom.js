/** Elements, icons and avatars: what a person wrote is only ever set as text. */

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  gear:
    "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM19 12l2-1.2-2-3.5-2.2.8a7 7 0 0 0-1.7-1L14.7 4.8h-4l-.4 2.3a7 7 0 0 0-1.7 1" +
    "l-2.2-.8-2 3.5L6.3 12l-1.9 1.2 2 3.5 2.2-.8a7 7 0 0 0 1.7 1l.4 2.3h4l.4-2.3a7 7 0 0 0 1.7-1l2.2.8 2-3.5z",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 8v8M8 12h8M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  right: "M9 5l7 7-7 7",
  down: "M6 9l6 6 6-6",
  search: "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15.5 15.5L20 20",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  place:
    "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  voice: "M12 4a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  video: "M4 7h11v10H4zM15 11l5-3v8l-5-3z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  burger: "M8 9h8M8 12h8M8 15h8",
  spark: "M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8z",
};

const AVATAR_COLOURS = [
  "#2f6fd0",
  "#1d7f72",
  "#7a4fc0",
  "#a85a12",
  "#b3425a",
  "#3d6b2e",
  "#4659b5",
  "#8a4b82",
];

const drawn = new WeakMap();

/** One element; attributes that are null, undefined or false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** Draws anew only when there is something new to see, lest a click lose its button half-way; keeps the focus. */
export function redraw(root, seen, build) {
  const signature = JSON.stringify(seen);
  if (drawn.get(root) === signature) return;
  drawn.set(root, signature);
  const held = root.contains(document.activeElement) && document.activeElement.dataset.testid;
  root.replaceChildren(...build());
  if (held) root.querySelector(`[data-testid="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** The picture of a person: the last two characters of the name on a colour of their own. */
export function avatar(name, id) {
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, [...name].slice(-2).join(""));
  const sum = [...id].reduce((total, letter) => total * 31 + letter.codePointAt(0), 7);
  node.style.backgroundColor = AVATAR_COLOURS[Math.abs(sum) % AVATAR_COLOURS.length];
  return node;
}

/** How much is unread; nothing when nothing is. */
export function badge(count) {
  if (!count) return null;
  const words = count > 99 ? "99+" : String(count);
  return el("span", { class: "badge", "data-testid": "unread", "aria-label": `${count} 条未读` }, words);
}

export function appAvatar() {
  return el("img", { class: "avatar", src: "static/logo.svg", alt: "" });
}

export function groupAvatar(names) {
  const tiles = names.slice(0, 4).map((name) => el("i", {}, [...name].at(-1)));
  return el("span", { class: "avatar avatar-group", "aria-hidden": "true" }, ...tiles);
}

/** An address that may be followed, or null: no script, no data, no file. */
export function safeAddress(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, ...children) {
  const href = safeAddress(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
