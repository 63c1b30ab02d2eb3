// One side of a talk between two browsers. The caller's page says hello, the agent's offers, the
// caller's answers. Either page may be loaded again: it has another name then, and what was said to
// the old one is passed over.
//
// All candidates are gathered before a description is sent, so three messages are enough.

const EVERY = 700; // ms between two looks for messages
const GATHERING = 1500; // ms; a candidate that takes longer is not waited for
const LOST = new Set(["failed", "closed"]);

export class Talk extends EventTarget {
  #offers;
  #exchange;
  #peer = null;
  #microphone = undefined;
  #after = 0;
  #unsaid = [];
  #timer = 0;
  #over = false;
  #audio = new Audio();
  #name = name();
  #other = null;

  /** `exchange` gets {after, say} and resolves to {messages: [{id, body}]}, or to null when the
   *  talk is over. `offers`: this is the agent's side. */
  constructor(exchange, offers) {
    super();
    this.#exchange = exchange;
    this.#offers = offers;
    this.#audio.autoplay = true;
    this.state = "begins";
  }

  /** Begin; resolves when the microphone was asked for. */
  async begin() {
    this.#microphone = await microphone();
    if (this.#over) return this.end();
    if (!this.#offers) this.#say("hello");
    this.#look();
  }

  /** Whether this side can be heard. */
  get heard() {
    return Boolean(this.#microphone);
  }

  end() {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#peer?.close();
    this.#audio.srcObject = null;
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#tell("over");
  }

  #tell(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  #say(kind, sdp = "") {
    this.#unsaid.push({ kind, of: this.#name, to: this.#other, sdp });
  }

  async #look() {
    const say = this.#unsaid.splice(0, 4);
    try {
      const told = await this.#exchange({ after: this.#after, say });
      if (told === null) return this.end();
      for (const { id, body } of told.messages) {
        this.#after = Math.max(this.#after, id);
        await this.#heard(JSON.parse(body));
      }
    } catch {
      this.#unsaid.unshift(...say); // The network is gone for a moment.
    }
    if (!this.#over) this.#timer = setTimeout(() => this.#look(), this.#unsaid.length ? 0 : EVERY);
  }

  async #heard({ kind, of, to, sdp }) {
    if (kind === "hello" && this.#offers && of !== this.#other) {
      this.#other = of;
      await this.#offer();
    } else if (kind === "offer" && !this.#offers && to === this.#name) {
      this.#other = of;
      const peer = this.#new();
      await peer.setRemoteDescription({ type: "offer", sdp });
      await peer.setLocalDescription();
      this.#say("answer", await gathered(peer));
    } else if (kind === "answer" && to === this.#name && of === this.#other) {
      if (this.#peer?.signalingState !== "have-local-offer") return;
      await this.#peer.setRemoteDescription({ type: "answer", sdp });
    }
  }

  async #offer() {
    const peer = this.#new();
    if (!this.#microphone) peer.addTransceiver("audio", { direction: "recvonly" });
    await peer.setLocalDescription();
    this.#say("offer", await gathered(peer));
  }

  #new() {
    this.#peer?.close();
    const peer = new RTCPeerConnection();
    for (const track of this.#microphone?.getTracks() ?? []) peer.addTrack(track, this.#microphone);
    peer.addEventListener("track", ({ track }) => {
      this.#audio.srcObject = new MediaStream([track]);
    });
    peer.addEventListener("connectionstatechange", () => {
      if (peer !== this.#peer) return;
      if (peer.connectionState === "connected") this.#tell("connected");
      if (LOST.has(peer.connectionState)) this.#tell("silent");
    });
    this.#peer = peer;
    this.#tell("begins");
    return peer;
  }

  /** How much sound has come from the other side: bytes and energy, for those who want to know. */
  async received() {
    const found = { bytes: 0, energy: 0 };
    for (const each of (await this.#peer?.getStats())?.values() ?? []) {
      if (each.type === "inbound-rtp" && each.kind === "audio") {
        found.bytes = each.bytesReceived;
        found.energy = each.totalAudioEnergy ?? 0;
      }
    }
    return found;
  }
}

function name() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(16).padStart(2, "0")).join("");
}

async function microphone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null; // There is none, or it is not allowed: the other side can still be heard.
  }
}

function gathered(peer) {
  return new Promise((done) => {
    const finish = () => done(peer.localDescription.sdp);
    if (peer.iceGatheringState === "complete") return finish();
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState === "complete") finish();
    });
    setTimeout(finish, GATHERING);
  });
}
