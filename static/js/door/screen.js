/* Puts words on the screen. Every text comes from the page, in its language. */
"use strict";

(() => {
  const at = (id) => document.getElementById(id);
  const PANELS = ["result", "search", "code", "recent", "closed"];

  const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (slot, name) => values[name]);
  const say = (name, values = {}) => fill(door.words[name], values);

  function count(name, number) {
    const forms = door.words.counted[name];
    const kind = new Intl.PluralRules(door.language).select(number);
    return fill(forms[kind] || forms.other, { number });
  }

  /* "9.41am", as the site writes times, in the time zone of the event. */
  function clock(moment) {
    const list = door.list.snapshot();
    const parts = new Intl.DateTimeFormat("en-GB", { timeZone: (list && list.zone) || "Europe/London", hour: "numeric", minute: "2-digit", hourCycle: "h23" }).formatToParts(moment);
    const [hour, minute] = ["hour", "minute"].map((name) => Number(parts.find((part) => part.type === name).value));
    if (minute === 0 && hour === 12) return door.words.noon;
    if (minute === 0 && hour === 0) return door.words.midnight;
    return `${hour % 12 || 12}${minute ? `.${String(minute).padStart(2, "0")}` : ""}${hour < 12 ? "am" : "pm"}`;
  }

  /* One panel at a time; the camera goes on looking behind a result, for the next scan ends it. */
  function open(name) {
    for (const panel of PANELS) at(`panel-${panel}`).hidden = panel !== name;
    at("panel-scan").classList.toggle("scan--behind", name !== "scan");
    at("panel-scan").inert = name !== "scan";
    at("menu").hidden = name !== "scan";
    document.querySelector(".door__more").hidden = name !== "scan" && name !== "recent";
    window.scrollTo({ top: 0, behavior: "instant" });
    at("back").hidden = name === "scan" || name === "result" || name === "closed";
    if (name === "search") at("q").focus();
    if (name === "code") at("code").focus();
    if (name === "recent") at("recent-title").focus();
  }

  function result(answer, acts) {
    const drawn = at("result-template").content.cloneNode(true);
    const box = drawn.querySelector(".res");
    const shapes = { undone: "already", other_session: "other_event", not_confirmed: "cancelled" };
    const mark = door.words.marks[answer.state];
    if (mark) box.classList.add(mark);
    box.prepend(at(`shape-${shapes[answer.state] || answer.state}`).content.cloneNode(true));
    box.querySelector("h2").textContent = answer.heading;
    box.querySelector(".nm").textContent = answer.name || "";
    for (const line of answer.lines) box.append(paragraph(line));
    if (answer.welsh) box.append(welsh());
    buttons(drawn, answer, acts);
    at("panel-result").dataset.state = answer.state;
    at("panel-result").replaceChildren(drawn);
    open("result");
    at("panel-result").querySelector(".res").focus({ preventScroll: true });
    door.signals.give(mark);
  }

  function buttons(drawn, answer, acts) {
    const shown = {
      next: true,
      pay: answer.state === "to_pay",
      paid: answer.state === "to_pay",
      "walk-in": answer.state === "cancelled" || answer.state === "not_confirmed",
      search: answer.state === "already" || answer.state === "unknown",
      notes: answer.state === "ok" && answer.notes > 0,
      undo: answer.state === "ok",
    };
    for (const button of drawn.querySelectorAll("[data-do]")) {
      const name = button.dataset.do;
      if (!shown[name]) { button.remove(); continue; }
      if (name === "notes") { button.textContent = count("notes", answer.notes); button.href = button.href.replace("/0/", `/${answer.person}/`); }
      if (name === "paid") button.href = button.href.replace("/0/", `/${answer.person}/`);
      if (name === "walk-in") button.href += `?again=${answer.person}`;
      if (acts[name]) button.addEventListener("click", acts[name]);
    }
    if (answer.state === "to_pay") drawn.querySelector("[data-do=next]").classList.add("btn--quiet");
  }

  function paragraph(text) {
    const made = document.createElement("p");
    made.textContent = text;
    return made;
  }

  function welsh() {
    const made = document.createElement("p");
    const [before, after] = door.words.speaks.split("%(language)s");
    const word = document.createElement("strong");
    word.lang = "cy";
    word.textContent = "Cymraeg";
    made.append(before, word, after || "");
    return made;
  }

  function hits(people, session, admit) {
    at("found").textContent = at("q").value.trim() ? count("found", people.length) : "";
    at("hits").replaceChildren(...people.map((person) => {
      const row = at("hit-template").content.cloneNode(true);
      row.querySelector("b").textContent = person.n;
      row.querySelector("p").textContent = [person.t, person.o, person.p, person.c && "Cymraeg"].filter(Boolean).join(" · ");
      const state = door.list.judge(person, session);
      const shown = state === "ok" || state === "already" ? state : "why";
      for (const part of row.querySelectorAll("[data-if]")) if (part.dataset.if !== shown) part.remove();
      for (const words of row.querySelectorAll(".badge > span")) words.textContent = standing(person, state, session);
      const button = row.querySelector("button");
      if (state === "already") button.remove();
      else { button.querySelector(".vh").textContent = ` ${person.n}`; button.addEventListener("click", () => admit(person)); }
      return row;
    }));
  }

  /* What is said of somebody before the press. */
  function standing(person, state, session) {
    if (state === "already") return say("is_in", { time: clock(door.list.since(person.i, session)[2]) });
    return state === "to_pay" ? say("to_pay", { amount: person.d }) : door.words.states[state];
  }

  function recent(rows, conflicts, undo) {
    at("recent-none").hidden = rows.length > 0;
    at("recent").replaceChildren(...rows.map((entry) => {
      const row = at("recent-template").content.cloneNode(true);
      row.querySelector("b").textContent = entry.name;
      row.querySelector("p").textContent = say("is_in", { time: clock(entry.at) });
      row.querySelector(".vh").textContent = ` ${entry.name}`;
      row.querySelector("button").addEventListener("click", () => undo(entry));
      return row;
    }));
    at("conflicts").hidden = !conflicts.length;
    at("conflict-list").replaceChildren(...conflicts.map((entry) => {
      const item = document.createElement("li");
      item.textContent = entry.words;
      return item;
    }));
  }

  function net(online, waiting, presence) {
    at("net").classList.toggle("net--off", !online);
    at("net").querySelector(".net__on").hidden = !online;
    at("net").querySelector(".net__off").hidden = online;
    const words = !online ? count("kept", waiting) : waiting ? count("sending", waiting) : say("online");
    if (at("net-words").textContent !== words) at("net-words").textContent = words;
    const list = door.list.snapshot();
    at("age").textContent = list ? say("list_of", { time: clock(list.seen) }) : "";
    if (presence) { at("here").textContent = presence.here; at("expected").textContent = presence.expected; }
  }

  function closed(message, left) {
    at("closed-words").textContent = message;
    at("closed-sent").textContent = left ? count("kept", left) : say("nobody_lost");
    open("closed");
  }

  door.screen = { at, say, count, clock, open, result, hits, recent, net, closed };
})();
