// The call map, put together: one step may be chosen, by its name behind the # of the address.

import { Panel } from "./panel.js";
import { search } from "./search.js";
import { View } from "./view.js";
import { choose, language, word } from "./words.js";

const get = (id) => document.getElementById(id);
const { steps, traffic, map, spoken } = document.body.dataset;
const languages = spoken.split(" ");
const pictures = new Map();
const place = get("picture");
const view = new View(place);
let facts = { flows: {}, steps: {}, phrases: {} };
let chosen = null;
let marked = null;

const panel = new Panel(get("step"), get("empty"), languages, () => go(null));

const stepOf = (name) => place.querySelector(`[data-step="${CSS.escape(name)}"]`);

function go(name) {
  if (name === null) history.pushState(null, "", location.pathname + location.search);
  else location.hash = name;
  if (name === null) follow();
}

/** Show the step that the address names. */
function follow({ focus = true } = {}) {
  const name = decodeURIComponent(location.hash.slice(1));
  const before = chosen;
  chosen = facts.steps[name] ? name : null;
  panel.show(facts, chosen, figures);
  document.body.classList.toggle("chosen", chosen !== null);
  light();
  if (chosen) {
    view.lookAt(stepOf(chosen), covered());
    if (focus) get("step-name").focus({ preventScroll: true });
    get("panel").scrollTop = 0;
  } else if (before && focus) {
    stepOf(before)?.focus({ preventScroll: true });
  }
}

/** How much of the picture lies under the panel, on a narrow screen. */
function covered() {
  const stage = place.getBoundingClientRect();
  const beside = get("panel").getBoundingClientRect();
  return beside.left > stage.left + 10 ? 0 : Math.max(0, stage.bottom - beside.top);
}

function light() {
  const near = new Set(chosen ? facts.steps[chosen].ways.map((way) => way.to) : []);
  for (const element of place.querySelectorAll("[data-step]")) {
    const name = element.dataset.step;
    element.classList.toggle("current", name === chosen);
    element.classList.toggle("near", near.has(name));
    element.classList.toggle("dim", marked !== null && !marked.has(name));
    element.setAttribute("aria-pressed", String(name === chosen));
  }
  for (const line of place.querySelectorAll("[data-from]")) {
    const { from, to } = line.dataset;
    line.classList.toggle("lit", chosen !== null && (from === chosen || to === chosen));
    line.classList.toggle("dim", marked !== null);
  }
}

function hang(text) {
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  place.replaceChildren(document.importNode(svg, true));
  dress();
}

/** Make steps of the picture that can be reached and pressed. */
function dress() {
  const svg = place.querySelector("svg");
  view.take(svg);
  for (const element of svg.querySelectorAll("[data-step]")) {
    const step = facts.steps[element.dataset.step];
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", `${element.dataset.step}, ${step ? word(`kinds.${step.kind}`) : ""}`);
  }
  light();
}

async function speak(code) {
  await choose(code);
  const inLanguage = languages.includes(code) ? code : languages[0];
  if (!pictures.has(inLanguage)) {
    const answer = await fetch(`${map}/picture/${inLanguage}.svg`);
    pictures.set(inLanguage, await answer.text());
  }
  hang(pictures.get(inLanguage));
  panel.again(figures);
}

place.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step && !place.classList.contains("dragged")) go(step.dataset.step);
});
place.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-step]:focus-visible")) view.lookAt(event.target);
});
const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
document.addEventListener("keydown", (event) => {
  const at = document.activeElement;
  if (event.ctrlKey || event.metaKey || event.altKey || at.matches("input")) return;
  if (event.key === "/") {
    event.preventDefault();
    get("search").focus();
  } else if (event.key === "Escape" && chosen) go(null);
  else if (event.key === "+" || event.key === "=") view.bigger();
  else if (event.key === "-") view.smaller();
  else if (event.key === "0") view.fit();
  else if (moves[event.key] && !at.closest(".panel")) {
    event.preventDefault();
    view.move(...moves[event.key]);
  } else if ((event.key === "Enter" || event.key === " ") && at.matches("[data-step]")) {
    event.preventDefault();
    go(at.dataset.step);
  }
});
get("bigger").addEventListener("click", () => view.bigger());
get("smaller").addEventListener("click", () => view.smaller());
get("fit").addEventListener("click", () => view.fit());
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
search(get("search"), get("results"), get("found"), {
  facts: () => facts,
  choose: go,
  mark: (names) => {
    marked = names && new Set(names);
    light();
  },
});

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

let figures = null;
const yesterday = read(traffic).catch(() => false);
const [told] = await Promise.all([read(steps), choose(language)]);
facts = told;
dress();
follow({ focus: false });
addEventListener("hashchange", () => follow());
document.body.dataset.ready = "true";
figures = await yesterday;
panel.again(figures);
