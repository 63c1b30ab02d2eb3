// The agent hears the caller, and is heard, as long as their page shows the call.
//
// The page may renew itself around the call: what is talked goes on until another call, or none,
// is shown.

import { Talk } from "../../../talk/static/talk.js";

const EVERY = 500; // ms between two looks at what the page shows
let talk = null;
let entry = "";

function look() {
  const shown = document.getElementById("voice");
  const now = shown?.dataset.entry ?? "";
  if (now !== entry) {
    talk?.end();
    entry = now;
    talk = now ? begin(shown.dataset.talk) : null;
  }
  if (shown && talk) write(shown);
}

function begin(url) {
  const made = new Talk((said) => exchange(url, said), true);
  made.begin();
  return made;
}

async function exchange(url, said) {
  const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(said) });
  if (!answer.ok) throw new TypeError("no answer of the desk");
  const told = await answer.json();
  return told.over ? null : told;
}

function write(shown) {
  const { dataset } = shown;
  const text = [dataset[talk.state] ?? "", talk.heard ? "" : dataset.unheard].join(" ").trim();
  const state = document.getElementById("voice-state");
  shown.dataset.sound = talk.state;
  if (state.textContent !== text) state.textContent = text;
}

setInterval(look, EVERY);
look();

// For whoever wants to know how much has been heard.
window.heardOfCaller = async () => (talk ? talk.received() : null);
