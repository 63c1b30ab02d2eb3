// The caller hears the agent at the desk, and is heard, through the browsers' own sound.

import { Talk } from "../../talk/static/talk.js";
import { post } from "./server.js";
import { word } from "./words.js";

const told = document.getElementById("talk");
const panel = document.getElementById("agent");
let talk = null;

/** Show whom the call of `token` is joined with: an agent's number, or null. */
export function show(agent, token) {
  panel.dataset.desk = String(Boolean(agent));
  if (agent && !talk) {
    talk = new Talk((said) => exchange(said, token), false);
    talk.addEventListener("change", write);
    talk.begin().then(write);
  } else if (!agent && talk) {
    const over = talk;
    talk = null;
    over.end();
  }
  write();
}

async function exchange(said, token) {
  const answer = await post(document.body.dataset.talk, said, { "X-Phone-Token": token });
  return answer.over ? null : answer;
}

function write() {
  told.hidden = !talk;
  if (!talk) return;
  panel.dataset.sound = talk.state;
  told.textContent = word(`talk.${talk.state}`) + (talk.heard ? "" : ` ${word("talk.unheard")}`);
}

// For whoever wants to know how much has been heard.
window.heardOfAgent = async () => (talk ? talk.received() : null);
