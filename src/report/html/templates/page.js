
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("on");
  const keep = (theme) => { try { localStorage.setItem("remedy-policy-theme", theme); } catch { /* not kept */ } };
  const kept = () => { try { return localStorage.getItem("remedy-policy-theme"); } catch { return null; } };
  const themes = ["auto", "light", "dark"];
  let theme = themes.includes(kept()) ? kept() : "auto";
  const paint = () => {
    if (theme === "auto") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", theme);
    const button = document.getElementById("s-theme");
    if (!button) return;
    button.textContent = "Theme: " + theme;
  };
  paint();

  document.addEventListener("DOMContentLoaded", () => {
    const by = (id) => document.getElementById(id);
    paint();
    by("s-theme").addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      keep(theme);
      paint();
    });

    const all = Array.from(document.querySelectorAll(".f"));
    const form = by("s-filters");
    const status = by("s-status");
    const openAll = by("s-open");
    const value = (id) => { const field = by(id); return field ? field.value : ""; };
    const texts = new Map();
    const text = (item) => {
      if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase().replace(/\s+/g, " "));
      return texts.get(item);
    };
    const named = (list, word) => !word || (list || "").includes("|" + word + "|");
    const say = (words) => { if (status) status.textContent = words; };

    const filter = () => {
      if (!form) return;
      const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
      const [verdict, severity, type, rule, who] = ["v", "s", "t", "r", "w"].map(value);
      const blocked = by("b").checked;
      let shown = 0;
      for (const item of all) {
        const data = item.dataset;
        const fits = (!verdict || data.v === verdict) && (!severity || data.s === severity) && (!type || data.t === type)
          && named(data.r, rule) && named(data.w, who) && (!blocked || data.v === "blocked")
          && words.every((word) => text(item).includes(word));
        item.hidden = !fits;
        if (fits) shown += 1;
      }
      for (const list of document.querySelectorAll(".list, .fine")) {
        list.classList.toggle("gone", !list.querySelector(".f:not([hidden])"));
      }
      const beyond = Number(status.dataset.total) - all.length;
      say(shown + " of " + all.length + " shown" + (beyond > 0 ? "; " + beyond + " more are not on this page" : ""));
      label();
    };
    const visible = () => all.filter((item) => item.localName === "details" && !item.hidden);
    const label = () => {
      if (openAll) openAll.textContent = visible().some((item) => !item.open) ? "Expand all" : "Collapse all";
    };
    if (form) {
      let later = 0;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("change", filter);
      form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(filter, 120); });
      form.addEventListener("reset", () => setTimeout(filter, 0));
      openAll.addEventListener("click", () => {
        const open = visible().some((item) => !item.open);
        for (const item of visible()) item.open = open;
        label();
      });
      document.addEventListener("toggle", (event) => { if (event.target.classList.contains("f")) label(); }, true);
    }

    const target = () => {
      let id = location.hash.slice(1);
      try { id = decodeURIComponent(id); } catch { /* as it stands */ }
      const item = id && by(id);
      if (!item || !item.classList.contains("f")) return;
      if (item.hidden && form) { form.reset(); filter(); }
      if (item.localName === "details") item.open = true;
      item.scrollIntoView({ block: "start" });
      const summary = item.querySelector("summary");
      if (summary) summary.focus({ preventScroll: true });
    };
    window.addEventListener("hashchange", target);
    // The browser goes to the place itself first, and takes the focus away.
    window.addEventListener("load", () => setTimeout(target, 0));

    document.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-rule]");
      if (link && by("r")) {
        form.reset();
        by("r").value = link.dataset.rule;
        filter();
        by("s-findings").focus();
        return;
      }
      if (link || !event.target.closest("a[href^='#']")) { /* nothing to do */ }
      else if (event.target.closest("a").hash === location.hash) setTimeout(target, 0);
      const button = event.target.closest(".copy");
      if (!button) return;
      const lines = button.parentElement.querySelector("pre");
      let done = false;
      try {
        await navigator.clipboard.writeText(lines.textContent + "\n");
        done = true;
      } catch {
        const range = document.createRange();
        range.selectNodeContents(lines);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        done = document.execCommand("copy");
      }
      const first = button.firstChild;
      first.data = done ? "Copied" : "Press Ctrl+C";
      say(done ? "Copied" : "The lines are selected: copy them with the keyboard");
      setTimeout(() => { first.data = "Copy"; }, 1500);
    });

    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = visible().filter((item) => !item.open);
      for (const item of opened) item.open = true;
    });
    window.addEventListener("afterprint", () => { for (const item of opened) item.open = false; opened = []; });
    if (form) filter();
  });
})();
