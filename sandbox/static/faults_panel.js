/** Faults to stage: a switch for each kind, once, three times or for a while. */

import { arm, faults } from "./api.js";
import { button, el } from "./dom.js";
import { EXTENTS, FAULT_KINDS } from "./fault_kinds.js";
import { clockTime } from "./times.js";
import { toast } from "./toast.js";

const LOOK_MS = 4000;
const MINUTE_MS = 60_000;

export class FaultsPanel {
  #switches = new Map();
  #extent = el(
    "select",
    { "aria-label": "持续多久", "data-testid": "fault-extent" },
    ...EXTENTS.map(({ words }, index) => el("option", { value: index }, words)),
  );
  #none = button(
    { class: "step", "data-testid": "fault-none", click: () => this.#change([{ kind: "none" }]) },
    "全部解除",
  );

  #clock;

  constructor(clock) {
    this.#clock = clock;
    this.node = el(
      "div",
      { class: "faults" },
      el("div", { class: "fault-head" }, el("label", {}, "打开后持续 ", this.#extent), this.#none),
      ...FAULT_KINDS.map((group) => this.#area(group)),
    );
    setInterval(() => this.node.closest("[hidden]") || document.hidden || this.refresh(), LOOK_MS);
  }

  async refresh() {
    try {
      this.#draw((await faults()).armed);
    } catch {
      this.#draw([]); // the chat's own poll tells that the line is down
    }
  }

  #area({ area, kinds }) {
    return el("section", {}, el("h3", {}, area), ...kinds.map((kind) => this.#row(kind)));
  }

  #row([kind, name, meaning]) {
    const input = el("input", { type: "checkbox", role: "switch", "data-testid": `fault-${kind}` });
    const left = el("span", { class: "fault-left" });
    input.addEventListener("change", () => this.#toggle(kind, input.checked));
    this.#switches.set(kind, { input, left, armed: [] });
    return el(
      "label",
      { class: "fault" },
      el("span", { class: "fault-words" }, el("strong", {}, name, left), el("small", {}, meaning)),
      input,
    );
  }

  #toggle(kind, isOn) {
    if (isOn) return this.#change([{ kind, ...EXTENTS[this.#extent.value].fields }]);
    const others = [...this.#switches.values()]
      .flatMap(({ armed }) => armed)
      .filter((fault) => fault.kind !== kind);
    return this.#change([{ kind: "none" }, ...others.map((fault) => this.#again(fault))]);
  }

  /** The control face disarms all or nothing: the others are armed again with what they had left. */
  async #change(steps) {
    try {
      for (const step of steps) await arm(step);
    } catch (problem) {
      toast(problem.message, { bad: true });
    }
    await this.refresh();
  }

  /** What is armed until a moment was ordered for a while: for as long as is left. */
  #again({ until, ...fault }) {
    if (!until) return fault;
    return {
      ...fault,
      for: `PT${Math.max(1, Math.ceil((Date.parse(until) - this.#clock.now()) / MINUTE_MS))}M`,
    };
  }

  #draw(armed) {
    for (const [kind, entry] of this.#switches) {
      entry.armed = armed.filter((fault) => fault.kind === kind);
      entry.input.checked = entry.armed.length > 0;
      entry.left.textContent = entry.armed.map(remaining).join("，");
    }
    this.#none.disabled = !armed.length;
  }
}

function remaining({ times, until }) {
  return until ? `到 ${clockTime(Date.parse(until))}` : `还有 ${times} 次`;
}
