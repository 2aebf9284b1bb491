/** Everybody in the company by department: search, pick, see who has something unread. */

import { avatar, badge, button, el, icon, redraw } from "./dom.js";

export class People {
  #root;
  #list = el("div", { class: "people-list", id: "people-list" });
  #search = el("input", {
    type: "search",
    placeholder: "搜索姓名、角色、部门",
    "aria-label": "搜索成员",
    "data-testid": "people-search",
    autocomplete: "off",
  });
  #members = [];
  #current = null;
  #unreadOf = () => 0;
  #onPick;

  constructor(root, onPick) {
    this.#root = root;
    this.#onPick = onPick;
    this.#search.addEventListener("input", () => this.#draw());
    const close = button(
      { class: "icon-button only-narrow", "aria-label": "关闭", click: () => this.close() },
      icon("close"),
    );
    root.append(
      el("div", { class: "people-head" }, el("h2", {}, "换个人看"), close),
      el("label", { class: "search" }, icon("search"), this.#search),
      this.#list,
    );
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    addEventListener("pointerdown", (event) => !root.contains(event.target) && this.close());
  }

  render(members, current, unreadOf) {
    this.#members = members;
    this.#current = current;
    this.#unreadOf = unreadOf;
    this.#draw();
  }

  open() {
    this.#root.classList.add("open");
    this.#search.focus({ preventScroll: true });
  }

  close() {
    this.#root.classList.remove("open");
  }

  #draw() {
    const wanted = this.#search.value.trim().toLowerCase();
    const fits = (member) =>
      `${member.name}${member.userid}${member.position}${member.department}`.toLowerCase().includes(wanted);
    const shown = this.#members.filter(fits);
    const seen = [shown, this.#current, shown.map(({ userid }) => this.#unreadOf(userid))];
    redraw(this.#list, seen, () => {
      if (!shown.length) return [el("p", { class: "nobody" }, "没有这个人")];
      return byDepartment(shown).map(([name, members]) => this.#group(name, members));
    });
  }

  #group(department, members) {
    return el(
      "section",
      { class: "department" },
      el("h3", {}, department),
      el("ul", {}, ...members.map((member) => this.#person(member))),
    );
  }

  #person(member) {
    const unread = this.#unreadOf(member.userid);
    const pick = () => {
      this.close();
      this.#search.value = "";
      this.#onPick(member.userid);
    };
    return el(
      "li",
      {},
      button(
        {
          class: "person",
          "aria-pressed": String(member.userid === this.#current),
          "data-testid": `person-${member.userid}`,
          click: pick,
        },
        avatar(member.name, member.userid),
        el(
          "span",
          { class: "person-words" },
          el("strong", {}, member.name, member.leader && el("em", {}, "负责人")),
          el("small", {}, member.position || "成员"),
        ),
        badge(unread),
      ),
    );
  }
}

/** Departments in the order of the directory, named by their own path below the company. */
function byDepartment(members) {
  const groups = new Map();
  for (const member of members) {
    const name = [member.department].flat().join("、").replaceAll("/", " · ") || "未分部门";
    groups.set(name, [...(groups.get(name) ?? []), member]);
  }
  return [...groups];
}
