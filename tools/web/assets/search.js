"use strict";
// Search in the rules browser, from a folder as from a server: the index is a script beside the pages, which is brought when it is
// first needed. Without this file the form leads to the index of names.
(() => {
  const form = document.querySelector("form[role=search]");
  const input = form?.querySelector("input");
  const found = document.getElementById("found");
  if (!form || !input || !found) return;
  const chinese = document.documentElement.lang.startsWith("zh");
  const say = (zh, en) => (chinese ? zh : en);
  const most = 40;
  let entries = null;
  let asked = false;
  form.querySelector("button").hidden = true;
  form.classList.add("live");

  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const list = document.createElement("ol");
  found.append(status, list);

  // Width, case and blanks do not count.
  const plain = (text) => (text || "").normalize("NFKC").toLowerCase();

  const ready = () => {
    const index = window.huiqiIndex;
    entries = index.entries.map((one) => {
      const [page, kind, anchor, name, zh, en] = one;
      const text = chinese ? zh : en ?? zh;
      const titles = index.pages[page];
      return { address: titles[0], title: titles[chinese ? 1 : 2], kind: index.kinds[kind][chinese ? 0 : 1], page: kind < 3, anchor, name, text, near: plain(name), far: plain([zh, en, titles[1], titles[2]].join(" ")) };
    });
    look();
  };

  const bring = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = form.dataset.index;
    script.onload = ready;
    script.onerror = () => { status.textContent = say("索引读不出来", "the index cannot be read"); };
    document.head.append(script);
  };

  // All words must be there; what is named so goes before what only mentions them, and pages before their parts.
  const rank = (one, words) => {
    let sum = one.page ? 4 : 0;
    for (const word of words) {
      if (one.near === word) sum += 12;
      else if (one.near.startsWith(word)) sum += 8;
      else if (one.near.includes(word)) sum += 6;
      else if (one.far.includes(word)) sum += one.page ? 5 : 1;
      else return 0;
    }
    return sum;
  };

  const shown_text = (one, words) => {
    const text = one.text || "";
    const at = Math.max(0, Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((place) => place >= 0), text.length) - 20);
    const from = at < 20 || at >= text.length ? 0 : at;
    return (from ? "…" : "") + text.slice(from, from + 90) + (text.length > from + 90 ? "…" : "");
  };

  const item = (one, words) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const kind = document.createElement("span");
    const more = document.createElement("span");
    link.href = form.dataset.way + one.address + form.dataset.tail + (one.anchor ? "#" + one.anchor : "");
    kind.className = "kind";
    kind.textContent = one.kind;
    const name = document.createElement("strong");
    name.textContent = one.page ? one.title : one.name;
    more.className = "more";
    more.textContent = one.page ? one.name : [one.title === one.name ? "" : one.title, shown_text(one, words)].filter(Boolean).join(" · ");
    link.append(kind, " ", name, " ", more);
    line.append(link);
    return line;
  };

  const close = () => { found.hidden = true; };

  const look = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) return close();
    found.hidden = false;
    if (!entries) {
      status.textContent = say("正在读索引…", "reading the index …");
      return;
    }
    const hits = [];
    entries.forEach((one, at) => {
      const worth = rank(one, words);
      if (worth) hits.push([worth, at]);
    });
    hits.sort((left, right) => right[0] - left[0] || left[1] - right[1]);
    list.replaceChildren(...hits.slice(0, most).map(([, at]) => item(entries[at], words)));
    const count = hits.length;
    status.textContent = !count ? say("没有找到", "nothing found")
      : count > most ? say(`找到 ${count} 处，先列 ${most} 处`, `${count} found, the first ${most} shown`)
      : say(`找到 ${count} 处`, `${count} found`);
  };

  const links = () => [...list.querySelectorAll("a")];
  input.addEventListener("focus", bring);
  input.addEventListener("input", () => { bring(); look(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    bring();
    links()[0]?.click();
  });
  form.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && all.length) {
      event.preventDefault();
      all[Math.min(at + 1, all.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? input : all[at - 1]).focus();
    } else if (event.key === "Escape" && !found.hidden) {
      event.preventDefault();
      close();
      input.focus();
    }
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  // From the form of a page without this script.
  const typed = new URLSearchParams(location.search).get("q");
  if (typed) {
    input.value = typed;
    bring();
    look();
  }
})();
