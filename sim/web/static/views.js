// The two tables of the page: the prospectus at once, the estimates as they come.

import { make, replace, said, table } from "./dom.js";
import { narrowing } from "./charts.js";

const percent = (value) => (value === null || value === undefined ? "–" : `${(100 * value).toFixed(2).replace("-", "−")}%`);
const amount = (value) => (value === null || value === undefined ? "–" : (100 * value).toFixed(1).replace("-", "−"));

function cell(now, before, written) {
  const own = written(now);
  const other = before === undefined ? own : written(before);
  return make("td", {}, own, other === own ? null : make("span", { class: "was" }, `(${other})`));
}

export function prospectus(place, found, pinned, words) {
  if (!found.rows.length) {
    place.replaceChildren(make("p", {}, found.reason));
    return;
  }
  const manager = (row) => row && row.manager_receives + row.manager_fees;
  const heads = [words.multiple, words.private_irr, words.public_irr, words.private_gets, words.manager_gets, words.public_gets, words.strike, words.given_up];
  const rows = found.rows.map((row, at) => {
    const old = pinned.rows[at];
    return [`${row.gross_multiple}×`, cell(row.private_irr, old?.private_irr, percent), cell(row.public_irr, old?.public_irr, percent),
      cell(row.private_receives, old?.private_receives, amount), cell(manager(row), old && manager(old), amount),
      cell(row.public_receives, old?.public_receives, amount), cell(row.strike, old?.strike, amount), cell(row.given_up, old?.given_up, amount)];
  });
  replace(place, table(heads, rows));
}

// The widest interval of each measure since the terms were set, so that one sees it shrink.
export class Widest {
  constructor() { this.ends = new Map(); }

  with(row) {
    const ends = this.ends.get(row.name) ?? [Infinity, -Infinity];
    for (const value of [row.low, row.high, row.number]) {
      if (typeof value !== "number") continue;
      ends[0] = Math.min(ends[0], value);
      ends[1] = Math.max(ends[1], value);
    }
    this.ends.set(row.name, ends);
    return ends;
  }
}

function difference(one) {
  if (!one || one.number === null) return make("td", {}, "–");
  return make("td", { class: one.sure ? "sure" : "" }, one.value, make("span", { class: "ends" }, one.interval));
}

export function measures(place, found, widest, words, same) {
  const over = found.some((row) => row.over);
  const heads = [words.measure, words.now, words.interval, ...(same ? [] : [words.from_pinned]), words.from_nothing,
    ...(over ? [found[0].over_own ? words.over : words.over_pinned] : [])];
  const rows = found.map((row) => [
    make("td", { title: row.name }, row.label),
    make("td", { "data-measure": row.name }, make("strong", {}, row.value),
      same ? null : make("span", { class: "was" }, `(${said(words, "was", { value: row.pinned })})`)),
    make("td", { "data-interval": row.name }, narrowing(row, widest.with(row), words), make("span", { class: "ends" }, row.interval)),
    ...(same ? [] : [difference(row.from_pinned)]),
    difference(row.from_nothing),
    ...(over ? [make("td", {}, make("span", { class: "ends" }, row.over || "–"))] : []),
  ]);
  replace(place, table(heads, rows));
}

export function counted(words, state) {
  return state.n === undefined ? "" : said(words, "count", { n: state.n, of: state.of });
}
