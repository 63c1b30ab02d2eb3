// What is written on the page, in the language the visitor reads.

const tables = new Map();
let table = {};
export let language = document.documentElement.lang;

/** A sentence by its dotted name, its {slots} filled in; the name itself if there is none. */
export function word(name, slots = {}) {
  const found = name.split(".").reduce((at, part) => at?.[part], table);
  if (typeof found !== "string") return name;
  return found.replace(/\{(\w+)\}/g, (slot, key) => slots[key] ?? slot);
}

/** What a language calls itself: a page language by its own name, another by the browser's. */
export function languageName(code) {
  return new Intl.DisplayNames([language], { type: "language" }).of(code.split("-")[0]) ?? code;
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
  document.title = `${word("title")} · ${word("line")}`;
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = word(element.dataset.word, element.dataset);
  }
  for (const [kind, attribute] of [["label", "aria-label"], ["title", "title"], ["placeholder", "placeholder"]]) {
    for (const element of document.querySelectorAll(`[data-word-${kind}]`)) {
      element.setAttribute(attribute, word(element.getAttribute(`data-word-${kind}`)));
    }
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === code));
  }
}
