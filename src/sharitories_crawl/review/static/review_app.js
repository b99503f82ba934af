// The review pages by keyboard, without a reload between two decisions. Every page works without this file too:
// it sends the same forms, and shows the same pages. What comes from the server is put in as text or as parsed
// documents of our own, whose contents the server has escaped.
"use strict";

(() => {
  const KEEP = "sharitories-undelivered"; // a decision that the server has not confirmed; outlives a reload
  const PAUSES = [400, 800, 1500, 3000, 5000, 5000, 5000, 8000, 8000, 10000]; // ms between tries while it is busy
  const FRESH = 120000; // ms for which a page fetched ahead may be shown

  const $ = (selector, within = document) => within.querySelector(selector);
  const word = (name) => $("#words").content.querySelector(`[data-word="${name}"]`).textContent;
  const work = () => $("#work");
  const ahead = new Map(); // address -> promise of {text, url, at}
  let busy = false;
  let undo = null; // {step, said} of this reviewer's latest decision

  document.documentElement.classList.add("js");

  // ---- what is said

  function say(text, look = "", button = null) {
    const line = document.createElement("p");
    if (look) line.className = look;
    const words = document.createElement("span");
    words.textContent = text;
    line.append(words);
    if (button) line.append(button);
    $("#said").replaceChildren(...(text ? [line] : []));
  }

  function sayDone(text, wasUndo) {
    let button = null;
    // after an undo the button would take back another decision than the one that the line names
    if (!wasUndo && undo && $("form.undo")) {
      button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = word("undo");
      button.addEventListener("click", takeBack);
    }
    say(text, "", button);
  }

  function setBusy(on) {
    busy = on;
    if (work()) work().setAttribute("aria-busy", String(on));
  }

  // ---- pages

  async function fetched(address) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!answer.ok && answer.status !== 404) throw new Error(String(answer.status));
    return { text: await answer.text(), url: answer.url, at: Date.now() };
  }

  async function pageAt(address, fresh) {
    const early = fresh ? null : ahead.get(address);
    ahead.delete(address);
    const page = early && (await early.catch(() => null));
    return page && Date.now() - page.at < FRESH ? page : { ...(await fetched(address)), now: true };
  }

  async function show(address, { push = true, fresh = false, focus = true } = {}) {
    const page = await pageAt(address, fresh);
    const whole = new DOMParser().parseFromString(page.text, "text/html");
    const next = whole.querySelector("#work");
    if (!next) {
      location.assign(address);
      return;
    }
    work().replaceWith(document.adoptNode(next));
    document.title = whole.title;
    document.body.className = whole.body.className;
    $("#help dl").replaceWith(document.adoptNode(whole.querySelector("#help dl")));
    if (push) history.pushState(null, "", page.url || address);
    if (page.now) readUndo(); else writeUndo();
    if (focus) {
      window.scrollTo(0, 0);
      $("#name", work())?.focus({ preventScroll: true });
    }
    lookAhead();
  }

  function lookAhead() {
    const wanted = (work()?.dataset.ahead || "").split(" ").filter(Boolean);
    for (const address of ahead.keys()) if (!wanted.includes(address)) ahead.delete(address);
    for (const address of wanted) {
      if (ahead.has(address)) continue;
      const page = fetched(address);
      page.catch(() => ahead.delete(address));
      ahead.set(address, page);
    }
  }

  function readUndo() {
    const { step, undoSaid } = work().dataset;
    undo = step ? { step, said: undoSaid } : null;
  }

  function writeUndo() {
    const form = $("form.undo", work());
    if (!form) return;
    form.elements.step.value = undo ? undo.step : "";
    $("button", form).disabled = !undo;
    $("[data-undo-said]", form).textContent = undo ? undo.said : "";
  }

  // ---- decisions

  const wait = (ms) => new Promise((done) => {
    const timer = setTimeout(done, ms);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });

  function formBody(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.set(button.name, button.value);
    body.set("from", work()?.dataset.here || "");
    return body;
  }

  async function deliver(kept) {
    // until the server has said yes or no: a closed laptop or a crawl that is writing only makes it later
    let tries = 0;
    let lost = false;
    for (;;) {
      let answer = null;
      try {
        answer = await fetch(kept.action, {
          method: "POST", credentials: "same-origin",
          headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": kept.token },
          body: kept.body + (kept.again ? "&again=1" : ""),
        });
      } catch {
        // it may have arrived, with only the answer lost: the server recognises what it has
        kept.again = true;
        sessionStorage.setItem(KEEP, JSON.stringify(kept));
        lost = true;
        say(word("offline"), "wait");
        await wait(2000);
        continue;
      }
      if (answer.status === 503 && tries < PAUSES.length) {
        say(word("busy"), "wait");
        await wait(PAUSES[tries++]);
        continue;
      }
      if (lost) say(word("back_online"));
      return answer;
    }
  }

  async function decide(action, body) {
    if (busy) {
      say(word("wait"), "wait");
      return;
    }
    setBusy(true);
    const kept = {
      action, body: body.toString(), token: body.get("csrftoken") || "", again: false, by: document.body.dataset.reviewer,
    };
    try {
      sessionStorage.setItem(KEEP, JSON.stringify(kept));
      await settle(await deliver(kept));
    } catch {
      say(word("failed"), "bad");
    } finally {
      setBusy(false);
    }
  }

  async function settle(answer) {
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (answer.status === 403) {
      say(told.why ? word("refused_about") : word("login"), "bad");
      return; // stays undelivered: sent again once the page is open with a session
    }
    if (answer.status === 503) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = word("retry");
      again.addEventListener("click", resend);
      say(word("busy"), "bad", again);
      return;
    }
    sessionStorage.removeItem(KEEP);
    if (answer.status === 409) {
      ahead.clear();
      await show(told.next, { fresh: true });
      showStale(told);
      return;
    }
    if (!answer.ok) {
      say(told.error || word("failed"), "bad");
      const field = told.field && openPanel()?.querySelector(`input[name="${CSS.escape(told.field)}"]`);
      if (field) {
        field.setAttribute("aria-invalid", "true");
        field.focus();
        field.scrollIntoView({ block: "center" });
      }
      return;
    }
    undo = told.undo;
    if (told.stays) ahead.clear();
    await show(told.next);
    undo = told.undo;
    writeUndo();
    if (told.left) {
      const left = $("[data-left]", work());
      if (left) left.textContent = told.left;
    }
    sayDone(told.said, told.was_undo);
  }

  function showStale(told) {
    const box = document.createElement("section");
    box.id = "stale";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const title = document.createElement("h2");
    title.textContent = word("stale");
    const about = document.createElement("p");
    about.textContent = word("stale_about");
    const table = document.createElement("table");
    table.className = "grid";
    const row = (kind, cells) => {
      const line = table.insertRow();
      for (const text of cells) {
        const cell = document.createElement(kind);
        cell.textContent = text;
        line.append(cell);
      }
    };
    row("th", ["", word("seen"), word("now")]);
    for (const one of told.differences || []) row("td", [one.label, one.seen, one.now]);
    box.append(title, about, table);
    work().prepend(box);
    say("");
    box.focus();
  }

  function takeBack() {
    const form = $("form.undo", work());
    if (!undo || !form) {
      say(word("nothing_to_undo"), "wait");
      return;
    }
    form.elements.step.value = undo.step;
    decide(form.action, formBody(form));
  }

  async function resend() {
    const text = sessionStorage.getItem(KEEP);
    if (!text || busy || !work()) return;
    const kept = { ...JSON.parse(text), again: true };
    if (kept.by !== document.body.dataset.reviewer) { // nobody signs for another
      sessionStorage.removeItem(KEEP);
      return;
    }
    setBusy(true);
    try {
      const token = $("input[name=csrftoken]");
      if (token) {
        const body = new URLSearchParams(kept.body);
        body.set("csrftoken", token.value);
        kept.token = token.value;
        kept.body = body.toString();
      }
      await settle(await deliver(kept));
    } catch {
      say(word("failed"), "bad");
    } finally {
      setBusy(false);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.dataset.act || !work()) return;
    event.preventDefault();
    decide(form.action, formBody(form, event.submitter));
  });

  // ---- panels

  const openPanel = () => $("details[data-panel][open]", work() || document);

  function closePanels(but = null) {
    for (const panel of document.querySelectorAll("details[data-panel][open]")) if (panel !== but) panel.open = false;
  }

  function enter(panel) {
    if (panel.contains(document.activeElement) && !$("summary", panel).contains(document.activeElement)) return;
    const first = panel.dataset.panel === "edit" ? $("input[name=name]", panel) : $("[data-number]", panel);
    first?.focus();
    if (first?.select) first.select();
  }

  document.addEventListener("toggle", (event) => {
    const panel = event.target;
    if (!panel.dataset?.panel || !panel.open) return;
    closePanels(panel);
    enter(panel);
  }, true);

  document.addEventListener("change", (event) => {
    // the practice follows the kind, as it does in the table of kinds
    const practice = event.target.name === "kind" && event.target.selectedOptions[0]?.dataset.practice;
    if (practice && event.target.form.elements.practice) event.target.form.elements.practice.value = practice;
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) {
      closePanels();
      return;
    }
    if (event.target.closest("#show-help")) {
      $("#help").showModal();
      return;
    }
    const link = event.target.closest("a.move, a[data-move]");
    if (link && work() && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      if (!busy) go(link.href);
    }
  });

  async function go(address) {
    setBusy(true);
    try {
      await show(address);
      say("");
    } catch {
      say(word("failed"), "bad");
    } finally {
      setBusy(false);
    }
  }

  addEventListener("popstate", () => {
    if (work()) show(location.href, { push: false, fresh: true }).catch(() => location.reload());
  });

  // ---- keys

  const writes = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if ($("#help").open) return; // Esc closes it by itself
    if (event.key === "Escape") {
      const panel = openPanel();
      if (panel) {
        panel.open = false;
        $("summary", panel).focus();
      } else if (writes(event.target)) event.target.blur();
      return;
    }
    if (writes(event.target)) return;
    // by place on the keyboard: the digits of a French one need Shift
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (digit) {
      const choice = openPanel()?.querySelector(`[data-number="${digit}"]`);
      if (choice) {
        event.preventDefault();
        choice.click();
      }
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      $("#help").showModal();
      return;
    }
    if (event.key === "/") {
      const filters = $("details.filters");
      if (filters) {
        event.preventDefault();
        filters.open = true;
        $("input[type=search]", filters).focus();
      }
      return;
    }
    if (event.shiftKey || event.key.length !== 1 || !work()) return;
    const key = event.key.toLowerCase();
    if (key === "u") {
      event.preventDefault();
      takeBack();
      return;
    }
    const target = $(`[data-key="${CSS.escape(key)}"]`, work());
    if (!target) return;
    event.preventDefault();
    if (busy && key !== "o") {
      say(word("wait"), "wait");
      return;
    }
    target.click();
    const panel = target.closest("summary")?.parentElement;
    if (panel?.open) enter(panel); // at once: the event comes later than a quick next key
  });

  // ---- begin

  if (work()) {
    readUndo();
    if (sessionStorage.getItem(KEEP)) resend();
    else lookAhead();
  }
})();
