"use strict";
/* Everything works without this; with it, evidence opens beside the text and the queue obeys the keyboard. */
(() => {
  const notes = document.querySelector("ol.notes");
  let from = null;
  const close = () => {
    document.querySelectorAll(".open").forEach((e) => e.classList.remove("open"));
    document.body.classList.remove("beside");
    if (from) { from.focus({ preventScroll: true }); from = null; }
  };
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("a.chip");
    if (chip && notes && /^#n\d+$/.test(chip.getAttribute("href"))) {
      const note = document.getElementById(chip.getAttribute("href").slice(1));
      if (!note) return;
      event.preventDefault();
      close();
      from = chip;
      chip.classList.add("open");
      note.classList.add("open");
      document.body.classList.add("beside");
      notes.scrollTop = note.offsetTop - notes.offsetTop - 8;
      const first = note.querySelector("a");
      if (first) first.focus({ preventScroll: true });
      return;
    }
    const passage = event.target.closest(".text a.f");
    if (passage) {
      const ids = passage.dataset.facts.split(" ");
      document.querySelectorAll(".text .here, .card.open").forEach((e) => e.classList.remove("here", "open"));
      document.querySelectorAll(".text a.f").forEach((e) => {
        if (e.dataset.facts.split(" ").includes(ids[ids.length - 1])) e.classList.add("here");
      });
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.querySelectorAll("input[type=range]").forEach((slider) => {
    const shown = document.querySelector(`output[for="${slider.id}"]`);
    slider.addEventListener("input", () => { if (shown) shown.value = slider.value; });
    slider.addEventListener("change", () => slider.form.requestSubmit());
  });
  /* An upload that is being read: the page is asked again until nothing is left to do. */
  const jobs = document.getElementById("jobs");
  const again = async () => {
    if (!jobs.querySelector("[data-busy]")) return;
    try {
      const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const id of ["jobs", "documents"]) {
          const made = fresh.getElementById(id);
          if (made && made.innerHTML !== document.getElementById(id).innerHTML) {
            document.getElementById(id).replaceChildren(...made.childNodes);
          }
        }
      }
    } catch { /* the server is busy or away; asked again below */ }
    setTimeout(again, 1000);
  };
  if (jobs) setTimeout(again, 500);
  const queue = [...document.querySelectorAll(".queue > li")];
  if (queue.length && queue[0].querySelector("form")) {
    let at = -1;
    const go = (to) => {
      at = Math.max(0, Math.min(queue.length - 1, to));
      queue.forEach((e, i) => e.classList.toggle("current", i === at));
      queue[at].focus();
      queue[at].scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
      const press = (kind) => { if (at >= 0) queue[at].querySelector(`button[value=${kind}]`).click(); };
      const keys = {
        j: () => go(at + 1), k: () => go(at - 1), a: () => press("accept"), r: () => press("reject"),
        n: () => { if (at >= 0) queue[at].querySelector("input[name=why]").focus(); },
        e: () => { if (at >= 0) { const d = queue[at].querySelector("details"); d.open = true; d.querySelector("input:not([type=hidden]), select").focus(); } },
        u: () => { const undo = document.querySelector("form[action$='/review/undo'] button"); if (undo) undo.click(); },
      };
      if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
    });
  }
})();
