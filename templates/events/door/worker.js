/* Keeps the door's page and its files on the device. Names and tickets are never in these caches. */
"use strict";
const FILES = {{ files|safe }};
const CACHE = "door-files-{{ version }}";
const PAGES = "door-pages";
const HOME = /^\/check-in\/\d+\//;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("door-files-") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(keptFile(request));
  else if (request.mode === "navigate" && HOME.test(url.pathname)) event.respondWith(page(request, HOME.exec(url.pathname)[0]));
});

async function keptFile(request) {
  return (await caches.match(request, { ignoreSearch: true, ignoreVary: true })) || fetch(request);
}

/* The network first; without it the door's own page, whatever was asked for: it says that the rest needs the internet. */
async function page(request, home) {
  const pages = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    const path = new URL(request.url).pathname;
    if (path === home && answer.ok && !answer.redirected) await pages.put(home, answer.clone());
    if (answer.status === 410) await pages.delete(home);
    return answer;
  } catch (failure) {
    const kept = await pages.match(home, { ignoreVary: true });
    if (kept) return kept;
    throw failure;
  }
}
