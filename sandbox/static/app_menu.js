/** The app's menu below the composer: up to three entries, each with up to five behind it. */

import { send } from "./api.js";
import { button, el, icon, safeAddress } from "./dom.js";
import { pickFile, toBase64 } from "./files.js";
import { isLost } from "./outgoing.js";
import { askPlace } from "./place_form.js";
import { toast } from "./toast.js";

const PICTURES = ["pic_sysphoto", "pic_photo_or_album", "pic_weixin"];

export class AppMenu {
  #bar = el("nav", { class: "app-menu", "aria-label": "应用菜单", "data-testid": "app-menu" });
  #viewer = null;
  #drawn = "";

  constructor(dock) {
    dock.append(this.#bar);
    addEventListener("click", (event) => !this.#bar.contains(event.target) && this.#closeAll());
    addEventListener("keydown", (event) => event.key === "Escape" && this.#closeAll());
  }

  /** The menu belongs to the conversation with the app alone; `menu` may be empty. */
  render(menu, viewer, isGroup) {
    this.#viewer = viewer;
    const entries = isGroup ? [] : (menu?.button ?? []).slice(0, 3);
    const wanted = JSON.stringify(entries);
    this.#bar.hidden = !entries.length;
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#bar.replaceChildren(...entries.map((entry) => this.#top(entry)));
  }

  #top(entry) {
    const children = entry.sub_button ?? [];
    if (!children.length) return el("div", {}, this.#leaf(entry, "app-menu-top"));
    const list = el(
      "div",
      { class: "pop app-menu-pop", role: "menu", hidden: true },
      ...children.map((child) => this.#leaf(child, "", "menuitem")),
    );
    const opener = button(
      { class: "app-menu-top", "aria-haspopup": "menu", "aria-expanded": "false" },
      icon("burger"),
      entry.name,
    );
    opener.addEventListener("click", () => {
      const isOpen = !list.hidden;
      this.#closeAll();
      list.hidden = isOpen;
      opener.setAttribute("aria-expanded", String(!isOpen));
    });
    return el("div", {}, list, opener);
  }

  #leaf(entry, style, role) {
    return button(
      {
        class: style,
        role,
        "data-key": entry.key,
        "data-testid": "menu-entry",
        click: () => this.#choose(entry),
      },
      entry.name,
    );
  }

  async #choose(entry) {
    this.#closeAll();
    if (entry.type === "view") open(safeAddress(entry.url) ?? "about:blank", "_blank", "noopener");
    const extra = await extraFor(entry);
    if (!extra) return;
    try {
      const { callback } = await send({
        from: this.#viewer,
        type: "menu",
        key: entry.key ?? entry.url ?? "",
        ...extra,
      });
      if (isLost(callback)) toast("应用没有应答，请稍后再试", { bad: true });
    } catch (problem) {
      toast(problem.message, { bad: true });
    }
  }

  #closeAll() {
    for (const list of this.#bar.querySelectorAll(".pop")) list.hidden = true;
    for (const opener of this.#bar.querySelectorAll("[aria-expanded]")) {
      opener.setAttribute("aria-expanded", "false");
    }
  }
}

/** What an entry takes along: a picture, a place, or nothing; null when the person thought better of it. */
async function extraFor({ type }) {
  if (type === "location_select") {
    const place = await askPlace();
    return place && { ...place, scale: 15 };
  }
  if (!PICTURES.includes(type)) return {};
  const file = await pickFile("image/*", { camera: type === "pic_sysphoto" });
  return file && { file: await toBase64(file), filename: file.name };
}
