"use strict";
// Everything works without this file. It reads back what is typed, prints, makes links that hold the answers after the #, and lets the
// browser's own back and reload show questions again. For that it keeps the answers in this tab (sessionStorage) until the tab is closed or
// "clear and leave" is pressed.
(() => {
  const kept = "huiqi";
  const hidden = ["answers", "drafts", "rules", "lang", "large"];
  let busy = false;
  let dirty = false;

  const chinese = () => document.documentElement.lang.startsWith("zh");
  const say = (zh, en) => (chinese() ? zh : en);
  const value = (form, name) => form?.elements.namedItem(name)?.value ?? "";
  const mainForm = () => document.getElementById("question") || document.querySelector("main form");

  const load = () => {
    try {
      return JSON.parse(sessionStorage.getItem(kept));
    } catch {
      return null;
    }
  };
  const save = (session) => {
    try {
      sessionStorage.setItem(kept, JSON.stringify(session));
    } catch {
      // full or forbidden: the browser's back then shows the start
    }
  };
  const session_of = (form) => Object.fromEntries(hidden.map((name) => [name, value(form, name)]));
  const place_of = (form) => ({ screen: value(form, "screen"), at: value(form, "at") });

  // What is typed and not posted yet goes along as a draft of its question.
  const draft = () => {
    const form = document.getElementById("question");
    const session = load();
    if (!form || !session || !dirty) return;
    const typed = {};
    for (const [name, text] of new FormData(form)) if (/^(v|v\..*|rows|row\..*)$/.test(name)) typed[name] = text;
    const drafts = session.drafts ? JSON.parse(session.drafts) : {};
    drafts[value(form, "at")] = typed;
    save({ ...session, drafts: JSON.stringify(drafts) });
  };

  const show = (text) => {
    const made = new DOMParser().parseFromString(text, "text/html");
    document.documentElement.lang = made.documentElement.lang;
    document.documentElement.className = made.documentElement.className;
    document.title = made.title;
    made.body.querySelector("[autofocus]")?.removeAttribute("autofocus");   // dress() gives it the focus
    document.body.replaceWith(made.body);
    dress();
  };

  const begin_at_top = () => {
    const heading = document.querySelector("main h1");
    if (heading) heading.tabIndex = -1;
    (heading || document.getElementById("main"))?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };

  // Where a new page is begun to be read: what is wrong (which takes the focus itself), else the part that was asked for, else its heading.
  const arrive = (anchor, pressed = "") => {
    const items = document.querySelectorAll("#question fieldset.item");
    if (items.length && (pressed === "add" || pressed.startsWith("remove."))) {   // stays at the list
      const item = items[pressed === "add" ? items.length - 1 : Math.min(Number(pressed.slice(7)), items.length - 1)];
      item.querySelector("input:not([type=hidden]), select")?.focus();
      return;
    }
    if (document.querySelector("#errors, [aria-invalid=true]")) {
      (document.getElementById("errors") || document.querySelector("[aria-invalid=true]")).focus();
      return;
    }
    const part = anchor && document.getElementById(anchor);
    if (!part) {
      begin_at_top();
      return;
    }
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    part.scrollIntoView({ block: "start" });
  };

  // Within a page: without an entry in the history.
  const within = (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const to = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: /^H\d$/.test(to.tagName) ? "start" : "center" });
  };

  class Unreached extends Error {}

  const post = async (body) => {
    const answer = await fetch("/check", { method: "POST", body }).catch(() => {
      throw new Unreached();
    });
    if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) throw new Error("no page");
    return answer.text();
  };

  const clear = async (form, button) => {
    sessionStorage.removeItem(kept);
    dirty = false;
    const language = value(form, "lang");
    const large = value(form, "large") === "1" ? "&large=1" : "";
    try {
      await fetch("/check", { method: "POST", body: new URLSearchParams(new FormData(form, button)) });
    } finally {
      location.replace("/?lang=" + language + large);
    }
  };

  // The network is away: the page stays as it is, with what is typed.
  const unreached = () => {
    document.getElementById("unreached")?.remove();
    const told = Object.assign(document.createElement("div"), { id: "unreached", className: "summary" });
    told.setAttribute("role", "alert");
    document.getElementById("main").prepend(told);
    told.append(Object.assign(document.createElement("p"), {
      textContent: say("没有连上服务器，回答都还在。请再按一次。", "The server could not be reached; your answers are still here. Please press again."),
    }));
    told.scrollIntoView({ block: "nearest" });
  };

  const submitted = async (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post") return;
    event.preventDefault();
    if (busy) return;
    const button = event.submitter;
    const anchor = (form.getAttribute("action") || "").split("#")[1];   // form.action would be a button of that name
    if (button?.value === "clear") {
      await clear(form, button);
      return;
    }
    busy = true;
    try {
      const before = JSON.stringify(history.state);
      const body = new URLSearchParams(new FormData(form, button));
      const text = await post(body);
      dirty = false;
      show(text);
      const next = mainForm();
      if (next) {
        save(session_of(next));
        const place = place_of(next);
        if (JSON.stringify(place) === before) history.replaceState(place, "");
        else history.pushState(place, "", "/check");
      }
      arrive(anchor, button?.value);
    } catch (fault) {
      if (fault instanceof Unreached) {
        unreached();
        return;
      }
      const go = document.createElement("input");   // as a plain form
      Object.assign(go, { type: "hidden", name: "action", value: button?.value ?? "next" });
      form.append(go);
      form.submit();
    } finally {
      busy = false;
    }
  };

  // The browser's own back, forward and reload: the place is in the history, the answers in the tab.
  const restore = async () => {
    const place = history.state;
    const session = load();
    if (!place?.screen || !session) {
      if (place?.screen && !document.getElementById("start")) location.replace("/");
      else if (!place && location.pathname === "/" && !document.getElementById("start")) location.reload();
      return;
    }
    try {
      show(await post(new URLSearchParams({ ...session, ...place, changing: "0", action: "show" })));
      arrive();
    } catch {
      location.replace("/");
    }
  };

  const read_back = (input) => {
    const told = document.getElementById(input.id + "-reading");
    let waiting = 0;
    let last = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const mine = ++last;
        if (!input.value.trim()) {
          told.textContent = "";
          return;
        }
        try {
          const answer = await fetch("/v1/reading", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ name: input.dataset.reading, part: input.dataset.part, text: input.value }),
          });
          const made = await answer.json();
          if (mine !== last || !answer.ok) return;
          const text = made.reading || made.fault;
          told.textContent = (made.reading ? say("读作 ", "read as ") : "") + (chinese() ? text.zh : text.en);
        } catch {
          told.textContent = "";
        }
      }, 300);
    });
  };

  // a link with the answers after the #: browsers never send that part
  const share = async () => {
    const form = mainForm();
    const bytes = new TextEncoder().encode(JSON.stringify({ answers: value(form, "answers"), rules: value(form, "rules"), lang: value(form, "lang"), large: value(form, "large") }));
    const text = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const link = location.origin + "/#a=" + text;
    const told = document.getElementById("shared");
    try {
      await navigator.clipboard.writeText(link);
      told.textContent = say("已复制。", "Copied.");
    } catch {
      told.textContent = link;
    }
  };

  // A link that is opened, or put into the address bar of a tab that shows the page already. It leaves the bar at once, whatever becomes of it.
  const open_link = async () => {
    if (!location.hash.startsWith("#a=")) return;
    const sent = location.hash.slice(3);
    history.replaceState(null, "", "/");
    dirty = false;
    try {
      const text = atob(sent.replaceAll("-", "+").replaceAll("_", "/"));
      const made = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
      if (typeof made.answers !== "string") throw new Error("no answers");
      const session = { answers: made.answers, drafts: "", rules: String(made.rules ?? ""), lang: made.lang === "en" ? "en" : "zh", large: made.large === "1" ? "1" : "0" };
      show(await post(new URLSearchParams({ ...session, screen: "result", at: "", changing: "0", action: "result" })));
      const form = mainForm();
      if (!document.getElementById("start") && form) {
        save(session_of(form));
        history.replaceState(place_of(form), "", "/check");
      }
      arrive();
    } catch {
      await damaged_link();
    }
  };

  // The start, which says that the link cannot be read.
  const damaged_link = async () => {
    if (!document.getElementById("damaged")) {
      const answer = await fetch("/?lang=" + (chinese() ? "zh" : "en"));
      show(await answer.text());
    }
    const damaged = document.getElementById("damaged");
    if (damaged) damaged.hidden = false;
    window.scrollTo(0, 0);
  };

  // The comparison offers the choices of the answer that is picked; what is no choice is typed.
  const offer = (pick) => {
    const old = document.getElementById(pick.id.replace("other", "other_value"));
    const choices = pick.selectedOptions[0]?.dataset.choices;
    if (!old) return;
    const made = document.createElement(choices ? "select" : "input");
    if (!choices) Object.assign(made, { type: "text", autocomplete: "off" });
    for (const line of choices ? choices.split("\n") : []) {
      const [value, label] = line.split("\t");
      const option = new Option(label, value);
      if (chinese() && /^[\x20-\x7e]*[a-z]{3}[\x20-\x7e]*$/i.test(label)) option.lang = "en";
      else if (!chinese() && /[\u3400-\u9fff]/.test(label)) option.lang = "zh-CN";
      made.append(option);
    }
    Object.assign(made, { id: old.id, name: old.name });
    old.replaceWith(made);
  };

  // What is needed of every page, also of one that was put in place of another.
  function dress() {
    document.querySelector("#errors:not([autofocus])")?.focus();
    for (const input of document.querySelectorAll("input[data-reading]")) read_back(input);
    for (const pick of document.querySelectorAll("#compare select[id^=other]:not([id^=other_])")) pick.addEventListener("change", () => offer(pick));
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
    for (const note of document.querySelectorAll("[data-of-link]")) note.hidden = false;
    for (const button of document.querySelectorAll("[data-share]")) {
      button.hidden = false;
      button.addEventListener("click", share);
    }
    document.documentElement.dataset.shown = String(Number(document.documentElement.dataset.shown || 0) + 1);
  }

  document.addEventListener("submit", submitted);
  document.addEventListener("click", within);
  document.addEventListener("input", () => { dirty = true; });
  window.addEventListener("popstate", async () => {
    draft();
    dirty = false;
    await restore();
  });
  window.addEventListener("pagehide", draft);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !load() && !document.getElementById("start")) location.replace("/");
  });
  dress();
  window.addEventListener("hashchange", open_link);
  if (location.hash.startsWith("#a=")) open_link();
  else if (location.pathname === "/check") restore();
})();
