// What is written on the page, in the language the visitor reads. The server has written it once;
// another language is fetched when it is chosen.

const tables = new Map();
let table = {};
export let language = document.documentElement.lang;

/** A sentence by its dotted name, its {slots} filled in; the name itself if there is none. */
export function word(name, slots = {}) {
  const found = name.split(".").reduce((at, part) => at?.[part], table);
  if (typeof found !== "string") return name;
  return found.replace(/\{(\w+)\}/g, (slot, key) => slots[key] ?? slot);
}

/** Whether there is a sentence of this name. */
export function hasWord(name) {
  return word(name) !== name;
}

/** Name the window by a sentence. */
export function entitle(name = "title") {
  document.title = `${word(name)} · ${word("line")}`;
}

/** Write the page in `code`, and tell everybody who wrote something themselves. */
export async function choose(code) {
  if (!tables.has(code)) {
    const answer = await fetch(`${document.body.dataset.static}words/${code}.json`);
    tables.set(code, await answer.json());
  }
  table = tables.get(code);
  language = code;
  document.documentElement.lang = code;
  entitle();
  write();
  document.dispatchEvent(new Event("language"));
}

function write() {
  for (const element of document.querySelectorAll("[data-word]")) {
    if (hasWord(element.dataset.word)) element.textContent = word(element.dataset.word);
  }
  for (const element of document.querySelectorAll("[data-word-label]")) {
    const { slotKey, about } = element.dataset;
    const key = slotKey && hasWord(slotKey) ? word(slotKey) : slotKey;
    element.setAttribute(
      "aria-label",
      word(element.dataset.wordLabel, { key, about: about ? word(about) : "" }),
    );
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}
