/** Where one is: a preset or one's own words and coordinates. */

import { button, el } from "./dom.js";

export const PRESETS = [
  { label: "上海博泽 松江工厂", latitude: 31.0322, longitude: 121.2277 },
  { label: "苏州汇川 吴中工厂", latitude: 31.2397, longitude: 120.6416 },
  { label: "上海市黄浦区人民大道200号", latitude: 31.230416, longitude: 121.473701 },
];

/** The place that the person sends, or null. */
export function askPlace() {
  return new Promise((resume) => {
    const form = placeForm();
    const dialog = el("dialog", { class: "sheet", "aria-labelledby": "place-title" }, form);
    const finish = (place) => {
      dialog.remove();
      resume(place);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(valuesOf(form));
    });
    form.querySelector(".cancel").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => finish(null));
    document.body.append(dialog);
    dialog.showModal();
  });
}

function placeForm() {
  const field = (label, name, attributes) =>
    el(
      "label",
      { class: "field" },
      el("span", {}, label),
      el("input", { name, required: true, "data-testid": `place-${name}`, ...attributes }),
    );
  const number = { type: "number", step: "any" };
  const form = el(
    "form",
    {},
    el("h2", { id: "place-title" }, "发送位置"),
    el(
      "div",
      { class: "presets" },
      ...PRESETS.map((preset) => button({ class: "preset", click: () => fill(form, preset) }, preset.label)),
    ),
    field("地点", "label", { maxlength: 120, autocomplete: "off" }),
    el(
      "div",
      { class: "pair" },
      field("纬度", "latitude", { ...number, min: -90, max: 90 }),
      field("经度", "longitude", { ...number, min: -180, max: 180 }),
    ),
    el(
      "div",
      { class: "sheet-actions" },
      button({ class: "cancel plain" }, "取消"),
      el("button", { class: "primary", "data-testid": "place-send" }, "发送"),
    ),
  );
  fill(form, PRESETS[0]);
  return form;
}

function fill(form, { label, latitude, longitude }) {
  form.elements.label.value = label;
  form.elements.latitude.value = latitude;
  form.elements.longitude.value = longitude;
}

function valuesOf({ elements }) {
  return {
    label: elements.label.value.trim(),
    latitude: Number(elements.latitude.value),
    longitude: Number(elements.longitude.value),
  };
}
