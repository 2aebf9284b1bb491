/** A picture over the whole window, closed by any tap or Escape. */

import { el } from "./dom.js";

export function enlarge(source) {
  const dialog = el(
    "dialog",
    { class: "viewer", "aria-label": "图片", click: () => dialog.close(), close: () => dialog.remove() },
    el("img", { src: source, alt: "图片" }),
  );
  document.body.append(dialog);
  dialog.showModal();
}
