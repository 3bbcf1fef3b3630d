"use strict";
(() => {
  const form = document.forms[0];
  const fields = form.elements;
  const items = [...document.querySelectorAll(".c")];
  const families = [...document.querySelectorAll(".family")];
  const texts = new Map();
  const said = document.getElementById("said");

  const say = (words) => {
    said.textContent = words;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { said.textContent = ""; }, 4000);
  };

  // Search and filters. All there is to them is in the fields; the address repeats it.

  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  };

  const chosen = () => [...form.querySelectorAll("[name=outcome]")].filter((box) => box.checked).map((box) => box.value);

  const apply = () => {
    const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcomes = new Set(chosen());
    const family = fields.family.value;
    const blocking = fields.blocking.checked;
    let shown = 0;
    families.forEach((section, number) => {
      const wanted = family === "" || family === String(number);
      let here = 0;
      for (const item of section.querySelectorAll(":scope > .c")) {
        const fits = wanted && (!blocking || "b" in item.dataset)
          && (!outcomes.size || outcomes.has(item.dataset.o))
          && words.every((word) => textOf(item).includes(word));
        if (item.hidden === fits) item.hidden = !fits;
        here += fits;
      }
      section.hidden = !here;
      shown += here;
    });
    const all = items.length.toLocaleString("en");
    form.querySelector("#shown").textContent = shown === items.length
      ? `${all} checks` : `${shown.toLocaleString("en")} of ${all} checks`;
  };

  const remember = () => {
    const state = new URLSearchParams();
    if (fields.q.value) state.set("q", fields.q.value);
    if (chosen().length) state.set("outcome", chosen().join(","));
    if (fields.family.value) state.set("family", fields.family.selectedOptions[0].text);
    if (fields.blocking.checked) state.set("blocking", "1");
    const hash = state.toString();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
    } catch { /* a sandbox may forbid it; the filter works all the same */ }
  };

  const recall = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    const outcomes = (state.get("outcome") || "").split(",");
    fields.q.value = state.get("q") || "";
    for (const box of form.querySelectorAll("[name=outcome]")) box.checked = outcomes.includes(box.value);
    const family = [...fields.family.options].find((option) => option.text === state.get("family"));
    fields.family.value = family ? family.value : "";
    fields.blocking.checked = state.get("blocking") === "1";
    apply();
  };

  const change = () => { apply(); remember(); };
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(change));
  const openAll = (open) => { for (const item of items) if (!item.hidden) item.open = open; };
  fields.open.addEventListener("click", () => openAll(true));
  fields.close.addEventListener("click", () => openAll(false));

  // A link into something that is closed or filtered out opens and shows it.

  const reveal = (hash) => {
    const target = hash.length > 1 && document.getElementById(hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) { form.reset(); apply(); }
    const closed = target.closest("details");
    if (closed) {
      closed.open = true;
      closed.querySelector("summary").focus({ preventScroll: true });
    }
    (closed || target).scrollIntoView();
  };
  const arrive = () => (location.hash.includes("=") ? recall() : reveal(location.hash));
  addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) reveal(link.hash);
  });

  // On a line of the list the arrow keys go to the line before and after.

  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const item = step && event.target.matches(".c > summary") && event.target.parentElement;
    if (!item) return;
    const visible = items.filter((other) => !other.hidden);
    const next = visible[visible.indexOf(item) + step];
    if (next) { event.preventDefault(); next.firstElementChild.focus(); }
  });

  // Copying. Where the browser refuses its clipboard, the number is selected instead.

  const copy = async (text, words, element) => {
    try {
      await navigator.clipboard.writeText(text);
      say(words);
    } catch {
      getSelection().selectAllChildren(element);
      const exact = (event) => { event.clipboardData.setData("text/plain", text); event.preventDefault(); };
      document.addEventListener("copy", exact, { once: true });
      const done = document.execCommand("copy");
      document.removeEventListener("copy", exact);
      say(done ? words : "Selected: copy it with Ctrl+C or ⌘C");
    }
  };
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", () => act(made));
    return made;
  };
  const exactly = (cell) => {
    const twin = cell.cloneNode(true);
    for (const left of twin.querySelectorAll("svg")) left.remove();
    for (const number of twin.querySelectorAll("data")) number.textContent = number.value;
    // A sheet that takes the text must not take a name for a formula.
    return twin.textContent.trim().replace(/\s+/g, " ").replace(/^(?=[=+@])/, "'");
  };
  const asText = (table) => [...table.rows].filter((row) => !row.matches(".a"))
    .map((row) => [...row.cells].filter((cell) => !cell.matches(".p")).map(exactly).join("\t")).join("\n");

  const enliven = (part) => {
    if (part.dataset.live) return;
    part.dataset.live = "1";
    for (const number of part.querySelectorAll("data")) {
      const shown = number.textContent;
      const made = button(shown, (self) => copy(number.value, `Copied ${number.value}`, self));
      made.className = "copy";
      made.title = `Copy ${number.value}`;
      made.setAttribute("aria-label", `${shown}, copy`);
      number.replaceChildren(made);
    }
    for (const table of part.querySelectorAll("table")) {
      const made = button("Copy table", () => copy(asText(table), "Copied the table", table));
      made.className = "whole";
      table.after(made);
    }
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".c")) enliven(event.target);
  }, true);

  // Paper shows everything that is listed.

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter((part) => !part.closest("[hidden]"));
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of opened) part.open = false; });

  form.hidden = !items.length;
  arrive();
})();
