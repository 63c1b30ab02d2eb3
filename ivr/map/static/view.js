// The window on the picture: what part of it is seen, moved and made larger or smaller.

const ROOM = 16;
const MOST = 2.5;
const STEP = 1.3;
const LEGIBLE = 0.2;
const MOVE = 60;

/** Watches the element `stage` and shows a part of the picture in it. */
export class View {
  #stage;
  #svg = null;
  #whole = { width: 1, height: 1 };
  #x = 0;
  #y = 0;
  #scale = 1;
  #fitted = true;

  constructor(stage) {
    this.#stage = stage;
    new ResizeObserver(() => (this.#fitted ? this.fit() : this.#show())).observe(stage);
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#drag();
  }

  /** Show another picture of the same size, where the last one was looked at. */
  take(svg) {
    const first = this.#svg === null;
    this.#svg = svg;
    const { width, height } = svg.viewBox.baseVal;
    this.#whole = { width, height };
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    if (first) this.begin(svg.querySelector("[data-flow]"));
    else this.#show();
  }

  /** All of it, or where that could not be read, `element` as large as the stage is wide. */
  begin(element) {
    this.fit();
    if (this.#scale > LEGIBLE) return;
    const box = element.getBBox();
    this.#scale = Math.min(1, this.#size().width / (box.width + 2 * ROOM));
    this.#x = box.x - ROOM;
    this.#y = box.y - ROOM;
    this.#fitted = false;
    this.#show();
  }

  /** All of it. */
  fit() {
    this.#scale = this.#least();
    const { width, height } = this.#size();
    this.#x = (this.#whole.width - width / this.#scale) / 2;
    this.#y = (this.#whole.height - height / this.#scale) / 2;
    this.#fitted = true;
    this.#show();
  }

  /** Larger (more than 1) or smaller, around a point of the stage, by default its middle. */
  zoom(factor, at = null) {
    const { width, height } = this.#size();
    const [x, y] = at ?? [width / 2, height / 2];
    const scale = Math.min(MOST, Math.max(this.#least(), this.#scale * factor));
    this.#x += x / this.#scale - x / scale;
    this.#y += y / this.#scale - y / scale;
    this.#scale = scale;
    this.#fitted = false;
    this.#show();
  }

  bigger() {
    this.zoom(STEP);
  }

  smaller() {
    this.zoom(1 / STEP);
  }

  /** Move by so many steps to the right and down. */
  move(right, down) {
    this.#x += (right * MOVE) / this.#scale;
    this.#y += (down * MOVE) / this.#scale;
    this.#fitted = false;
    this.#show();
  }

  /** Bring an element to where it can be read; `covered` is how much of the stage is hidden below. */
  lookAt(element, covered = 0) {
    const box = element.getBBox();
    const { width, height } = this.#size();
    const seen = height - covered;
    this.#scale = Math.max(this.#scale, Math.min(1, width / (box.width + 40)));
    const left = (box.x - this.#x) * this.#scale;
    const top = (box.y - this.#y) * this.#scale;
    const right = left + box.width * this.#scale;
    const bottom = top + box.height * this.#scale;
    if (left < ROOM || right > width - ROOM || top < ROOM || bottom > seen - ROOM) {
      this.#x = box.x + box.width / 2 - width / 2 / this.#scale;
      this.#y = box.y + box.height / 2 - seen / 2 / this.#scale;
    }
    this.#fitted = false;
    this.#show();
  }

  #size() {
    return { width: this.#stage.clientWidth || 1, height: this.#stage.clientHeight || 1 };
  }

  #least() {
    const { width, height } = this.#size();
    return Math.min(1, width / this.#whole.width, height / this.#whole.height);
  }

  #show() {
    if (!this.#svg) return;
    const { width, height } = this.#size();
    // Some of the picture is always seen.
    const keep = (at, whole, seen) => Math.min(whole - seen / 4, Math.max(at, -seen * 0.75));
    this.#x = keep(this.#x, this.#whole.width, width / this.#scale);
    this.#y = keep(this.#y, this.#whole.height, height / this.#scale);
    const box = [this.#x, this.#y, width / this.#scale, height / this.#scale];
    this.#svg.setAttribute("viewBox", box.map((each) => each.toFixed(2)).join(" "));
  }

  #wheel(event) {
    event.preventDefault();
    const { left, top } = this.#stage.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY / 400), [event.clientX - left, event.clientY - top]);
  }

  #drag() {
    const fingers = new Map();
    let moved = 0;
    const middle = () => {
      const all = [...fingers.values()];
      return [0, 1].map((axis) => all.reduce((sum, at) => sum + at[axis], 0) / all.length);
    };
    const span = () => {
      const [a, b] = [...fingers.values()];
      return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
    };
    this.#stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest("button")) return;
      if (!fingers.size) moved = 0;
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
    });
    this.#stage.addEventListener("pointermove", (event) => {
      if (!fingers.has(event.pointerId)) return;
      const [x, y] = middle();
      const apart = span();
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      const [nextX, nextY] = middle();
      moved += Math.hypot(nextX - x, nextY - y);
      if (moved < 5 && !apart) return;
      // Held only now: a click must stay the step's.
      this.#stage.setPointerCapture(event.pointerId);
      this.#stage.classList.add("dragged");
      this.move((x - nextX) / MOVE, (y - nextY) / MOVE);
      if (apart) {
        const { left, top } = this.#stage.getBoundingClientRect();
        this.zoom(span() / apart, [nextX - left, nextY - top]);
      }
    });
    const lift = (event) => {
      fingers.delete(event.pointerId);
      if (!fingers.size) this.#stage.classList.remove("dragged");
    };
    this.#stage.addEventListener("pointerup", lift);
    this.#stage.addEventListener("pointercancel", lift);
  }
}
