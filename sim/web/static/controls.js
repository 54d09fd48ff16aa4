// The controls of the terms: made once from what the server says of each key, then only set.

import { make, said } from "./dom.js";
import { same } from "./toml.js";

// On a small screen results come first; who wants to change something opens its group.
const narrow = matchMedia("(max-width: 820px)").matches;
const PERCENT = ["share", "1/year"];

// How a unit is shown: what a raw number is multiplied with, and what stands behind it.
function shown(control, words, lang) {
  if (PERCENT.includes(control.unit)) return { factor: 100, unit: "%" };
  if (control.unit === "yuan") return { factor: lang === "zh" ? 1e-4 : 1e-6, unit: words.unit_money };
  return { factor: 1, unit: ["choice", "switch", "stage"].includes(control.unit) ? "" : control.unit_name };
}

const tidy = (number) => Number(number.toPrecision(12));
const outward = (number, how) => tidy(number * how.factor);
const inward = (number, how) => tidy(how.factor < 1 ? number / how.factor : number / how.factor);

function step(low, high) {
  const rough = (high - low) / 100;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  return tidy([1, 2, 5, 10].find((one) => one * power >= rough * 0.999) * power);
}

function bounds(control, value) {
  const ends = (control.plausible ?? [control.minimum ?? 0, control.maximum ?? 1]).concat(value);
  if (typeof control.default === "number") ends.push(Math.max(control.default, control.minimum ?? control.default));
  return [Math.min(...ends), Math.max(...ends)];
}

function text(value, control, words, lang) {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") {
    const how = shown(control, words, lang);
    return `${outward(value, how).toLocaleString("en")} ${how.unit}`.trim();
  }
  if (typeof value === "string") return control.choices.find((one) => one.value === value)?.name ?? value;
  if (control.kind === "table") return value.length ? String(value.length) : words.none;
  const sum = value.reduce((all, one) => all + one, 0);
  if (control.unit !== "yuan") return value.map((one) => text(one, control, words, lang)).join(", ");
  return `${total(sum, lang)} ${words.unit_total} / ${value.length} ${words.years}`;
}

const total = (sum, lang) => tidy(sum * (lang === "zh" ? 1e-8 : 1e-6));
const fromTotal = (number, lang) => number / (lang === "zh" ? 1e-8 : 1e-6);

export class Controls {
  // `changed(key, value)` is told of each change, `value` undefined for the rule book's own.
  constructor(place, page, lang, changed) {
    this.words = page.words;
    this.lang = lang;
    this.changed = changed;
    this.boxes = new Map();
    for (const group of page.groups) place.append(this.group(group));
  }

  group(group) {
    const moved = make("span", { class: "moved" });
    const made = group.controls.map((control) => this.control(control, moved));
    return make("details", { class: "group", open: group.opened && !narrow, "data-group": group.name },
      make("summary", {}, `${group.title} `, moved), made);
  }

  control(control, moved) {
    const id = control.key.replaceAll(".", "-");
    const name = this.lang === "zh" ? control.zh : `${control.zh} · ${plainName(control.key)}`;
    const box = {
      control, moved, id,
      was: make("span", { class: "small was" }),
      asleep: make("p", { class: "small" }),
      source: make("p", { class: "small" }),
      back: make("button", { type: "button", class: "back", hidden: true, title: this.words.back, "aria-label": `${this.words.back}: ${name}`,
        onclick: () => this.changed(control.key, undefined) }, "↺"),
    };
    const input = this.input(box, id);
    const label = input.single ? make("label", { for: id }, name) : make("span", { id: `${id}-name` }, name);
    box.element = make("div", { class: "control", role: input.single ? null : "group", "aria-labelledby": input.single ? null : `${id}-name`, "data-key": control.key },
      make("div", { class: "head" }, label, box.back), input.element, box.was, box.asleep,
      make("details", { class: "small" }, make("summary", {}, this.words.source), make("p", { class: "small" }, control.doc), box.source, this.range(control)));
    this.boxes.set(control.key, box);
    return box.element;
  }

  range(control) {
    const how = shown(control, this.words, this.lang);
    const ends = (low, high) => `${low === null ? "…" : outward(low, how).toLocaleString("en")} ${this.words.to} ${high === null ? "…" : outward(high, how).toLocaleString("en")} ${how.unit}`;
    const lines = [];
    if (control.minimum !== null || control.maximum !== null) lines.push(`${this.words.allowed}: ${ends(control.minimum, control.maximum)}`);
    if (control.plausible) lines.push(`${this.words.plausible}: ${ends(...control.plausible)} (${control.why})`);
    lines.push(control.key);
    return lines.map((line) => make("p", { class: "small" }, line));
  }

