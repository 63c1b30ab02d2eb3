// A telephone in the agent's page, by the carrier (Twilio Voice SDK): it is rung, and calls nobody.
//
// The line rings it when the agent is offered a caller. It picks up once the line knows that the
// agent has accepted; declining is told to the line, which then stops the ringing.

const { Device } = window.Twilio;
const place = document.getElementById("softphone");
const told = place.querySelector("p");
const hangUp = place.querySelector("button");
const SOON = 60_000; // ms before the token ends
const DENIED = 31401; // the SDK's name for a microphone that may not be used

let call = null;

function tell(state) {
  told.textContent = place.dataset[state];
  place.dataset.state = state;
}

async function token() {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(place.dataset.token, { method: "POST", headers });
  if (!answer.ok) throw new TypeError("no token");
  return (await answer.json()).token;
}

async function begin() {
  tell("begins");
  const device = new Device(await token(), { closeProtection: true, tokenRefreshMs: SOON });
  device.on("registered", () => tell("ready"));
  device.on("unregistered", () => tell("lost"));
  device.on("error", (error) => tell(error.code === DENIED ? "denied" : "lost"));
  device.on("tokenWillExpire", async () => device.updateToken(await token()));
  device.on("incoming", rung);
  // The page rings by itself, and says what it is about.
  device.audio?.incoming(false);
  await device.register();
}

function rung(incoming) {
  call = incoming;
  call.on("accept", () => (hangUp.hidden = false));
  for (const end of ["cancel", "disconnect", "reject"]) incoming.on(end, over);
  pickUp();
}

function over() {
  call = null;
  hangUp.hidden = true;
}

function pickUp() {
  const accepted = document.getElementById("live")?.dataset.kind === "joining";
  if (accepted && call?.status() === "pending") call.accept();
}

hangUp.addEventListener("click", () => call?.disconnect());
document.addEventListener("htmx:afterSettle", pickUp);
begin().catch(() => tell("lost"));
