// Four small figures as SVG, each with its data as a table below.

import { draw, make, said, table } from "./dom.js";

const WIDTH = 420, HEIGHT = 220, LEFT = 46, RIGHT = 10, TOP = 8, BOTTOM = 26;
const NOW = "#0b5fa5", PINNED = "#b35c00", BAND = "#cfe0f0", LINE = "#cbd2d9", INK = "#1f2933";
const IDLE = ["#35618f", "#7fa8d1", "#c9dcef"];

const clean = (number) => Number(number.toPrecision(6));

function ticks(low, high, most = 6) {
  const rough = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((one) => one * power >= rough) * power;
  const found = [];
  for (let at = Math.ceil(low / step); at * step <= high + step * 1e-9; at += 1) found.push(clean(at * step));
  return found;
}

function scale(low, high, from, to) {
  const span = high - low || 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

function frame(title, x, y, [low, high], [first, last], percent) {
  const written = (value) => (percent ? `${Math.round(100 * value)}%` : value.toLocaleString("en").replace("-", "−"));
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title },
    ticks(low, high).map((value) => [
      draw("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), stroke: LINE, "stroke-width": value === 0 ? 1.5 : 0.6 }),
      draw("text", { x: LEFT - 5, y: y(value) + 4, "text-anchor": "end" }, written(value))]),
    ticks(first, last, 10).map((value) => draw("text", { x: x(value), y: HEIGHT - 8, "text-anchor": "middle" }, String(value))));
}

const path = (xs, ys, x, y) => xs.map((one, at) => `${at ? "L" : "M"}${x(one).toFixed(1)} ${y(ys[at]).toFixed(1)}`).join("");

function figure(place, title, subtitle, legend, picture, heads, rows, words) {
  const open = place.querySelector("details")?.open;
  const left = place.querySelector("details .table")?.scrollTop ?? 0;
  const data = make("div", { class: "table", tabindex: "0" }, table(heads, rows));
  place.replaceChildren(
    make("figcaption", {}, title),
    make("p", { class: "small" }, subtitle),
    make("p", { class: "small" }, legend.map(([kind, name]) => make("span", {}, make("span", { class: `key ${kind}` }), `${name}  `))),
    picture,
    make("details", { open }, make("summary", {}, words.data), data));
  data.scrollTop = left;
}

export function jCurve(place, curve, words, lang, same) {
  const factor = 1e-8;
  const series = Object.fromEntries(["mean", "low", "high", "pinned"].map((name) => [name, curve[name].map((one) => one * factor)]));
  const all = [...series.low, ...series.high, ...series.pinned, 0];
  const ends = [Math.min(...all), Math.max(...all)];
  const last = Math.max(...curve.years);
  const x = scale(0, last, LEFT, WIDTH - RIGHT), y = scale(ends[0], ends[1], HEIGHT - BOTTOM, TOP);
  const picture = frame(words.j_curve, x, y, ends, [0, last], false);
  const band = path(curve.years, series.low, x, y) + path([...curve.years].reverse(), [...series.high].reverse(), x, y).replace("M", "L") + "Z";
  picture.append(draw("path", { d: band, fill: BAND, "fill-opacity": 0.7 }));
  if (!same) picture.append(draw("path", { d: path(curve.years, series.pinned, x, y), fill: "none", stroke: PINNED, "stroke-width": 2, "stroke-dasharray": "5 3" }));
  picture.append(draw("path", { d: path(curve.years, series.mean, x, y), fill: "none", stroke: NOW, "stroke-width": 2.2 }));
  const rows = curve.years.map((year, at) => [year.toFixed(1), ...["mean", "low", "high", "pinned"].map((name) => series[name][at].toFixed(3))]);
  const legend = [["", words.now], ["band", words.band], ...(same ? [] : [["pinned", words.pinned]])];
  figure(place, words.j_curve, words.j_unit, legend, picture, [words.year, words.now, "5 %", "95 %", words.pinned], rows, words);
}

export function exits(place, both, words, same) {
  const known = both.now ?? both.pinned;
  if (!known) {
    place.replaceChildren(make("figcaption", {}, words.exits), make("p", { class: "small" }, words.none));
    return;
  }
  const last = known.years[known.years.length - 1];
  const x = scale(0, last, LEFT, WIDTH - RIGHT), y = scale(0, 1, HEIGHT - BOTTOM, TOP);
  const picture = frame(words.exits, x, y, [0, 1], [0, last], true);
  const one = (curve, colour, dashes) => {
    if (!curve) return;
    picture.append(draw("path", { d: path(curve.years, curve.held, x, y), fill: "none", stroke: colour, "stroke-width": 2.2, "stroke-dasharray": dashes }));
    if (curve.deadline) picture.append(draw("line", { x1: x(curve.deadline), x2: x(curve.deadline), y1: TOP, y2: HEIGHT - BOTTOM, stroke: colour, "stroke-width": 1, "stroke-dasharray": "2 3" }));
  };
  if (!same) one(both.pinned, PINNED, "5 3");
  one(both.now, NOW, null);
  if (known.deadline) picture.append(draw("text", { x: x(known.deadline) + 4, y: TOP + 10 }, words.deadline));
  const rows = known.years.map((year, at) => [year.toFixed(1), ...[both.now, both.pinned].map((curve) => (curve ? `${(100 * curve.held[at]).toFixed(1)}%` : "–"))]);
  figure(place, words.exits, words.exits_unit, [["", words.now], ...(same ? [] : [["pinned", words.pinned]])], picture, [words.year, words.now, words.pinned], rows, words);
}

