// Prints the letters, and warns before they are left: they are shown once.

const button = document.querySelector("[data-prints]");
let printed = false;

button.addEventListener("click", () => window.print());
window.addEventListener("afterprint", () => {
  printed = true;
});
window.addEventListener("beforeunload", (event) => {
  if (!printed) event.preventDefault();
});
