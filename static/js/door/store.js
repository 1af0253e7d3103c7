/* What the device keeps between two visits of the page: the list of a door, what is still to be sent, what it did last.
   Nothing of it is in the caches of the service worker. */
"use strict";
window.door = {}; /* on purpose not "|| {}": an element with this id would be found instead */

(() => {
  const NAME = "croeso-door";
  const STORES = ["lists", "queue", "done"];
  let opened = null;

  function open() {
    opened = opened || new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  async function run(store, mode, work) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const change = base.transaction(store, mode);
      const asked = work(change.objectStore(store));
      change.oncomplete = () => resolve(asked && asked.result);
      change.onerror = () => reject(change.error);
      change.onabort = () => reject(change.error);
    });
  }

  const get = (store, key) => run(store, "readonly", (rows) => rows.get(key));
  const put = (store, key, value) => run(store, "readwrite", (rows) => rows.put(value, key));
  const remove = (store, key) => run(store, "readwrite", (rows) => rows.delete(key));

  /* Rows of one door, oldest first. */
  async function all(store, number) {
    const rows = (await run(store, "readonly", (found) => found.getAll())) || [];
    return rows.filter((row) => row.number === number).sort((one, other) => one.at - other.at);
  }

  /* Erase names and tickets. What is still to be sent holds none of them, and stays. */
  async function forget(number) {
    await remove("lists", number);
    for (const row of await all("done", number)) await remove("done", row.id);
    if (window.caches) await (await caches.open("door-pages")).delete(`/check-in/${number}/`);
  }

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  door.store = { get, put, remove, all, forget, newId };
})();
