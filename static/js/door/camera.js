/* Looks for a code through the camera: with the browser's own reader of codes, else with the one that lies here. */
"use strict";

(() => {
  const PAUSE = 120; /* milliseconds between two looks: quick enough for a queue, easy on the battery */
  const AGAIN_AFTER = 3000; /* a code that stays in view is read once; out of view for so long, it counts anew */
  const WIDEST = 960;
  let look = null;
  let track = null;
  let video = null;
  let last = { text: "", at: 0 };
  let found = () => {};

  async function reader() {
    if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      return async () => (await own.detect(video)).map((code) => code.rawValue);
    }
    ZXingWASM.prepareZXingModule({ overrides: { locateFile: (path, folder) => (path.endsWith(".wasm") ? door.machine : folder + path) } });
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      const scale = Math.min(1, WIDEST / video.videoWidth);
      canvas.width = video.videoWidth * scale;
      canvas.height = video.videoHeight * scale;
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
      const codes = await ZXingWASM.readBarcodes(picture, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
      return codes.map((code) => code.text);
    };
  }

  /* Raises an error whose name is one of door.words: camera_denied, camera_missing, camera_busy, camera_unsafe. */
  async function start(element, onFound) {
    video = element;
    found = onFound;
    if (!navigator.mediaDevices || !window.isSecureContext) throw new Error("camera_unsafe");
    try {
      look = look || await reader();
    } catch (failure) {
      throw new Error("decoder_failed");
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
    } catch (failure) {
      const known = { NotAllowedError: "camera_denied", SecurityError: "camera_denied", NotReadableError: "camera_busy" };
      throw new Error(known[failure.name] || "camera_missing");
    }
    track = stream.getVideoTracks()[0];
    video.srcObject = stream;
    await video.play();
    once();
  }

  async function once() {
    if (!track || track.readyState !== "live") return;
    if (!document.hidden && video.videoWidth) {
      const [text] = await look().catch(() => []);
      if (text) read(text);
    }
    setTimeout(once, PAUSE);
  }

  function read(text) {
    const now = performance.now();
    const isNew = text !== last.text || now - last.at > AGAIN_AFTER;
    last = { text, at: now };
    if (isNew) found(text);
  }

  const hasTorch = () => Boolean(track && track.getCapabilities && track.getCapabilities().torch);
  const torch = (on) => track.applyConstraints({ advanced: [{ torch: on }] });
  const isOn = () => Boolean(track && track.readyState === "live");

  door.camera = { start, hasTorch, torch, isOn };
})();
