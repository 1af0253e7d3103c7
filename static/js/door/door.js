/* A door on a telephone: reads a code or a name, asks the server or its own list, shows the result, and remembers. */
"use strict";

(async () => {
  const page = document.getElementById("door");
  const number = Number(page.dataset.number);
  Object.assign(door, { words: JSON.parse(page.dataset.words), language: page.dataset.language, machine: page.dataset.machine, name: page.dataset.name });
  const { at, say, clock, open, result } = door.screen;
  const KEPT_DONE = 20;
  let turn = Promise.resolve(); /* one person at a time, in the order in which they were read */
  let session = Number(new URLSearchParams(location.search).get("session")) || null;

  /* One scan or press. It is asked about where there is a network, and decided here where there is none. */
  function take(wish) {
    turn = turn.then(() => takeOne(wish));
    return turn;
  }

  async function takeOne(wish) {
    if (door.sync.isClosed()) return;
    const entry = { id: door.store.newId(), number, at: door.sync.now(), session, ...wish };
    const told = await door.sync.put(entry);
    const answer = told && told.state !== "unreadable" ? told : await decide(entry);
    if (answer.state === "ok") await keepDone(entry, answer);
    result(answer, acts(entry, answer));
    change();
  }

  /* By the list on this device. Whoever is let in waits in the queue until the server has heard of it. */
  async function decide(entry) {
    const reading = entry.person ? null : door.list.read(entry.code);
    const people = entry.person ? [door.list.person(entry.person)].filter(Boolean) : await door.list.meant(reading);
    if (people.length !== 1) return strange(reading, people.length);
    const person = people[0];
    const state = door.list.judge(person, session, entry.unpaid);
    if (state === "ok") {
      const kept = { ...entry, person: person.i, let_in: true };
      delete kept.code;
      await door.store.put("queue", kept.id, kept);
      door.sync.turn();
    }
    return { state, person: person.i, name: person.n, welsh: state === "ok" && person.c, notes: person.a || 0, ...words(state, person) };
  }

  function strange(reading, number) {
    const kind = !reading ? null : number > 1 ? "short" : reading.kind;
    const list = door.list.snapshot();
    const isNew = kind === "code" && list && !door.sync.isOnline();
    const line = !kind ? say("nobody") : isNew ? say("not_on_list", { time: clock(list.seen) }) : door.words.strange[kind];
    return { state: "unknown", heading: door.words.states.unknown, lines: [line] };
  }

  function words(state, person) {
    const since = door.list.since(person.i, session);
    const lines = {
      ok: () => [person.t, person.w && say("with", { name: person.w }), say("box", { letter: box(person) })],
      already: () => [say("came_in", { time: clock(since[2]), door: since[3] }), say("coming_back")],
      other_session: () => [say("not_chosen")],
      cancelled: () => [say("place_cancelled"), say("ask_or_walk_in")],
      not_confirmed: () => [say("no_place_yet"), say("ask_or_walk_in")],
      to_pay: () => [say("for_all", { name: person.w || person.n }), say("let_them_in")],
    };
    const heading = state === "to_pay" ? say("to_pay", { amount: person.d }) : door.words.states[state];
    return { heading, lines: lines[state]().filter(Boolean) };
  }

  const box = (person) => (/^\p{L}/u.test(person.k) ? person.k[0].toUpperCase() : "#");

  async function keepDone(entry, answer) {
    const moment = answer.at || entry.at;
    if (answer.person) door.list.note([[answer.person, session, moment, door.name]]);
    await door.store.put("done", entry.id, { id: entry.id, number, person: answer.person, name: answer.name, session, at: moment });
    const rows = (await door.store.all("done", number)).filter((row) => !row.words);
    for (const old of rows.slice(0, -KEPT_DONE)) await door.store.remove("done", old.id);
    await door.sync.keep();
  }

  function acts(entry, answer) {
    return {
      next: () => open("scan"),
      pay: () => take({ person: answer.person, unpaid: true }),
      paid: (event) => payLater(event, entry, answer),
      search: openSearch,
      undo: () => undo({ id: entry.id, person: answer.person, session, name: answer.name }),
      "walk-in": needsInternet,
      notes: needsInternet,
    };
  }

  async function undo(done) {
    const entry = { id: door.store.newId(), number, at: door.sync.now(), undo: done.id };
    if (!(await door.sync.put(entry))) {
      await door.store.put("queue", entry.id, entry);
      door.sync.turn();
    }
    if (done.person) door.list.note([[done.person, done.session, null, ""]]);
    await door.store.remove("done", done.id);
    await door.sync.keep();
    result({ state: "undone", heading: door.words.states.undone, name: done.name, lines: [say("taken_back")] }, { next: () => open("scan") });
    change();
  }

  /* What became of something that was sent later: only what people must look at is kept. */
  async function heard(row, told) {
    if (!row || row.undo || told.state === "ok" || told.state === "undone") return;
    const time = clock(row.at);
    const sentence = told.state === "already"
      ? say("twice", { name: told.name, first: clock(told.at), second: time })
      : told.name ? say("no_good_place", { name: told.name, time, why: told.heading }) : say("not_ours", { time });
    await door.store.put("done", told.id, { id: told.id, number, at: row.at, words: sentence });
    await openRecent();
  }

  async function openRecent() {
    const rows = (await door.store.all("done", number)).reverse();
    door.screen.recent(rows.filter((row) => !row.words), rows.filter((row) => row.words), undo);
    open("recent");
  }

  function openSearch() {
    at("q").value = "";
    look();
    open("search");
  }

  const look = () => door.screen.hits(door.list.search(at("q").value), session, (person) => take({ person: person.i }));

  function needsInternet(event) {
    if (door.sync.isOnline()) return;
    event.preventDefault();
    at("camera-words").textContent = say("needs_internet");
    open("scan");
  }

  /* Money is written down with the internet only. The result stays, so that whoever has paid can be let in. */
  function payLater(event, entry, answer) {
    if (door.sync.isOnline()) return;
    event.preventDefault();
    result({ ...answer, lines: [say("pay_later")] }, acts(entry, answer));
  }

  async function change() {
    door.screen.net(door.sync.isOnline(), await door.sync.waiting(), door.list.presence(session));
  }

  async function startCamera() {
    at("start").hidden = true;
    try {
      at("camera").hidden = false;
      await door.camera.start(at("camera"), (code) => take({ code }));
      at("panel-scan").classList.add("scan--on");
      at("torch").hidden = !door.camera.hasTorch();
    } catch (failure) {
      at("camera").hidden = true;
      at("camera-words").textContent = say(failure.message);
      at("start").hidden = failure.message === "camera_missing" || failure.message === "camera_unsafe";
    }
  }

  function listen() {
    const press = (id, act) => at(id).addEventListener("click", (event) => { event.preventDefault(); act(event); });
    press("go-search", openSearch);
    press("go-code", () => open("code"));
    press("go-recent", openRecent);
    press("go-scan", () => open("scan"));
    press("start", startCamera);
    press("torch", async () => {
      const on = at("torch").getAttribute("aria-pressed") !== "true";
      await door.camera.torch(on);
      at("torch").setAttribute("aria-pressed", String(on));
    });
    press("sound", () => {
      const loud = door.signals.turn();
      at("sound").setAttribute("aria-pressed", String(loud));
      at("sound").textContent = say(loud ? "sound_on" : "sound_off");
    });
    at("go-walk-in").addEventListener("click", needsInternet);
    at("q").addEventListener("input", look);
    at("panel-code").addEventListener("submit", (event) => {
      event.preventDefault();
      const code = at("code").value;
      at("code").value = "";
      take({ code });
    });
  }

  async function keepPage() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(page.dataset.worker, { scope: "/check-in/" });
    await navigator.serviceWorker.ready;
    const pages = await caches.open("door-pages");
    if (navigator.onLine && !(await pages.match(page.dataset.home))) await pages.add(page.dataset.home);
  }

  async function begin() {
    door.list.load((await door.store.get("lists", number)) || null);
    listen();
    at("sound").hidden = false;
    at("sound").textContent = say(door.signals.isLoud() ? "sound_on" : "sound_off");
    at("sound").setAttribute("aria-pressed", String(door.signals.isLoud()));
    if (at("change-session")) at("change-session").hidden = true;
    if (at("session")) at("session").value = session || "";
    if (at("session")) at("session").addEventListener("change", () => { session = Number(at("session").value) || null; change(); });
    if (location.pathname !== page.dataset.home) at("camera-words").textContent = say("needs_internet");
    change();
    keepPage().catch(() => {});
    const gone = (told, left) => door.screen.closed(told.message, left);
    await door.sync.begin({ number, home: page.dataset.home, hear: { change, gone, answer: heard } });
    const allowed = navigator.permissions && await navigator.permissions.query({ name: "camera" }).catch(() => null);
    if (allowed && allowed.state === "granted") startCamera();
    else at("start").hidden = false;
    page.dataset.ready = "yes";
  }

  door.take = take;
  await begin();
})();
