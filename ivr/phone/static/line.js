// The way to the server: one request at a time, in order, each change exactly once.
//
// The server says in how many seconds something will happen by itself; that is when it is asked.
// A request without an answer is sent again under the same number, and done only once.

import { calls, keepCalls, keepToken, token as keptToken } from "./memory.js";
import { post } from "./server.js";

const HEARTBEAT = 20; // seconds; the server forgets a page that is silent for minutes
const SLACK = 0.02; // seconds; asking too early would be asking twice
const MOST_ACTS = 32;
const PAUSES = [0.5, 1, 2, 4, 8]; // seconds between tries
const PASSING = new Set(["try_again", "too_often"]);
const MOST_BROKEN = 5; // tries at a line that says it is broken
const LINGER = 15; // times a second: a text message comes after the call that asked for it

export class Line extends EventTarget {
  #token = null;
  #batch = 0;
  #known = 0;
  #acts = [];
  #busy = false;
  #timer = 0;
  #over = true;
  #now = 0;
  #heardAt = 0;
  #nextIn = null;

  /** Whether a call is under way. */
  get open() {
    return !this.#over;
  }

  /** What names the call to the server. */
  get token() {
    return this.#token;
  }

  /** The call's clock, seconds. */
  get now() {
    const since = (performance.now() - this.#heardAt) / 1000;
    return this.#now + (this.#over ? 0 : since);
  }

  /** Call. Resolves when the line was reached or refused. */
  call(number, speed) {
    return this.#open(document.body.dataset.calls, { number, speed });
  }

  /** Answer what rings for the call of this token. */
  answer(call, speed) {
    return this.#open(document.body.dataset.answer, { call, speed });
  }

  async #open(url, body) {
    if (this.#busy || this.open) return;
    this.#busy = true;
    try {
      const answer = await post(url, body);
      this.#begin(answer.token);
      keepToken(answer.token);
      keepCalls([...calls(), answer.token]);
      this.#heard(answer.call);
    } catch (error) {
      this.#trouble(error);
    } finally {
      this.#busy = false;
    }
    this.#next();
  }

  /** Go on with the call of this tab, if the page was loaded again in one; says whether. */
  resume() {
    if (!keptToken()) return false;
    this.#begin(keptToken());
    this.#batch = null;
    this.#pump();
    return true;
  }

  /** Do something with the telephone. */
  do(...acts) {
    if (!this.open) return;
    this.#acts.push(...acts);
    this.#pump();
  }

  #begin(token) {
    this.#token = token;
    this.#batch = this.#known = 0;
    this.#acts = [];
    this.#over = false;
  }

  async #pump() {
    if (this.#busy || !this.open) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      await this.#exchange();
    } finally {
      this.#busy = false;
    }
    this.#next();
  }

  async #exchange() {
    // A page that was loaded again asks first how far it had come.
    const acts = this.#batch === null ? [] : this.#acts.splice(0, MOST_ACTS);
    const batch = (this.#batch ?? 0) + (acts.length ? 1 : 0);
    const body = { batch, after: this.#known, acts };
    const answer = await this.#stubborn(body);
    if (answer) this.#heard(answer.call);
  }

  /** The answer to `body`, however often it takes; null when there will be none. */
  async #stubborn(body) {
    for (let tries = 0; ; tries += 1) {
      try {
        const headers = { "X-Phone-Token": this.#token };
        return await post(document.body.dataset.call, body, headers);
      } catch (error) {
        if (!passes(error, tries)) {
          this.#end();
          this.#trouble(error);
          return null;
        }
        if (error.code !== "try_again") this.#trouble(error, true);
      }
      const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
      await new Promise((done) => {
        setTimeout(done, pause * 1000);
      });
    }
  }

  #heard(call) {
    this.#batch = call.batch;
    this.#known += call.happened.length;
    this.#now = call.now;
    this.#heardAt = performance.now();
    this.#nextIn = call.next_in;
    this.dispatchEvent(new CustomEvent("reached"));
    this.dispatchEvent(new CustomEvent("happened", { detail: call }));
    this.dispatchEvent(new CustomEvent("agent", { detail: call.over ? null : call.agent }));
    this.dispatchEvent(new CustomEvent("texts", { detail: call.texts }));
    if (!call.over) return;
    const token = this.#token;
    this.#end();
    if (call.texts_to_come) this.#linger(token);
  }

  /** Ask what has come after the call, until it is there, or another call begins. */
  async #linger(token) {
    for (let times = 0; times < LINGER; times += 1) {
      await new Promise((done) => {
        setTimeout(done, 1000);
      });
      if (this.open || this.#token !== token) return;
      const body = { batch: this.#batch, after: this.#known, acts: [] };
      let answer;
      try {
        answer = await post(document.body.dataset.call, body, { "X-Phone-Token": token });
      } catch {
        return; // The call is over: whoever wants more calls again.
      }
      if (this.open || this.#token !== token) return;
      this.dispatchEvent(new CustomEvent("texts", { detail: answer.call.texts }));
      if (!answer.call.texts_to_come) return;
    }
  }

  #next() {
    if (!this.open) return;
    if (this.#acts.length) {
      this.#pump();
      return;
    }
    const wait = Math.min(this.#nextIn ?? HEARTBEAT, HEARTBEAT) + SLACK;
    this.#timer = setTimeout(() => this.#pump(), wait * 1000);
  }

  #end() {
    this.#over = true;
    this.#acts = [];
    clearTimeout(this.#timer);
    keepToken(null);
    this.dispatchEvent(new CustomEvent("agent", { detail: null }));
    this.dispatchEvent(new Event("over"));
  }

  #trouble(error, passing = false) {
    const sentence = error.sentence ?? null;
    this.dispatchEvent(new CustomEvent("trouble", { detail: { sentence, passing } }));
  }
}

// Whether it is worth trying again: the network is gone, or the line says that it is a moment's.
function passes(error, tries) {
  if (error instanceof TypeError || PASSING.has(error.code)) return true;
  return error.code === "broken" && tries < MOST_BROKEN;
}
