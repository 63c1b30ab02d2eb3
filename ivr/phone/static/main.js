// The telephone, put together: what is done goes to the line, what happens comes to the page.

import * as agent from "./agent.js";
import * as display from "./display.js";
import * as heard from "./heard.js";
import { Incoming } from "./incoming.js";
import { keypad, phoneKey } from "./keypad.js";
import { Line } from "./line.js";
import { recall, remember } from "./memory.js";
import * as recorder from "./recorder.js";
import { keyTone, tones } from "./sound.js";
import { after, agentAnswered, idle } from "./state.js";
import * as summary from "./summary.js";
import * as talking from "./talking.js";
import { announced, hush, sayAloud, voice, watchVoices } from "./voice.js";
import { choose, entitle, language, word } from "./words.js";

const get = (id) => document.getElementById(id);
const line = new Line();
const ON_HOOK = new Set(["ready", "over", "called"]);
const incoming = new Incoming(() => ON_HOOK.has(state.phase));
const callButton = get("call");
const hangUpButton = get("hang-up");
const number = get("number");
const speed = get("speed");
const trouble = get("trouble");

let state = idle();
let lastKey = null;

const light = keypad(get("keypad"), press);
const agentPhone = agent.connect((act) => {
  line.do(act);
  if (act.what === "answer") {
    state = agentAnswered(state, act.leg);
    show();
  }
});
recorder.connect((seconds) => line.do({ do: "speak", seconds }));

function rung() {
  heard.rest();
  // Enter shall answer, wherever the last click was; but nobody is taken out of what they type.
  if (!document.activeElement.matches("input, select")) callButton.focus({ preventScroll: true });
  get("handset").scrollIntoView({ block: "nearest" });
}

function press(key) {
  keyTone(key);
  light(key);
  hush();
  lastKey = key;
  line.do({ do: "press", key });
}

