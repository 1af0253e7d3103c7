/* Talks with the server: fetches the list and its news, sends what was done, keeps the clock right, and forgets. */
"use strict";

(() => {
  const PATIENCE = 400; /* milliseconds that a person at the door waits before the device decides by its own list */
  const LONGEST = 15000;
  const EVERY = 15000;
  const AT_ONCE = 100;
  const hear = { change() {}, gone() {}, answer() {} };
  let number = 0;
  let home = "";
  let offset = 0;
  let online = true;
  let sending = null;
  let closed = false;

  const now = () => Date.now() + offset;

  function begin(options) {
    ({ number, home } = options);
    Object.assign(hear, options.hear);
    const list = door.list.snapshot();
    if (list) offset = list.offset || 0;
    window.addEventListener("online", () => turn());
    window.addEventListener("offline", () => said(false));
    document.addEventListener("visibilitychange", () => document.hidden || turn());
    setInterval(turn, EVERY);
    return turn();
  }

  function said(is) {
    online = is;
    hear.change();
  }

  /* Fetch with an end. Returns {status, body}, or null when there is no network or no answer in time. */
  async function ask(path, { body, within = LONGEST } = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), within);
    try {
      const answer = await fetch(home + path, {
        method: body ? "POST" : "GET",
        headers: { "X-Door": String(number), ...(body ? { "Content-Type": "application/json" } : {}) },
        body: body && JSON.stringify(body),
        signal: stop.signal,
        cache: "no-store",
        credentials: "same-origin",
      });
      const read = await answer.json();
      if (read.now) offset = read.now - Date.now();
      return { status: answer.status, body: read };
    } catch (failure) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /* Send what waits, then see what is new. One at a time, however often it is asked for. */
  async function turn() {
    if (closed) return;
    if (expired()) return end({ gone: "over", message: door.words.over });
    sending = sending || both().finally(() => { sending = null; });
    return sending;
  }

  async function both() {
    if (await flush()) await refresh();
    hear.change();
  }

  function expired() {
    const list = door.list.snapshot();
    return Boolean(list) && now() > list.closes;
  }

  async function flush() {
    for (;;) {
      const rows = (await door.store.all("queue", number)).slice(0, AT_ONCE);
      if (!rows.length) return true;
      const answer = await ask("scans.json", { body: { scans: rows } });
      if (!answer || answer.status >= 500) { said(false); return false; }
      online = true;
      for (const told of answer.body.answers || []) {
        const row = rows.find((one) => one.id === told.id);
        await hear.answer(row, told);
        await door.store.remove("queue", told.id);
      }
      if (answer.body.gone) { await end(answer.body); return false; }
      if (answer.status !== 200) return false;
    }
  }

  async function refresh() {
    const kept = door.list.snapshot();
    const list = kept && kept.language === door.language ? kept : null; /* names of tickets are in one language */
    const news = list && await ask(`news.json?since=${list.seen}`);
    if (list && !usable(news)) return;
    if (list && news.body.revision === list.revision) {
      door.list.note(news.body.in);
      Object.assign(list, { seen: news.body.now, closes: news.body.closes, offset });
      return keep();
    }
    const whole = await ask("list.json");
    if (!usable(whole)) return;
    door.list.load({ ...whole.body, seen: whole.body.now, offset, language: door.language });
    await noteUnsent();
    await keep();
  }

  /* A list that was just fetched does not know yet what this device has still to tell. */
  async function noteUnsent() {
    for (const row of await door.store.all("queue", number)) {
      if (row.person && !row.undo) door.list.note([[row.person, row.session || null, row.at, door.name]]);
    }
  }

  function usable(answer) {
    if (!answer || answer.status >= 500) { said(false); return false; }
    if (answer.body.gone) { end(answer.body); return false; }
    said(true);
    return answer.status === 200;
  }

  const keep = () => door.store.put("lists", number, door.list.snapshot());

  /* The door is closed. What is unsent goes first; then names and tickets are erased. */
  async function end(told) {
    if (closed) return;
    closed = true;
    if (told.gone === "unknown") return hear.gone(told, await waiting());
    const rows = await door.store.all("queue", number);
    if (rows.length) {
      const answer = await ask("scans.json", { body: { scans: rows } });
      for (const one of (answer && answer.body.answers) || []) await door.store.remove("queue", one.id);
    }
    door.list.load(null);
    await door.store.forget(number);
    hear.gone(told, await waiting());
  }

  /* The server's answer to one scan, or null when it does not come soon enough. */
  async function put(entry) {
    if (!online || closed) return null;
    const answer = await ask("scans.json", { body: { scans: [entry] }, within: PATIENCE });
    if (!answer || answer.status >= 500) return null;
    if (answer.body.gone) { end(answer.body); return null; }
    return (answer.body.answers || [])[0] || null;
  }

  const waiting = async () => (await door.store.all("queue", number)).length;

  door.sync = { begin, turn, put, keep, now, waiting, isOnline: () => online, isClosed: () => closed };
})();