  input(box, id) {
    const { control } = box;
    if (control.kind === "table") return this.tiers(box);
    if (control.count !== null) return control.unit === "yuan" ? this.yearly(box, id) : this.stages(box);
    if (control.kind === "choice") return this.choice(box, id, control.choices);
    if (control.kind === "true or false") {
      return this.choice(box, id, [{ value: true, name: this.words.yes }, { value: false, name: this.words.no }]);
    }
    return this.number(box, id);
  }

  choice(box, id, choices) {
    const select = make("select", { id, onchange: () => this.changed(box.control.key, choices[select.selectedIndex].value) },
      choices.map((one) => make("option", {}, one.name)));
    box.set = (value) => { select.selectedIndex = choices.findIndex((one) => one.value === value); };
    return { single: true, element: make("div", { class: "set wide" }, select) };
  }

  number(box, id) {
    const { control } = box;
    const how = shown(control, this.words, this.lang);
    const whole = control.kind === "whole number";
    const slider = make("input", { type: "range", "aria-label": control.zh || control.key, tabindex: "0" });
    const field = make("input", { type: "number", id, step: "any", inputmode: "decimal" });
    const give = (from) => {
      const number = Number(from.value);
      const value = whole ? Math.round(number) : inward(number, how);
      const fits = from.value !== "" && Number.isFinite(number) && !(value < control.minimum && control.minimum !== null) && !(control.maximum !== null && value > control.maximum);
      field.setAttribute("aria-invalid", String(!fits));
      if (!fits) {
        box.asleep.textContent = said(this.words, "beyond", { range: `${control.minimum === null ? "…" : outward(control.minimum, how)} ${this.words.to} ${control.maximum === null ? "…" : outward(control.maximum, how)} ${how.unit}` });
        return;
      }
      (from === slider ? field : slider).value = from.value;
      this.changed(control.key, value);
    };
    slider.addEventListener("input", () => give(slider));
    field.addEventListener("input", () => give(field));
    box.set = (value, pinned) => {
      const [low, high] = bounds(control, [value, pinned].filter((one) => typeof one === "number"));
      const ends = [outward(low, how), outward(high, how)];
      slider.min = Math.min(ends[0], Number(slider.min) || ends[0]);
      slider.max = Math.max(ends[1], slider.max === "" || !box.ready ? ends[1] : Number(slider.max));
      slider.step = whole ? 1 : step(Number(slider.min), Number(slider.max));
      box.ready = true;
      if (document.activeElement !== field) field.value = outward(value, how);
      if (document.activeElement !== slider) slider.value = outward(value, how);
      field.setAttribute("aria-invalid", "false");
    };
    return { single: true, element: make("div", { class: "set" }, slider, field, make("span", { class: "unit" }, how.unit)) };
  }

  // Money of each year: its total and over how many years; the shape over years stays.
  yearly(box, id) {
    let values = [];
    const slider = make("input", { type: "range", min: "0", "aria-label": this.words.total });
    const field = make("input", { type: "number", id, min: "0", step: "any" });
    const years = make("input", { type: "number", min: "1", max: "20", step: "1", "aria-label": this.words.years });
    const give = (sum, count) => {
      if (!(sum >= 0) || !(count >= 1 && count <= 20)) return;
      const before = values.reduce((all, one) => all + one, 0);
      const even = before === 0 || count !== values.length;
      this.changed(box.control.key, Array.from({ length: count }, (_, year) => Math.round(even ? sum / count : (values[year] * sum) / before)));
    };
    const sumOf = (from) => fromTotal(Number(from.value), this.lang);
    for (const from of [slider, field]) {
      from.addEventListener("input", () => { (from === slider ? field : slider).value = from.value; give(sumOf(from), values.length || 5); });
    }
    years.addEventListener("input", () => give(sumOf(field), Math.round(Number(years.value))));
    box.set = (value, pinned) => {
      values = value;
      const [own, other] = [value, pinned ?? []].map((one) => total(one.reduce((all, each) => all + each, 0), this.lang));
      slider.max = Math.max(Number(box.ready ? slider.max : 0), 3 * other, own, total(1e8, this.lang));
      box.ready = true;
      slider.step = step(0, Number(slider.max));
      if (document.activeElement !== field) field.value = own;
      if (document.activeElement !== slider) slider.value = own;
      if (document.activeElement !== years) years.value = value.length || 5;
    };
    return { single: true, element: make("div", {},
      make("div", { class: "set" }, slider, field, make("span", { class: "unit" }, this.words.unit_total)),
      make("div", { class: "set" }, make("span", { class: "unit" }, this.words.years), years, make("span", { class: "unit" }, this.words.year))) };
  }

