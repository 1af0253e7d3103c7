/* On the page of a closed door: hands in what is still kept on the device, then erases its list. */
"use strict";

(async () => {
  const number = Number(document.getElementById("door").dataset.number);
  const rows = await door.store.all("queue", number);
  let left = rows.length;
  if (left) {
    const answer = await fetch(`/check-in/${number}/scans.json`, {
      method: "POST",
      headers: { "X-Door": String(number), "Content-Type": "application/json" },
      body: JSON.stringify({ scans: rows.slice(0, 200) }),
    }).then((found) => found.json(), () => ({}));
    for (const told of answer.answers || []) {
      await door.store.remove("queue", told.id);
      left -= 1;
    }
  }
  await door.store.forget(number);
  document.getElementById("sent").hidden = !rows.length || left > 0;
  document.getElementById("unsent").hidden = !left;
})();
