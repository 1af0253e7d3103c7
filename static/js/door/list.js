/* The list of a door on its device, and what it answers without a network. The server's rules are in events/checkin. */
"use strict";

(() => {
  const OURS = /^[ACDEFGHJKMNPQRTUVWXYZ234679]+$/;
  const WHOLE = 12;
  const MOST_HITS = 30;
  let kept = null;
  let byNumber = new Map();
  let byHash = new Map();
  let inside = new Map();

  const place = (person, session) => `${person}/${session || ""}`;
  const letters = (text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");

  function load(snapshot) {
    kept = snapshot;
    byNumber = new Map(snapshot ? snapshot.people.map((person) => [person.i, person]) : []);
    byHash = new Map(snapshot ? snapshot.people.map((person) => [person.h, person]) : []);
    inside = new Map(snapshot ? snapshot.in.map((row) => [place(row[0], row[1]), row]) : []);
  }

  /* Rows of [person, session, instant or null, door], as the server tells them. */
  function note(rows) {
    for (const row of rows) {
      if (row[2] === null) inside.delete(place(row[0], row[1]));
      else inside.set(place(row[0], row[1]), row);
    }
    if (kept) kept.in = [...inside.values()];
  }

  const since = (person, session) => inside.get(place(person, session));

  /* How the server reads a text, too: its kind, and what is left of it. */
  function read(text) {
    const said = text.trim().slice(0, 200);
    if (!said) return { kind: "nothing", value: "" };
    if (/^(https?:\/\/|www\.)/i.test(said)) return { kind: "web", value: "" };
    const value = said.replace(/[\s\-–·.]+/g, "").toUpperCase();
    if (!OURS.test(value) || value.length > WHOLE) return { kind: "foreign", value: "" };
    if (value.length === WHOLE) return { kind: "code", value };
    return { kind: value.length < door.words.least ? "short" : "part", value };
  }

  async function hash(code) {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${kept.key} ${code}`));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* The people whom a reading can mean: the list holds hashes of codes, and their first letters. */
  async function meant(reading) {
    if (!kept) return [];
    if (reading.kind === "code") return [byHash.get(await hash(reading.value))].filter(Boolean);
    if (reading.kind !== "part") return [];
    return kept.people.filter((person) => person.p === reading.value.slice(0, person.p.length));
  }

  function search(text) {
    const words = text.trim().split(/\s+/).filter(Boolean);
    if (!words.length || !kept) return [];
    const has = (person, word) => person.k.includes(word) || letters(person.o || "").includes(word);
    const named = (person) => words.every((word) => letters(word) && has(person, letters(word)));
    const coded = (person) => words.length === 1 && words[0].toUpperCase() === person.p;
    const found = kept.people.filter((person) => named(person) || coded(person));
    return found.sort((one, other) => Number(Boolean(one.x)) - Number(Boolean(other.x))).slice(0, MOST_HITS);
  }

  /* What stands in somebody's way; "ok" if nothing does. */
  function judge(person, session, unpaid) {
    if (person.x) return person.x;
    if (since(person.i, session)) return "already";
    if (session && kept.chooses && !(person.s || []).includes(session)) return "other_session";
    return person.d && !unpaid ? "to_pay" : "ok";
  }

  function presence(session) {
    if (!kept) return null;
    const coming = kept.people.filter((person) => !person.x);
    const chose = (person) => !session || !kept.chooses || (person.s || []).includes(session);
    const here = [...inside.values()].filter((row) => (row[1] || null) === (session || null));
    return { here: here.length, expected: coming.filter(chose).length };
  }

  door.list = {
    load, note, since, read, meant, search, judge, presence,
    snapshot: () => kept,
    person: (number) => byNumber.get(number),
  };
})();
