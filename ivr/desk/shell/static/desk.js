// What every page of the desk does: questions before grave things, keys, and a word when the line
// does not answer. Pages say what they want by attributes:
//   data-ask="…"    on a form or an element of htmx: asked before it is sent
//   data-key="r"    on a button, a link or a field: the key that presses it, or goes there
//   data-opens="id" on a button: the dialog it opens

const byId = (id) => document.getElementById(id);

// --- Questions ---

const ask = byId("ask");
let answered = () => {};

function question(text, then) {
  byId("ask-what").textContent = text;
  answered = then;
  ask.showModal();
  ask.querySelector("[value=no]").focus();
}

ask.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  ask.close();
  if (pressed.value === "yes") answered();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const text = event.submitter?.dataset.ask || form.dataset.ask;
  if (!text || form.dataset.asked) return;
  event.preventDefault();
  event.stopPropagation();
  question(text, () => {
    form.dataset.asked = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.asked;
  });
}, true);

document.addEventListener("htmx:confirm", (event) => {
  const element = event.detail.elt;
  if (element.tagName === "FORM" || !element.dataset.ask) return;
  event.preventDefault();
  question(element.dataset.ask, () => event.detail.issueRequest(true));
});

// --- Dialogs ---

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    if (opener.dataset.opens === "keys-help") listKeys();
    byId(opener.dataset.opens).showModal();
  }
  if (event.target.closest("dialog button[value=close]")) event.target.closest("dialog").close();
});

// --- Keys ---

const KEYS_OFF = "desk-keys-off";
const keysOn = byId("keys-on");
keysOn.checked = localStorage.getItem(KEYS_OFF) === null;
keysOn.addEventListener("change", () => {
  if (keysOn.checked) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "yes");
});

function keyed() {
  return [...document.querySelectorAll("[data-key]")].filter((each) => each.checkVisibility());
}

function nameOf(element) {
  const label = element.labels?.[0]?.textContent;
  const text = element.dataset.keyName || element.getAttribute("aria-label") || label;
  return (text || element.textContent).replace(element.dataset.key, "").trim();
}

function listKeys() {
  const list = byId("keys-help").querySelector("dl");
  list.replaceChildren(
    ...keyed().flatMap((element) => {
      const key = document.createElement("kbd");
      key.textContent = element.dataset.key;
      const term = document.createElement("dt");
      term.append(key);
      const told = document.createElement("dd");
      told.textContent = nameOf(element);
      return [term, told];
    }),
  );
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (typing || other || event.repeat || !keysOn.checked || document.querySelector("dialog[open]")) return;
  const element = keyed().find((each) => each.dataset.key === event.key);
  if (!element) return;
  event.preventDefault();
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
});

// --- When the line does not answer ---

function tell(text) {
  const told = document.createElement("p");
  told.className = "notice error";
  told.setAttribute("role", "alert");
  told.textContent = text;
  byId("notices").replaceChildren(told);
}

document.addEventListener("htmx:sendError", () => tell(byId("failed").textContent));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Redirect")) return;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  tell(page.querySelector("p")?.textContent || byId("failed").textContent);
});
