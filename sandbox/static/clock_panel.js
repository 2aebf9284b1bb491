/** Sandbox time: read it, and let hours and days go by. */

import { moveClock } from "./api.js";
import { button, el } from "./dom.js";
import { clockTime, fullDate, isoInShanghai, nextHour } from "./times.js";
import { toast } from "./toast.js";

const TICK_MS = 500;
const REAL_TIME = 409;

export class ClockPanel {
  #clock;
  #time = el("output", { class: "clock-time", "data-testid": "clock-time" });
  #date = el("p", { class: "clock-date", "data-testid": "clock-date" });
  #until = el("input", {
    type: "datetime-local",
    "aria-label": "拨到这个时间",
    "data-testid": "clock-until",
    step: 60,
  });
  #leap = el("input", { type: "checkbox", "data-testid": "clock-leap" });
  #busy = el("p", { class: "clock-busy", role: "status", hidden: true }, "时间在走，一件件做完到点的事…");

  constructor(clock) {
    this.#clock = clock;
    this.node = this.#build();
    setInterval(() => this.#draw(), TICK_MS);
    this.#draw();
  }

  #build() {
    const step = (words, id, make) =>
      button({ class: "step", "data-testid": `clock-${id}`, click: () => this.#move(make()) }, words);
    const form = el(
      "form",
      { class: "clock-until" },
      this.#until,
      el("button", { class: "step", "data-testid": "clock-set" }, "拨到"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#until.value) this.#move({ set: `${this.#until.value.slice(0, 16)}:00+08:00` });
    });
    return el(
      "section",
      { class: "clock", "aria-label": "时钟" },
      this.#time,
      this.#date,
      el(
        "div",
        { class: "steps" },
        step("+1 小时", "hour", () => this.#forward("PT1H")),
        step("+1 天", "day", () => this.#forward("P1D")),
        step("下一个 9 点", "nine", () => ({ set: isoInShanghai(nextHour(this.#clock.now(), 9)) })),
      ),
      form,
      el("label", { class: "leap" }, this.#leap, el("span", {}, "加小时、加天时一步跳过去（像休眠后醒来）")),
      this.#busy,
    );
  }

  #forward(duration) {
    return this.#leap.checked ? { jump: duration } : { advance: duration };
  }

  async #move(step) {
    this.#setBusy(true);
    try {
      const { now } = await moveClock(step);
      this.#clock.sync(now);
      this.#draw();
    } catch (problem) {
      toast(problem.status === REAL_TIME ? "沙箱跟着真实时间走，拨不动" : problem.message, { bad: true });
    } finally {
      this.#setBusy(false);
    }
  }

  #setBusy(isBusy) {
    this.#busy.hidden = !isBusy;
    for (const control of this.node.querySelectorAll("button, input")) control.disabled = isBusy;
  }

  #draw() {
    const now = this.#clock.now();
    this.#time.textContent = clockTime(now, true);
    this.#date.textContent = fullDate(now);
    const isPast = this.#until.value <= isoInShanghai(now).slice(0, 16);
    if (isPast && document.activeElement !== this.#until) {
      this.#until.value = isoInShanghai(nextHour(now, 9)).slice(0, 16);
    }
  }
}
