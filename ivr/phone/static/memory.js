// What is remembered between two visits (choices, calls that may be called back), and between two
// loads of a tab (the call).

const MOST_CALLS = 8;

/** A choice of the visitor's; `fallback` when there is none or the browser keeps nothing. */
export function recall(name, fallback) {
  return read(localStorage, name) ?? fallback;
}

/** Keep a choice. */
export function remember(name, value) {
  write(localStorage, name, String(value));
}

/** The token of the call in this tab, or null. */
export function token() {
  return read(sessionStorage, "token");
}

/** Keep the token of the call in this tab; null forgets it. */
export function keepToken(value) {
  write(sessionStorage, "token", value);
}

/** The tokens of this browser's calls in which a callback may have been booked, oldest first. */
export function calls() {
  const kept = read(localStorage, "calls");
  return kept ? kept.split(" ") : [];
}

/** Keep such tokens, the newest of them. */
export function keepCalls(tokens) {
  write(localStorage, "calls", tokens.length ? tokens.slice(-MOST_CALLS).join(" ") : null);
}

function read(storage, name) {
  try {
    return storage.getItem(`phone.${name}`);
  } catch (error) {
    if (error instanceof DOMException) return null; // storage is switched off
    throw error;
  }
}

function write(storage, name, value) {
  try {
    if (value === null) storage.removeItem(`phone.${name}`);
    else storage.setItem(`phone.${name}`, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // switched off, or full
  }
}
