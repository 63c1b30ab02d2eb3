// Asks, before a session ends because nobody does anything, whether somebody is still there; and
// takes the page away when it has ended. Another window of the same browser may have kept it open.

const dialog = document.getElementById("session");
const { url } = dialog.dataset;
const WARNING = 2 * 60 * 1000;
let until;
let timer;

function plan(seconds) {
  clearTimeout(timer);
  until = Date.now() + seconds * 1000;
  wait();
}

function wait() {
  const left = until - Date.now();
  if (left > WARNING) {
    if (dialog.open) dialog.close();
    timer = setTimeout(check, left - WARNING);
  } else {
    if (left > 0 && !dialog.open) dialog.showModal();
    timer = setTimeout(check, Math.max(left, 0) + 1000);
  }
}

async function check() {
  const headers = { "X-Desk-Poll": "1", "HX-Request": "true" };
  await renew(() => fetch(url, { headers, cache: "no-store" }));
}

async function renew(ask) {
  let answer;
  try {
    answer = await ask();
  } catch {
    // Without an answer nothing can be known: ask again soon.
    timer = setTimeout(check, 5000);
    return;
  }
  if (answer.ok) {
    plan((await answer.json()).seconds);
  } else {
    location.reload();
  }
}

dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.querySelector("[value=stay]").addEventListener("click", () => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  renew(() => fetch(url, { method: "POST", headers }));
});

// A page that was asleep finds out at once; what was done by hand has kept the session open.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) check();
});

plan(Number(dialog.dataset.seconds));
