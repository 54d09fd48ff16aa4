// The address of the page holds all that was set, so that a link shows the same page again.

const BOOK = "book";
const PIN = "pin.";
export const KEY = "policy.";

export function read(search) {
  const found = { lang: "en", hold: 8, now: { policy: "", settings: {} }, pinned: { policy: "", settings: {} } };
  for (const [name, value] of new URLSearchParams(search)) {
    const pin = name.startsWith(PIN);
    const terms = pin ? found.pinned : found.now;
    const key = pin ? name.slice(PIN.length) : name;
    if (key === BOOK) terms.policy = value;
    else if (key.startsWith(KEY)) terms.settings[key] = value;
    else if (key === "lang") found.lang = value === "zh" ? "zh" : "en";
    else if (key === "hold" && Number(value) > 0 && Number(value) <= 30) found.hold = Number(value);
  }
  return found;
}

export function written(state) {
  const found = new URLSearchParams();
  if (state.lang !== "en") found.set("lang", state.lang);
  if (state.hold !== 8) found.set("hold", state.hold);
  for (const [before, terms] of [["", state.now], [PIN, state.pinned]]) {
    if (terms.policy) found.set(before + BOOK, terms.policy);
    for (const key of Object.keys(terms.settings).sort()) found.set(before + key, terms.settings[key]);
  }
  const text = found.toString();
  return text ? `?${text}` : location.pathname;
}
