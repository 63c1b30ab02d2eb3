// What is told of one step, beside the map.

import { hush, onVoices, say, way } from "./sound.js";
import { part, row, section } from "./parts.js";
import { traffic } from "./traffic.js";
import { language, languageName, word } from "./words.js";

/** Shows steps in `place`. `languages` are those the line speaks; `close()` ends it. */
export class Panel {
  constructor(place, empty, languages, close) {
    this.place = place;
    this.empty = empty;
    this.languages = languages;
    this.close = close;
    onVoices(() => this.again());
  }

  /** Tell of the step `name`; null tells of none. `figures` are yesterday's, or null until known. */
  show(facts, name, figures) {
    hush();
    this.last = [facts, name, figures];
    this.place.hidden = name === null;
    this.empty.hidden = name !== null;
    this.place.replaceChildren(...(name === null ? [] : this.#parts(facts, name, figures)));
  }

  /** The same once more: in another language, or with other figures. */
  again(figures = this.last?.[2]) {
    if (this.last) this.show(this.last[0], this.last[1], figures);
  }

  #parts(facts, name, figures) {
    const step = facts.steps[name];
    return [
      this.#head(facts, name, step),
      this.#longest(facts, step),
      section("traffic.title", traffic(name, step, figures, link)),
      section("panel.says", this.#phrases(facts, step)),
      section("panel.out", this.#out(facts, step)),
      section("panel.in", this.#in(facts, name)),
    ];
  }

  #head(facts, name, step) {
    const flow = facts.flows[step.flow];
    const close = part("button", { type: "button", className: "close", ariaLabel: word("panel.close"), title: word("panel.close") }, "×");
    close.addEventListener("click", this.close);
    const proof = flow.proof && (facts.flows[flow.proof]?.names[language] || flow.proof);
    return part("header", { className: "head" }, [
      close,
      part("p", { className: "hint" }, flow.names[language] || step.flow),
      part("h2", { id: "step-name", tabIndex: -1 }, name),
      part("p", {}, word(`kinds.${step.kind}`)),
      part("p", { className: proof ? "proof" : "hint" }, proof ? word("panel.needs", { flow: proof }) : word("panel.open_to_all")),
    ]);
  }

  #longest(facts, step) {
    const rows = this.languages.flatMap((code) => {
      const seconds = step.phrases.map((phrase) => facts.phrases[phrase]?.[code]?.seconds ?? 0);
      if (!seconds.length) return [];
      return word("panel.seconds", { language: languageName(code), seconds: Math.max(...seconds).toFixed(0) });
    });
    return part("p", { className: "hint", hidden: !rows.length }, `${word("panel.longest")}: ${rows.join(" · ")}`);
  }

  #phrases(facts, step) {
    if (!step.phrases.length) return [part("p", { className: "hint" }, word("panel.silent"))];
    const list = step.phrases.map((phrase) =>
      part("li", {}, [
        part("code", {}, phrase),
        ...this.languages
          .filter((code) => facts.phrases[phrase]?.[code])
          .map((code) => spoken(phrase, facts.phrases[phrase][code], code)),
      ]),
    );
    const hint = part("p", { className: "hint" }, word("panel.sample"));
    return [part("ul", { className: "phrases" }, list), hint];
  }

  #out(facts, step) {
    if (!step.ways.length) return [part("p", { className: "hint" }, word("panel.nowhere"))];
    return [part("ul", { className: "ways" }, step.ways.map((each) => row(each, each.to, link)))];
  }

  #in(facts, name) {
    const ways = Object.entries(facts.steps).flatMap(([from, step]) =>
      step.ways.filter((each) => each.to === name).map((each) => row(each, from, link)),
    );
    if (!ways.length) return [part("p", { className: "hint" }, word("panel.from_nowhere"))];
    return [part("ul", { className: "ways" }, ways)];
  }
}

function link(name) {
  return part("a", { href: `#${name}` }, name);
}

function spoken(phrase, said, code) {
  const how = way(said, code);
  const button = part("button", {
    type: "button",
    className: `play ${how}`,
    disabled: how === "none",
    ariaLabel: `${word("panel.play", { words: said.words })} ${word(`panel.play_${how}`)}`,
    title: word(`panel.play_${how}`),
  });
  button.append("▶");
  button.addEventListener("click", () => say(phrase, said, code));
  return part("div", { className: "said" }, [button, part("p", { lang: code }, said.words)]);
}
