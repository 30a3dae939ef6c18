// A file under review. Each answer is written down on this machine first and then sent; what the
// server has is taken off again. So a lost connection, a closed browser or a server that stops
// loses nothing. Without this script the page is a plain form.
"use strict";
(() => {
  const page = document.getElementById("review");
  const form = document.getElementById("form");
  if (!page || document.querySelector(".question:disabled")) return;
  document.documentElement.classList.add("scripted");

  const questions = [...document.querySelectorAll(".question")];
  const byItem = new Map(questions.map((q) => [q.dataset.item, q]));
  const known = new Map(
    page.dataset.known.trim().split(/\s+/).filter(Boolean).map((pair) => {
      const [id, held] = pair.split("=");
      return [id, held === "yes"];
    }),
  );
  const TEXTS = ["evidence", "comment", "note"];

  // ---- what is not sent yet: an entry for each item, kept on this machine ----
  // Each has a key of its own, so that another tab with this file does not write over it.
  const shelf = `openpeel:${page.dataset.who}:review:${page.dataset.review}:`;
  const outbox = {};
  const loose = new Set(); // items that this machine would not keep
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(shelf))) {
      outbox[key.slice(shelf.length)] = JSON.parse(localStorage.getItem(key));
    }
  } catch { /* nothing can be kept here: it is said when something waits */ }
  const put = (item, entry) => {
    outbox[item] = entry;
    try {
      localStorage.setItem(shelf + item, JSON.stringify(entry));
      loose.delete(item);
    } catch { loose.add(item); }
  };
  const drop = (item) => {
    const { stamp } = outbox[item];
    delete outbox[item];
    loose.delete(item);
    try {
      const kept = JSON.parse(localStorage.getItem(shelf + item) || "{}");
      if (kept.stamp === stamp) localStorage.removeItem(shelf + item);
    } catch { /* it was never kept */ }
  };

  // ---- reading and filling a question ----
  const countsOf = (q) => {
    const found = {};
    for (const input of q.querySelectorAll("[data-class]")) {
      if (input.value.trim() === "") continue;
      (found[input.dataset.class] ||= ["", ""])[Number(input.dataset.part)] = input.value.trim();
    }
    const pairs = Object.entries(found);
    if (!pairs.length) return null;
    const whole = pairs.every(([, pair]) => pair.every((n) => /^[0-9]{1,5}$/.test(n)));
    return whole ? Object.fromEntries(pairs.map(([name, pair]) => [name, pair.map(Number)])) : found;
  };
  const half = (what) => Object.values(what.counts || {}).flat().some((n) => typeof n !== "number");
  const said = (q) => {
    const chosen = q.querySelector("input[type=radio]:checked");
    const texts = TEXTS.map((name) => [name, q.querySelector(`[data-text=${name}]`)?.value ?? ""]);
    const counts = q.dataset.kind === "counts" ? countsOf(q) : null;
    return { code: chosen ? chosen.value : "", counts, ...Object.fromEntries(texts) };
  };
  const fill = (q, what) => {
    for (const radio of q.querySelectorAll("input[type=radio]")) radio.checked = radio.value === what.code;
    for (const name of TEXTS) {
      const field = q.querySelector(`[data-text=${name}]`);
      if (field) field.value = what[name] ?? "";
      if (field && what[name]) q.querySelector("details").open = true;
    }
    for (const input of q.querySelectorAll("[data-class]")) {
      const pair = (what.counts || {})[input.dataset.class];
      input.value = pair ? pair[Number(input.dataset.part)] : "";
    }
  };
  const wordsOf = (q, what) => {
    if (what.counts) return Object.entries(what.counts).map(([name, [n, m]]) => `${name} ${m} of ${n}`).join("; ");
    const radio = [...q.querySelectorAll("input[type=radio]")].find((r) => r.value === what.code);
    return radio ? radio.parentElement.querySelector("span").firstChild.textContent.trim() : "no answer";
  };
  const say = (q, kind, words) => {
    const box = q.querySelector(".says");
    box.replaceChildren();
    if (!words) return box;
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = words;
    box.append(line);
    return box;
  };

  // ---- which questions are asked: the same rule as the server's ----
  const answered = (q) => {
    const what = said(q);
    if (q.dataset.kind !== "counts") return what.code !== "";
    const classes = new Set([...q.querySelectorAll("[data-class]")].map((i) => i.dataset.class));
    return Boolean(what.counts) && !half(what) && Object.keys(what.counts).length === classes.size;
  };
  const relevant = (q) => {
    let undecided = false;
    for (const test of JSON.parse(q.dataset.when)) {
      let held;
      if (test.fact) {
        const asked = byItem.get(`fact:${test.fact}`);
        const code = asked ? said(asked).code : "";
        held = known.has(test.fact) ? known.get(test.fact) : code ? code === "yes" : null;
      } else {
        const other = byItem.get(test.answer);
        const asked = other ? relevant(other) : null;
        const code = other ? said(other).code : "";
        held = asked === false ? false : asked === null || !code ? null : test.among.includes(code);
      }
      if (held === false) return false;
      undecided ||= held === null;
    }
    return undecided ? null : true;
  };
  const open = () => questions.filter((q) => !q.hidden);
  const missing = () => open().filter((q) => !answered(q));
  const refresh = () => {
    for (const q of questions) q.hidden = relevant(q) !== true;
    for (const stage of document.querySelectorAll(".stage")) {
      stage.hidden = !stage.querySelector(".question:not([hidden])");
    }
    const all = open().length, left = missing().length;
    const meter = document.getElementById("meter");
    meter.max = all;
    meter.value = all - left;
    document.getElementById("progress").textContent =
      left ? `${all - left} of ${all} answered` : `all ${all} answered`;
  };

  // ---- sending, one at a time, until all is sent ----
  const status = document.getElementById("saving");
  const tell = (words, waiting) => {
    if (status.textContent !== words) status.textContent = words;
    status.classList.toggle("unsent", Boolean(waiting));
  };
  const waiting = () => Object.entries(outbox).filter(([, entry]) => !entry.conflict && !entry.refused);
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  let sending = null;
  let pause = 0;
  let timer = 0;

  const later = (why) => {
    pause = Math.min(pause ? pause * 2 : 500, 8000);
    const n = waiting().length;
    const kept = !loose.size ? "kept on this machine" : "NOT kept if you close this page";
    tell(`${why} ${n} ${n === 1 ? "answer is" : "answers are"} ${kept} and will be sent.`, true);
    clearTimeout(timer);
    timer = setTimeout(flush, pause);
  };
  const flush = () => (sending ||= sendAll().finally(() => { sending = null; }));
  const sendAll = async () => {
    clearTimeout(timer);
    for (;;) {
      const next = waiting()[0];
      if (!next) break;
      const [item, entry] = next;
      const q = byItem.get(item);
      if (!q) { drop(item); continue; }
      tell("Saving ...");
      const stamp = entry.stamp;
      let answer, result;
      try {
        answer = await fetch(page.dataset.save, {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
          body: JSON.stringify({ question: item, seen: entry.seen, ...entry.said }),
          signal: AbortSignal.timeout(20000),
          redirect: "error",
        });
        result = await answer.json();
      } catch {
        return later("No connection.");
      }
      if (answer.status >= 500) return later("The server has a problem.");
      if (answer.status === 403) return later("You are signed out: sign in again in another tab.");
      if (answer.status === 404) return later("This file is not with whoever is signed in here.");
      pause = 0;
      const held = outbox[item]; // as it is by now
      const same = held && held.stamp === stamp;
      if (answer.ok) {
        q.dataset.version = result.version;
        q.querySelector(`[name="seen-${CSS.escape(item)}"]`).value = result.version;
        if (same) drop(item);
        else if (held) put(item, { ...held, seen: Number(result.version) });
        if (same) say(q, "warning", [...new Set(result.warnings)].join(" "));
      } else if (answer.status === 409 && result.standing) {
        const { why, standing, version } = result;
        put(item, { ...(held || entry), conflict: { why, standing, version } });
        ask(q);
      } else if (answer.status === 409) {
        say(q, "problem", result.why); // the server has set it aside
        if (same) drop(item);
      } else if (same) {
        put(item, { ...held, refused: result.problem || "This could not be saved." });
        say(q, "problem", outbox[item].refused);
      }
    }
    const held = Object.keys(outbox).length;
    tell(held ? `${held} ${held === 1 ? "answer needs" : "answers need"} your decision` : "All saved", held);
  };

  // ---- somebody else saved first: both answers are shown, nothing is lost ----
  const ask = (q) => {
    const { conflict, said: mine } = outbox[q.dataset.item];
    const { standing } = conflict;
    const box = say(q, "problem",
      `${conflict.why} It is now "${wordsOf(q, standing)}" (${standing.by}, ${standing.at}). Yours: "${wordsOf(q, mine)}".`);
    const choice = (words, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "second";
      button.textContent = words;
      button.addEventListener("click", () => { act(); say(q); refresh(); flush(); q.focus(); });
      box.append(button, " ");
    };
    choice("Use mine", () => {
      fill(q, mine);
      q.dataset.version = conflict.version;
      write(q);
    });
    choice("Keep what stands", () => {
      fill(q, standing);
      q.dataset.version = conflict.version;
      drop(q.dataset.item);
    });
  };
  const write = (q) => {
    const what = said(q);
    const entry = { said: what, seen: Number(q.dataset.version), stamp: `${Date.now()}-${Math.random()}` };
    if (half(what)) entry.refused = "Give two whole numbers for a class, or none.";
    put(q.dataset.item, entry);
    say(q, "problem", entry.refused);
    refresh();
  };

  // ---- keys ----
  const go = (q) => {
    if (!q) return;
    q.focus({ preventScroll: true });
    q.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const here = () => document.activeElement?.closest?.(".question");
  const step = (by) => {
    const all = open(), at = all.indexOf(here());
    go(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  const forward = (q) => {
    const all = open(), at = all.indexOf(q);
    go(all.slice(at + 1).find((other) => !answered(other)) || all[at + 1]);
    if (at === all.length - 1) document.getElementById("finish").focus();
  };
  const write_in = (q, name) => {
    const field = q?.querySelector(`[data-text=${name}]`);
    if (!field) return;
    q.querySelector("details").open = true;
    field.focus();
  };
  const acts = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    m: () => go(missing()[0]),
    f: () => document.getElementById("finish").focus(),
    u: () => document.getElementById("risk-words").focus(),
    e: () => write_in(here(), "evidence"), c: () => write_in(here(), "comment"), p: () => write_in(here(), "note"),
    "?": () => document.getElementById("help").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const typing = event.target.matches?.("textarea, input:not([type=radio])");
    const q = here();
    if (typing) {
      if (event.key === "Escape" && q) go(q);
      return;
    }
    const key = event.key.toLowerCase();
    const radio = q && [...q.querySelectorAll("input[type=radio]")].find((r) => r.dataset.key === key);
    if (radio) {
      radio.checked = true;
      write(q);
      flush();
      if (event.shiftKey) go(q);
      else forward(q);
    } else if (q && event.key === "0" && q.querySelector("input[type=radio]:checked")) {
      for (const r of q.querySelectorAll("input[type=radio]")) r.checked = false;
      write(q);
      flush();
    } else if (acts[event.key] && !(event.target.matches?.("input[type=radio]") && event.key.startsWith("Arrow"))) {
      acts[event.key]();
    } else return;
    event.preventDefault();
  });
  document.getElementById("keys").addEventListener("click", () => acts["?"]());

  // ---- what the reviewer does ----
  let typed = 0;
  form.addEventListener("input", (event) => {
    const q = event.target.closest(".question");
    if (!q) return;
    write(q);
    clearTimeout(typed);
    typed = setTimeout(flush, event.target.type === "radio" ? 0 : 400);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(typed);
    if (missing().length) {
      tell(`${missing().length} still to answer`, true);
      go(missing()[0]);
      return;
    }
    pause = 0;
    await flush();
    if (Object.keys(outbox).length) return; // still waiting, or to be decided: it says so
    form.action = page.dataset.save.replace("answers/", "submit/");
    HTMLFormElement.prototype.submit.call(form);
  });
  addEventListener("online", () => { pause = 0; flush(); });
  addEventListener("beforeunload", (event) => { if (loose.size) event.preventDefault(); });
  addEventListener("pagehide", () => { if (waiting().length) flush(); });

  // ---- begin where one stopped ----
  for (const [item, entry] of Object.entries(outbox)) {
    const q = byItem.get(item);
    if (!q) continue;
    fill(q, entry.said);
    // the server may have it already, and its answer was lost: then the same again is no conflict
    if (entry.conflict) ask(q);
    else if (half(entry.said)) say(q, "problem", entry.refused);
    else delete entry.refused; // it is tried again
  }
  refresh();
  tell("All saved");
  if (Object.keys(outbox).length) flush();
  if (!document.querySelector("[role=alert]")) go(missing()[0] || open()[0]);
})();
