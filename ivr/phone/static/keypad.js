// A pad of twelve keys: by mouse, touch and keyboard. One stop for Tab, arrows go on inside.

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 };

/** The key of a telephone that a key of a keyboard means, or null. */
export function phoneKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (/^[0-9*#]$/.test(event.key)) return event.key;
  return event.key.toLowerCase() === "x" ? "*" : null;
}

/** Let `pad` call `press` with each key. Gives a function that lets a key light up. */
export function keypad(pad, press) {
  const buttons = [...pad.querySelectorAll("[data-key]")];
  buttons.forEach((button, nth) => {
    button.tabIndex = nth ? -1 : 0;
    button.addEventListener("click", () => press(button.dataset.key));
  });
  pad.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = buttons[at + (STEPS[event.key] ?? NaN)];
    if (at < 0 || !to) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
  return (key) => {
    const button = buttons.find((each) => each.dataset.key === key);
    button?.classList.add("down");
    setTimeout(() => button?.classList.remove("down"), 120);
  };
}
