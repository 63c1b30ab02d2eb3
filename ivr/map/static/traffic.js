// Yesterday's calls at one step.

import { part } from "./parts.js";
import { language, word } from "./words.js";

/** What is known: `figures` is null until it is read, and false when it cannot be. */
export function traffic(name, step, figures, link) {
  const hint = (text) => part("p", { className: "hint" }, text);
  if (figures === null) return [];
  if (figures === false) return [hint(word("traffic.failed"))];
  const day = hint(word("traffic.day", { day: figures.day }));
  if (!Object.keys(figures.steps).length) return [hint(word("traffic.no_calls")), day];
  if (!step.waits) return [hint(word("traffic.passing"))];
  const found = figures.steps[name];
  if (!found) return [hint(word("traffic.none")), day];
  const count = (calls) => (calls === "few" ? word("traffic.few", figures) : calls.toLocaleString(language));
  const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const left = found.share === null
    ? count(found.left)
    : word("traffic.share", { count: count(found.left), share: share.format(found.share) });
  const facts = [
    ["came", count(found.came)],
    [step.kind === "connect" ? "rang" : "left", left],
  ].map(([what, text]) =>
    part("div", {}, [part("dt", {}, word(`traffic.${what}`)), part("dd", { className: what }, text)]),
  );
  const went = found.went.map(([to, calls]) => part("li", {}, [link(to), part("span", {}, count(calls))]));
  return [
    part("dl", { className: "figures" }, facts),
    ...(went.length
      ? [part("p", { className: "went-title" }, word("traffic.went")), part("ul", { className: "went" }, went)]
      : []),
    day,
  ];
}