  // One number a stage.
  stages(box) {
    const how = shown(box.control, this.words, this.lang);
    const fields = Array.from({ length: box.control.count || 5 }, (_, stage) => make("input", { type: "number", step: "any", "aria-label": this.words[`stage.${stage}`],
      oninput: () => this.changed(box.control.key, fields.map((one) => inward(Number(one.value), how))) }));
    box.set = (value) => fields.forEach((field, stage) => { if (document.activeElement !== field) field.value = outward(value[stage], how); });
    return { single: false, element: make("div", { class: "stages" }, fields.map((field, stage) => [make("span", {}, `${this.words[`stage.${stage}`]} (${how.unit})`), field])) };
  }

  // A list of tables: one box a tier.
  tiers(box) {
    const place = make("div", {});
    let values = [];
    const give = () => this.changed(box.control.key, values);
    const cell = (tier, column) => {
      const path = column.key.split(".");
      const owner = path.length > 1 ? tier[path[0]] : tier;
      const leaf = path[path.length - 1];
      const how = shown(column, this.words, this.lang);
      const name = column.zh ? (this.lang === "zh" ? column.zh : plainName(column.key)) : (this.words[`column.${leaf}`] ?? column.key);
      const field = column.choices.length
        ? make("select", { onchange: () => { owner[leaf] = field.value; give(); } }, column.choices.map((one) => make("option", { value: one.value, selected: one.value === owner[leaf] }, one.name)))
        : make("input", { type: "number", step: "any", value: outward(owner[leaf], how), oninput: () => { if (field.value === "") return; owner[leaf] = inward(Number(field.value), how); give(); } });
      return make("label", {}, `${name}${how.unit ? ` (${how.unit})` : ""}`, field);
    };
    const fresh = () => {
      const tier = {};
      for (const column of box.control.columns) {
        const [first, second] = column.key.split(".");
        const value = column.default ?? column.minimum ?? 0;
        if (second) (tier[first] ??= {})[second] = value;
        else tier[first] = value;
      }
      if ("from_year" in tier && values.length) tier.from_year = values[values.length - 1].to_year || 0;
      return tier;
    };
    const redraw = () => place.replaceChildren(
      ...values.map((tier, number) => make("div", { class: "tiers" }, box.control.columns.map((column) => cell(tier, column)),
        make("button", { type: "button", onclick: () => { values = values.filter((_, one) => one !== number); redraw(); give(); } }, this.words.remove))),
      make("button", { type: "button", class: "add", onclick: () => { values = [...values, fresh()]; redraw(); give(); } }, this.words.add));
    box.set = (value) => {
      if (box.ready && (same(value, values) || place.contains(document.activeElement))) return;
      box.ready = true;
      values = structuredClone(value);
      redraw();
    };
    redraw();
    return { single: false, element: place };
  }

  // What the server says of all keys.
  show(states, pinned, settings) {
    const moved = new Map();
    for (const [key, box] of this.boxes) {
      const { value, source, read, needs } = states[key];
      box.set(value, pinned[key]);
      const differs = !same(value, pinned[key]);
      box.was.textContent = differs ? said(this.words, "was", { value: text(pinned[key], box.control, this.words, this.lang) }) : "";
      box.back.hidden = !(key in settings);
      box.asleep.textContent = needs ? said(this.words, "needs", { needs }) : "";
      box.element.classList.toggle("asleep", Boolean(needs));
      box.source.textContent = source ? `${this.words.source}: ${source}${read ? ` (${read})` : ""}` : "";
      moved.set(box.moved, (moved.get(box.moved) ?? 0) + (differs ? 1 : 0));
    }
    for (const [place, count] of moved) place.textContent = count ? `● ${count}` : "";
  }
}

function plainName(key) {
  return key.split(".").slice(-1)[0].replaceAll("_", " ");
}
