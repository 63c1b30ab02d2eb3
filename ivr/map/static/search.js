// Finding a step: by its name, its flow, or anything it says, in any language.

import { word } from "./words.js";

const SHOWN = 30;
const plain = (text) => text.toLocaleLowerCase().normalize("NFKC");

/** The steps that match, best first: [{name, by}], `by` the words that were found. */
export function find(facts, asked) {
  const wanted = plain(asked.trim());
  if (!wanted) return [];
  const found = [];
  for (const [name, step] of Object.entries(facts.steps)) {
    const flow = Object.values(facts.flows[step.flow].names);
    const said = step.phrases.flatMap((phrase) =>
      Object.values(facts.phrases[phrase] ?? {}).map((each) => each.words),
    );
    const places = [[name], flow, step.phrases, said];
    const rank = places.findIndex((texts) => texts.some((text) => plain(text).includes(wanted)));
    if (rank < 0) continue;
    found.push({ name, rank, by: places[rank].find((text) => plain(text).includes(wanted)) });
  }
  return found.sort((a, b) => a.rank - b.rank);
}

/** Wires the search field. `facts()` gives the facts, `choose(name)` opens a step, `mark(names)`
    shows which were found (null: no search). */
export function search(field, list, status, { facts, choose, mark }) {
  const close = () => {
    list.hidden = true;
  };
  const open = (name) => {
    close();
    choose(name);
  };
  const look = () => {
    const found = find(facts(), field.value);
    list.replaceChildren(...found.slice(0, SHOWN).map((each) => entry(each, open)));
    list.hidden = !found.length;
    const asked = field.value.trim() !== "";
    const count = found.length === 0 ? "none" : found.length === 1 ? "one" : "many";
    status.textContent = asked ? word(`found.${count}`, { count: found.length }) : "";
    status.classList.toggle("unseen", !asked || found.length > 0);
    mark(asked ? found.map((each) => each.name) : null);
    return found;
  };
  field.addEventListener("input", look);
  field.addEventListener("focus", look);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      const [first] = look();
      if (first) open(first.name);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("button")?.focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      field.value = "";
      look();
      field.blur();
    }
  });
  list.addEventListener("keydown", (event) => {
    const here = event.target.closest("li");
    const next = { ArrowDown: here?.nextSibling, ArrowUp: here?.previousSibling }[event.key];
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
      field.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopPropagation();
      (next?.firstChild ?? (event.key === "ArrowUp" ? field : null))?.focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".search")) close();
  });
}

function entry({ name, by }, open) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const title = document.createElement("strong");
  const where = document.createElement("span");
  title.textContent = name;
  where.textContent = by === name ? "" : by;
  button.type = "button";
  button.append(title, where);
  button.addEventListener("click", () => open(name));
  item.append(button);
  return item;
}
