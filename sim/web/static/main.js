// The page: what is set, what the server says of it, and the stream of estimates.

import { read, written } from "./address.js";
import { Refused, ask, events, rest, save } from "./asking.js";
import { exits, idle, jCurve, parties } from "./charts.js";
import { Controls } from "./controls.js";
import { byId, make, said } from "./dom.js";
import { toml } from "./toml.js";
import { Widest, counted, measures, prospectus } from "./views.js";

const REST = 250; // milliseconds after the last change before anything is simulated
const AGAIN = 2000; // before a server that does not answer is asked again

const state = read(location.search);
let page, words, controls, most, last;
let looking = new AbortController(), streaming = new AbortController();
let running = false, widest = new Widest();

const asked = (more = {}) => ({ now: state.now, pinned: state.pinned, lang: state.lang, hold: state.hold, ...more });
const isSame = () => JSON.stringify([state.now.policy, Object.entries(state.now.settings).sort()]) === JSON.stringify([state.pinned.policy, Object.entries(state.pinned.settings).sort()]);
const ended = (cause) => cause.name === "AbortError";

function tell(text) { byId("state").textContent = text; }

function problems(list) {
  const place = byId("problems");
  place.hidden = list.length === 0;
  place.replaceChildren(...(list.length ? [make("p", {}, make("strong", {}, words.terms_refused))] : []), ...list.map((one) => make("p", {}, one)));
}

// Something was set: all that was under way for the old terms is of no use any more.
function changed({ soon = true } = {}) {
  history.replaceState(null, "", written(state));
  byId("results").classList.add("old");
  streaming.abort();
  running = false;
  last = undefined;
  most = page.replications;
  widest = new Widest();
  look(soon);
}

async function look(soon) {
  looking.abort();
  looking = new AbortController();
  const { signal } = looking;
  try {
    const found = await persistently(() => ask("/api/look", asked(), signal), signal);
    problems([]);
    show(found);
    if (soon) await rest(REST, signal);
    stream();
  } catch (cause) {
    if (ended(cause)) return;
    if (!(cause instanceof Refused)) throw cause;
    problems(cause.problems);
    tell("");
    buttons();
  }
}

// Asks again and again while no server is there: it may be started anew.
async function persistently(question, signal) {
  for (;;) {
    try {
      return await question();
    } catch (cause) {
      if (ended(cause) || cause instanceof Refused) throw cause;
      tell(words ? words.lost : "…");
      await rest(AGAIN, signal);
    }
  }
}

function show(found) {
  controls.show(found.states, found.pinned, state.now.settings);
  prospectus(byId("prospectus"), found.prospectus, found.pinned_prospectus, words);
  byId("prospectus_note").textContent = said(words, "prospectus_note", { hold: state.hold });
  command = found.command;
  reproduce();
}

let command = "";
function reproduce() {
  byId("command").textContent = `${command}${last ? ` --replications ${last.n}` : ""}`;
}

async function stream() {
  streaming.abort();
  streaming = new AbortController();
  const { signal } = streaming;
  running = true;
  buttons();
  tell(words.waiting);
  try {
    await persistently(async () => {
      for await (const event of events("/api/estimates", asked({ replications: most }), signal)) {
        if (event.problems) throw new Refused(event.problems);
        estimate(event);
        if (event.done) return;
      }
      if (!last?.done) throw new TypeError("the stream ended early");
    }, signal);
    tell(words.done);
  } catch (cause) {
    if (ended(cause)) return;
    if (!(cause instanceof Refused)) throw cause;
    problems(cause.problems);
    tell(words.stopped);
  }
  running = false;
  buttons();
}

function estimate(event) {
  last = event;
  byId("results").classList.remove("old");
  tell(event.done ? words.done : words.running);
  byId("count").textContent = counted(words, event);
  byId("digest").textContent = event.digest;
  byId("digest").title = event.digest;
  byId("finding").textContent = event.finding;
  const same = isSame();
  measures(byId("measures"), event.measures, widest, words, same);
  jCurve(byId("j_curve"), event.j_curve, words, state.lang, same);
  exits(byId("exits"), event.exits, words, same);
  idle(byId("idle"), event.idle, words, same);
  parties(byId("parties"), event.parties, words, same);
  reproduce();
  buttons();
}

