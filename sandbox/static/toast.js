/** Small notices that go away by themselves. */

import { el } from "./dom.js";

const STAYS_MS = 3600;

export function toast(text, { bad = false } = {}) {
  const shown = el("p", { class: bad ? "toast toast-bad" : "toast", "data-testid": "toast" }, text);
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), STAYS_MS);
}
