"use strict";
// Everything works without this file. It reads back what is typed, prints, and makes links that hold the answers after the #.
(() => {
  const chinese = document.documentElement.lang.startsWith("zh");
  const say = (zh, en) => (chinese ? zh : en);

  const summary = document.getElementById("errors");
  if (summary) summary.focus();

  // reading back
  for (const input of document.querySelectorAll("input[data-reading]")) {
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
          told.textContent = (made.reading ? say("读作 ", "read as ") : "") + (chinese ? text.zh : text.en);
        } catch {
          told.textContent = "";
        }
      }, 300);
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // a link with the answers after the #: browsers never send that part
  const form = document.querySelector("main form");
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = (name) => form.elements.namedItem(name).value;
      const bytes = new TextEncoder().encode(JSON.stringify({ answers: field("answers"), lang: field("lang"), large: field("large") }));
      const text = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      const link = location.origin + "/#a=" + text;
      const told = document.getElementById("shared");
      try {
        await navigator.clipboard.writeText(link);
        told.textContent = say("已复制。", "Copied.");
      } catch {
        told.textContent = link;
      }
    });
  }
  if (location.hash.startsWith("#a=") && document.getElementById("start")) {
    try {
      const text = atob(location.hash.slice(3).replaceAll("-", "+").replaceAll("_", "/"));
      const made = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
      const start = document.getElementById("start");
      start.elements.namedItem("answers").value = made.answers;
      start.elements.namedItem("lang").value = made.lang === "en" ? "en" : "zh";
      start.elements.namedItem("large").value = made.large === "1" ? "1" : "0";
      start.elements.namedItem("screen").value = "result";
      history.replaceState(null, "", "/");
      const go = document.createElement("input");
      go.type = "hidden";
      go.name = "action";
      go.value = "result";
      start.append(go);
      start.submit();
    } catch {
      history.replaceState(null, "", "/");
    }
  }
})();