function buttons() {
  const done = last?.done ?? false;
  byId("halt").textContent = running ? words.stop : done ? said(words, "more", { of: 2 * most }) : words.go_on;
  byId("pin").disabled = isSame();
  byId("unpin").hidden = Object.keys(state.pinned.settings).length === 0 && !state.pinned.policy;
  byId("reset").disabled = Object.keys(state.now.settings).length === 0 && !state.now.policy;
  byId("save_report").disabled = !last || drawing;
}

function halt() {
  if (running) {
    streaming.abort();
    running = false;
    tell(words.stopped);
    buttons();
    return;
  }
  if (last?.done) most *= 2;
  stream();
}

function set(key, value) {
  if (value === undefined) delete state.now.settings[key];
  else state.now.settings[key] = toml(value);
  changed();
}

let drawing = false;
async function give(path, kind, body) {
  try {
    const { name, text } = await ask(path, body);
    save(name, text, kind);
    problems([]);
  } catch (cause) {
    problems(cause instanceof Refused ? cause.problems : [words.lost]);
  }
}

async function report() {
  drawing = true;
  const before = byId("save_report").textContent;
  byId("save_report").textContent = words.drawing;
  buttons();
  await give("/api/report", "text/html", asked({ replications: last.n }));
  drawing = false;
  byId("save_report").textContent = before;
  buttons();
}

function books() {
  const select = make("select", { id: "book", onchange: () => {
    state.now = { policy: select.value === page.policy ? "" : select.value, settings: {} };
    changed({ soon: false });
  } }, page.books.map(({ name, title }) => make("option", { value: name, selected: name === (state.now.policy || page.policy) }, title === name ? name : `${title} · ${name}`)));
  return make("div", { class: "control" }, make("div", { class: "head" }, make("label", { for: "book" }, words.book)), make("div", { class: "set wide" }, select));
}

function dress() {
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = `${words.title} · ${page.title}`;
  byId("title").textContent = `${words.title} · ${page.title}`;
  for (const id of ["skip", "reset", "pin", "unpin", "save_rules", "save_report", "again_note", "chance_note", "copy"]) byId(id).textContent = words[id];
  byId("digest_name").textContent = words.digest;
  byId("hold_name").textContent = words.hold;
  byId("prospectus_title").textContent = words.prospectus;
  byId("measures_title").textContent = words.measures;
  byId("again_title").textContent = words.again;
  byId("hold").value = state.hold;
  for (const lang of ["zh", "en"]) {
    byId(lang).href = written({ ...state, lang });
    byId(lang).toggleAttribute("aria-current", lang === state.lang);
  }
}

function wire() {
  byId("terms").addEventListener("submit", (event) => event.preventDefault());
  byId("halt").addEventListener("click", halt);
  byId("reset").addEventListener("click", () => { state.now = { policy: "", settings: {} }; byId("book").value = page.policy; changed({ soon: false }); });
  byId("pin").addEventListener("click", () => { state.pinned = structuredClone(state.now); changed({ soon: false }); });
  byId("unpin").addEventListener("click", () => { state.pinned = { policy: "", settings: {} }; changed({ soon: false }); });
  byId("save_rules").addEventListener("click", () => give("/api/rulebook", "application/toml", asked()));
  byId("save_report").addEventListener("click", report);
  byId("hold").addEventListener("input", () => {
    const years = Number(byId("hold").value);
    if (years > 0 && years <= 30) { state.hold = years; history.replaceState(null, "", written(state)); ask("/api/look", asked()).then(show, () => undefined); }
  });
  byId("copy").addEventListener("click", async () => { await navigator.clipboard.writeText(byId("command").textContent); byId("copy").textContent = words.copied; });
  for (const lang of ["zh", "en"]) byId(lang).addEventListener("click", () => { byId(lang).href = written({ ...state, lang }); });
  addEventListener("popstate", () => location.reload());
}

async function begin() {
  page = await persistently(() => ask("/api/page", asked()), new AbortController().signal);
  words = page.words;
  most = page.replications;
  dress();
  byId("terms").append(books());
  controls = new Controls(byId("terms"), page, state.lang, set);
  wire();
  changed({ soon: false });
}

begin();
