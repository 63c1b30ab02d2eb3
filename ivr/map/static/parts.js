// The pieces a panel is made of.

import { word } from "./words.js";

/** An element with properties, and text or elements in it. */
export function part(tag, properties = {}, inside = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...(Array.isArray(inside) ? inside : [inside]));
  return element;
}

/** A part of the panel with its title. */
export function section(title, inside) {
  return part("section", {}, [part("h3", {}, word(title)), ...inside]);
}

/** One way: its key, and the step at its other end (null: back to the errand). */
export function row(way, other, link) {
  const key = way.key
    ? part("kbd", { className: way.varies || way.quiet ? "varies" : "", title: word("panel.key", { key: way.key }) }, way.key)
    : part("span", { className: "itself", title: word("panel.by_itself") }, "→");
  const notes = [way.varies && word("panel.varies"), way.quiet && word("panel.quiet")].filter(Boolean);
  const where = other === null ? part("span", {}, word("panel.returns")) : link(other);
  return part("li", {}, [key, where, part("span", { className: "hint" }, notes.join(" "))]);
}
