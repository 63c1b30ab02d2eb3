// What is said of a call when it is over.

import { clock } from "./display.js";
import { hasWord, word } from "./words.js";

const panel = document.getElementById("summary");
const facts = document.getElementById("summary-facts");
let shown = null;

/** Show the summary of a call, or none. */
export function show(summary) {
  shown = summary;
  panel.hidden = !summary;
  facts.replaceChildren();
  if (!summary) return;
  fact("seconds", clock(summary.seconds));
  fact("turns", String(summary.turns));
  const reached = word("summary.reached", { time: clock(summary.talked) });
  fact("person", summary.person ? reached : word("summary.not_reached"));
  if (summary.recorded) fact("recorded", clock(summary.recorded));
  if (summary.tickets.length) fact("tickets", summary.tickets.join(", "));
  const list = document.createElement("ol");
  list.append(...summary.chosen.map(choice));
  fact("chosen", summary.chosen.length ? list : word("summary.nothing"));
  panel.scrollIntoView({ block: "nearest" });
}

document.addEventListener("language", () => show(shown));

function fact(name, value) {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  const said = document.createElement("dd");
  term.textContent = word(`summary.${name}`);
  said.append(value);
  row.append(term, said);
  facts.append(row);
}

function choice({ key, words, language }) {
  const item = document.createElement("li");
  const cap = document.createElement("kbd");
  cap.textContent = key;
  const said = document.createElement("span");
  const reserved = `summary.keys.${key}`;
  said.textContent = words || (hasWord(reserved) ? word(reserved) : "");
  if (language) said.lang = language;
  item.append(cap, said);
  return item;
}