export function idle(place, both, words, same) {
  const bars = same ? [["now", both.now]] : [["now", both.now], ["pinned", both.pinned]];
  const most = Math.max(0.05, ...bars.map(([, parts]) => parts.reduce((all, one) => all + (one.share ?? 0), 0)));
  const x = scale(0, most, LEFT, WIDTH - RIGHT - 34);
  const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${20 + bars.length * 46}`, role: "img", "aria-label": words.idle });
  bars.forEach(([name, parts], row) => {
    let at = 0;
    const y = 12 + row * 46;
    picture.append(draw("text", { x: LEFT - 5, y: y + 20, "text-anchor": "end" }, words[name]));
    parts.forEach((part, number) => {
      const share = part.share ?? 0;
      const wide = x(at + share) - x(at);
      picture.append(draw("rect", { x: x(at), y, width: Math.max(0, wide), height: 30, fill: IDLE[number], stroke: "#fff" }));
      if (wide > 34) picture.append(draw("text", { x: x(at) + wide / 2, y: y + 19, "text-anchor": "middle", style: null, class: number ? "dark" : "light" }, `${(100 * share).toFixed(0)}%`));
      at += share;
    });
    picture.append(draw("text", { x: x(at) + 4, y: y + 19 }, `${(100 * at).toFixed(0)}%`));
  });
  const rows = both.now.map((part, at) => [part.label, ...[part, both.pinned[at]].map((one) => (one && one.share !== null ? `${(100 * one.share).toFixed(1)}%` : "–"))]);
  figure(place, words.idle, words.idle_unit, both.now.map((part, number) => [`idle${number}`, part.label]), picture, ["", words.now, words.pinned], rows, words);
}

// Differences with their intervals, a row a party.
export function parties(place, found, words, same) {
  const against = same ? "from_nothing" : "from_pinned";
  const known = found.map((one) => one[against]);
  const factor = 1e-8;
  const ends = [0, 0];
  for (const one of known) {
    for (const value of one ? [one.number, one.low, one.high] : []) {
      ends[0] = Math.min(ends[0], (value ?? 0) * factor);
      ends[1] = Math.max(ends[1], (value ?? 0) * factor);
    }
  }
  const left = 118, step = 30, height = 10 + found.length * step + BOTTOM;
  const x = scale(ends[0], ends[1] === ends[0] ? 1 : ends[1], left + 8, WIDTH - 16);
  const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": words.parties },
    ticks(ends[0], ends[1]).map((value) => [
      draw("line", { x1: x(value), x2: x(value), y1: 6, y2: height - BOTTOM + 4, stroke: LINE, "stroke-width": value === 0 ? 1.6 : 0.6 }),
      draw("text", { x: x(value), y: height - 8, "text-anchor": "middle" }, value.toLocaleString("en").replace("-", "−"))]));
  known.forEach((one, row) => {
    const y = 18 + row * step;
    found[row].label.split(/[，、,]/).slice(0, 1).forEach((name) => picture.append(draw("text", { x: left, y: y + 4, "text-anchor": "end" }, name.trim())));
    if (!one || one.number === null) return;
    if (one.low !== null) picture.append(draw("line", { x1: x(one.low * factor), x2: x(one.high * factor), y1: y, y2: y, stroke: NOW, "stroke-width": 3, "stroke-opacity": 0.45 }));
    picture.append(draw("circle", { cx: x(one.number * factor), cy: y, r: 4.5, fill: one.sure ? NOW : "#fff", stroke: NOW, "stroke-width": 1.6 }));
  });
  const rows = found.map((one) => [one.label, ...["from_pinned", "from_nothing"].map((name) => (one[name] ? `${one[name].value} (${one[name].interval})` : "–"))]);
  figure(place, words.parties, `${same ? words.against_nothing : words.against_pinned}; ${words.parties_unit}`, [], picture, ["", words.from_pinned, words.from_nothing], rows, words);
}

// An interval that shrinks: within the widest one seen since these terms were set.
export function narrowing(row, widest, words) {
  const [low, high] = widest;
  const picture = draw("svg", { class: "bar", viewBox: "0 0 120 16", role: "img", "aria-label": said(words, "interval") });
  if (row.low === null || row.low === undefined || high <= low) return picture;
  const x = scale(low, high, 4, 116);
  picture.append(
    draw("line", { x1: 4, x2: 116, y1: 8, y2: 8, stroke: LINE, "stroke-width": 1 }),
    draw("line", { x1: x(row.low), x2: x(row.high), y1: 8, y2: 8, stroke: NOW, "stroke-width": 5, "stroke-opacity": 0.5 }),
    draw("circle", { cx: x(row.number), cy: 8, r: 3.2, fill: INK }));
  return picture;
}
