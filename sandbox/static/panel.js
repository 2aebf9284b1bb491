/** The side panel: clock on top, faults and calls behind two tabs. */

import { CallsPanel } from "./calls_panel.js";
import { ClockPanel } from "./clock_panel.js";
import { button, el, icon } from "./dom.js";
import { FaultsPanel } from "./faults_panel.js";

export class Panel {
  #root;
  #tabs;

  constructor(root, clock) {
    this.#root = root;
    const calls = new CallsPanel();
    const faults = new FaultsPanel(clock);
    this.#tabs = [
      { name: "故障", id: "faults", body: faults.node, shown: () => faults.refresh(), hidden: () => {} },
      {
        name: "API 调用",
        id: "calls",
        body: calls.node,
        shown: () => calls.start(),
        hidden: () => calls.stop(),
      },
    ];
    const close = button(
      {
        class: "icon-button only-narrow",
        "aria-label": "关闭",
        "data-testid": "panel-close",
        click: () => this.close(),
      },
      icon("close"),
    );
    root.append(
      el("header", { class: "panel-head" }, el("h2", {}, "沙箱"), close),
      new ClockPanel(clock).node,
      this.#tabBar(),
      ...this.#tabs.map(({ id, body }) =>
        el(
          "div",
          { class: "tab-body", id: `tab-${id}`, role: "tabpanel", "aria-labelledby": `tab-of-${id}` },
          body,
        ),
      ),
    );
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.#choose(this.#tabs[0]);
  }

  open() {
    this.#root.classList.add("open");
    this.#root.querySelector("button").focus({ preventScroll: true });
  }

  close() {
    this.#root.classList.remove("open");
  }

  #tabBar() {
    const tab = (entry) =>
      button(
        {
          role: "tab",
          id: `tab-of-${entry.id}`,
          "aria-controls": `tab-${entry.id}`,
          "data-testid": `tab-${entry.id}`,
          click: () => this.#choose(entry),
        },
        entry.name,
      );
    return el("div", { class: "tabs", role: "tablist", "aria-label": "故障与调用" }, ...this.#tabs.map(tab));
  }

  #choose(chosen) {
    for (const entry of this.#tabs) {
      const isChosen = entry === chosen;
      this.#root.querySelector(`#tab-${entry.id}`).hidden = !isChosen;
      this.#root.querySelector(`#tab-of-${entry.id}`).setAttribute("aria-selected", String(isChosen));
      if (isChosen) entry.shown();
      else entry.hidden();
    }
  }
}