function type(text) {
  const keys = text.toUpperCase().replaceAll("X", "*").replace(/[^0-9*#]/g, "");
  if (!keys || !line.open) return;
  hush();
  lastKey = null;
  line.do(...[...keys].map((key) => ({ do: "press", key })));
}

function call() {
  if (line.open) return;
  trouble.hidden = true;
  summary.show(null);
  heard.clear();
  state = { ...idle(), phase: "dialling" };
  show();
  const rings = incoming.rings;
  incoming.stop();
  if (rings) line.answer(rings, Number(speed.value));
  else line.call(number.value, Number(speed.value));
}

function hangUp() {
  if (incoming.rings) return void incoming.decline();
  if (!line.open) return;
  hush();
  line.do({ do: "hang_up" });
}

function show() {
  display.show(state, lastKey);
  display.tick(state, state.phase === "called" ? 0 : line.now);
  agent.show(state);
  recorder.show(state);
  const rings = state.phase === "called";
  hook(callButton, rings ? "answer" : "call", !line.open);
  hook(hangUpButton, rings ? "decline" : "hang_up", line.open || rings);
  entitle(rings ? "state.called" : "title");
  number.readOnly = line.open;
  document.body.dataset.phase = state.phase;
}

function hook(button, name, enabled) {
  const label = button.querySelector("[data-word]");
  label.dataset.word = name;
  label.textContent = word(name);
  button.setAttribute("aria-disabled", String(!enabled));
}

function happened(event, ending) {
  state = after(state, event);
  if (event.leg !== undefined && event.is === "said") {
    agent.hears(event);
    return;
  }
  switch (event.is) {
    case "said":
      heard.said(event, line.now);
      // After a reload the page catches up in silence.
      if (event.at + event.seconds > line.now) sayAloud(event, Number(speed.value));
      break;
    case "loads":
      announced(event, line.now);
      break;
    case "interrupted":
      if (event.leg === undefined) heard.interrupted(event.at);
      break;
    case "key":
      if (event.key !== "•") heard.noted("pressed", "you_pressed", { key: event.key });
      else if (state.typed.length === 1) heard.noted("pressed", "you_typed");
      break;
    case "dropped":
      if (event.leg === undefined) heard.noted("note", "dropped");
      break;
    case "sound":
      heard.noted("note", "sound");
      break;
    case "ringing":
      heard.noted("note", "agent_rings");
      break;
    case "joined":
      heard.noted("note", "agent_joined");
      heard.uncaption();
      break;
    case "leg_ended":
      // The caller's hanging up ends the agent's side too; that is no news.
      if (!ending) heard.noted("note", `agent_ended.${event.status}`);
      break;
    case "recorded":
      if (!event.seconds) heard.noted("note", "recording_empty");
      else heard.noted("note", "recording_kept", { time: display.clock(event.seconds) });
      break;
    case "queued":
      heard.noted("note", "queued", event);
      break;
    case "problem":
      heard.noted("note", "problem", event);
      break;
  }
}

line.addEventListener("reached", () => {
  if (trouble.dataset.passing === "true") trouble.hidden = true;
});
line.addEventListener("happened", ({ detail }) => {
  const ending = detail.happened.some((event) => event.is === "ended");
  for (const event of detail.happened) happened(event, ending);
  if (detail.summary) summary.show(detail.summary);
  show();
});
line.addEventListener("agent", ({ detail }) => talking.show(detail, line.token));
line.addEventListener("texts", ({ detail }) => heard.texted(detail));
line.addEventListener("over", () => {
  state = { ...idle(), phase: "over" };
  heard.interrupted(line.now);
  show();
  incoming.look();
});
incoming.addEventListener("change", () => {
  // What is stopped in order to answer is not ringing off.
  if (!ON_HOOK.has(state.phase)) return;
  state = { ...idle(), phase: incoming.rings ? "called" : "ready" };
  if (incoming.rings) rung();
  show();
});
line.addEventListener("trouble", ({ detail }) => {
  trouble.textContent = detail.sentence ?? word("trouble.offline");
  trouble.dataset.passing = String(detail.passing);
  trouble.hidden = false;
  if (!line.open) {
    state = { ...idle(), phase: "ready" };
    show();
    incoming.look();
  }
});

callButton.addEventListener("click", call);
hangUpButton.addEventListener("click", hangUp);
get("again").addEventListener("click", () => {
  get("handset").focus();
  call();
});
get("number-form").addEventListener("submit", (event) => {
  event.preventDefault();
  call();
});
for (const button of document.querySelectorAll("[data-type]")) {
  button.addEventListener("click", () => type(button.dataset.type));
}
document.addEventListener("keydown", (event) => {
  const at = document.activeElement;
  if (event.key === "Escape") return void hangUp();
  if (event.repeat || at.matches("input[type=tel], select")) return;
  const key = phoneKey(event);
  if (key) return void (agentPhone.has() ? agentPhone.press(key) : press(key));
  if (event.key === "Enter" && !at.closest("button, a, summary, label, input")) call();
});
document.addEventListener("paste", (event) => {
  if (document.activeElement.matches("input")) return;
  type(event.clipboardData.getData("text"));
});
document.addEventListener("language", show);

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    remember("language", button.dataset.language);
    choose(button.dataset.language);
  });
}
speed.value = recall("speed", "1");
speed.addEventListener("change", () => {
  remember("speed", speed.value);
  line.do({ do: "pace", speed: Number(speed.value) });
});
get("tones").checked = tones.on = recall("tones", "true") === "true";
get("tones").addEventListener("change", (event) => {
  tones.on = event.target.checked;
  remember("tones", tones.on);
});
watchVoices(
  () => language,
  (voiced) => {
    const there = voiced || document.body.dataset.recorded === "true";
    get("aloud").disabled = !there;
    get("aloud-missing").hidden = there;
    get("aloud").checked = voice.on = there && recall("aloud", "true") === "true";
  },
);
get("aloud").addEventListener("change", (event) => {
  voice.on = event.target.checked;
  remember("aloud", voice.on);
  if (!voice.on) hush();
});

function tick() {
  if (line.open) {
    heard.uncover(line.now);
    display.tick(state, line.now);
  }
  // Words and a countdown need no more, and a frame of each refresh keeps a processor busy.
  setTimeout(tick, 50);
}

const asked = new URLSearchParams(location.search).get("lang");
await choose(asked ?? recall("language", language));
show();
// A page that was hidden may have been let ask only now and then.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) incoming.look();
});
if (line.resume()) heard.clear();
else incoming.look();
tick();
