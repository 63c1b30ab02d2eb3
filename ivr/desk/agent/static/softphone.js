// A telephone in the agent's page, by the carrier (Twilio Voice SDK): it is rung, and calls nobody.
//
// The line rings it when the agent is offered a caller. Accept and Decline of the page answer it.

const { Device } = window.Twilio;
const place = document.getElementById("softphone");
const SOON = 60_000; // ms before the token ends

let device = null;
let call = null;

function tell(state) {
  place.textContent = place.dataset[state];
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
  device = new Device(await token(), { closeProtection: true, tokenRefreshMs: SOON });
  device.on("registered", () => tell("ready"));
  device.on("unregistered", () => tell("lost"));
  device.on("error", (error) => tell(error.code === 31401 ? "denied" : "lost"));
  device.on("tokenWillExpire", async () => device.updateToken(await token()));
  device.on("incoming", (incoming) => {
    call = incoming;
    for (const end of ["cancel", "disconnect", "reject"]) incoming.on(end, () => (call = null));
  });
  // The page rings by itself, with what it is about.
  device.audio?.incoming(false);
  await device.register();
}

document.addEventListener("click", (event) => {
  if (!call || call.status() !== "pending") return;
  if (event.target.closest("#accept")) call.accept();
  if (event.target.closest("#decline")) call.reject();
});

begin().catch(() => tell("lost"));
