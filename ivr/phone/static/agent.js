// The agent's telephone: it rings, is answered or not, hears the question, and has keys.

import { keypad } from "./keypad.js";
import { keyTone, ring } from "./sound.js";
import { word } from "./words.js";

const RING_EVERY = 3000;
const panel = document.getElementById("agent");
const stateText = document.getElementById("agent-state");
const whisper = document.getElementById("whisper");
const ringing = document.getElementById("agent-ringing");
const talking = document.getElementById("agent-talking");
const pad = document.getElementById("agent-keypad");
const button = (name) => document.getElementById(`agent-${name}`);

let leg = null;
let letting = false;
let timer = 0;

/** Connect the panel. `act` gets what the agent does, without the leg. */
export function connect(act) {
  const light = keypad(pad, (key) => press(key));
  const press = (key) => {
    keyTone(key);
    light(key);
    act({ do: "agent_press", leg, key });
  };
  button("answer").addEventListener("click", () => act({ do: "agent", leg, what: "answer" }));
  button("busy").addEventListener("click", () => act({ do: "agent", leg, what: "busy" }));
  button("hang-up").addEventListener("click", () => act({ do: "agent", leg, what: "hang_up" }));
  button("ring-on").addEventListener("click", () => {
    letting = true;
    stateText.textContent = word("agent.letting");
    panel.focus();
  });
  return { press, has: () => panel.contains(document.activeElement) && !talking.hidden };
}

/** What the agent hears. */
export function hears(event) {
  whisper.lang = event.language;
  whisper.textContent = event.text;
}

/** Show the agent's side of `state`. */
export function show(state) {
  const phase = state.agent?.is ?? "idle";
  if (state.agent?.leg !== leg) {
    leg = state.agent?.leg ?? null;
    letting = false;
    whisper.textContent = "";
  }
  if (phase === "joined") whisper.textContent = "";
  const inside = panel.contains(document.activeElement) && panel !== document.activeElement;
  panel.dataset.phase = phase;
  const text = word(phase === "ringing" && letting ? "agent.letting" : `agent.${phase}`);
  if (stateText.textContent !== text) stateText.textContent = text;
  ringing.hidden = phase !== "ringing";
  talking.hidden = phase !== "answered" && phase !== "joined";
  keepRinging(phase === "ringing");
  // Whoever was in the panel is not thrown out of it when their button goes.
  if (inside && document.activeElement.closest("[hidden]")) {
    (talking.hidden ? panel : pad.querySelector("[tabindex='0']")).focus();
  }
}

function keepRinging(wanted) {
  if (wanted === Boolean(timer)) return;
  if (wanted) ring();
  else clearInterval(timer);
  timer = wanted ? setInterval(ring, RING_EVERY) : 0;
}
