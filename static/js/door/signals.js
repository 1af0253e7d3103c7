/* A sound and a buzz for each result: one note means yes, two mean "look at the screen". Both can be switched off. */
"use strict";

(() => {
  const KEY = "door-sound";
  const LOW = 220, MIDDLE = 440, HIGH = 660;
  const NOTES = {
    "": [[HIGH, 0.5]],
    "res--again": [[MIDDLE, 0.18], [MIDDLE, 0.18]],
    "res--wrong": [[MIDDLE, 0.18], [HIGH, 0.18]],
    "res--dead": [[LOW, 0.25], [LOW, 0.25]],
    "res--pay": [[HIGH, 0.18], [MIDDLE, 0.18]],
  };
  const BUZZ = { "": [60], "res--again": [60, 80, 60], "res--wrong": [60, 80, 60], "res--dead": [400], "res--pay": [60, 80, 60] };
  let audio = null;
  let loud = localStorage.getItem(KEY) !== "off";

  function give(mark) {
    if (!loud) return;
    if (navigator.vibrate) navigator.vibrate(BUZZ[mark] || []);
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (!Audio) return;
    audio = audio || new Audio();
    if (audio.state === "suspended") audio.resume();
    let start = audio.currentTime;
    for (const [height, length] of NOTES[mark] || []) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = height;
      volume.gain.setValueAtTime(0.2, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + length);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + length);
      start += length + 0.08;
    }
  }

  function turn() {
    loud = !loud;
    localStorage.setItem(KEY, loud ? "on" : "off");
    return loud;
  }

  door.signals = { give, turn, isLoud: () => loud };
})();
