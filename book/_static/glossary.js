/* Show the definition of a glossary term while it is hovered or has the focus. Escape hides it; the
   pointer may move onto it. Without this script the term is a link to the glossary. */
(function () {
  "use strict";
  const terms = document.querySelectorAll("a.nmc-term");
  if (!terms.length) return;
  const box = document.createElement("div");
  box.className = "nmc-definition";
  box.id = "nmc-definition";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  (document.querySelector("main") || document.body).append(box);
  let leaving = null;

  async function show(term) {
    clearTimeout(leaving);
    await nmc.arrive("figures/glossary.js");
    box.textContent = window.nmcParts.glossary[decodeURIComponent(term.hash).replace("#term-", "")];
    box.hidden = false;
    document.querySelectorAll("[aria-describedby='nmc-definition']").forEach((other) => other.removeAttribute("aria-describedby"));
    term.setAttribute("aria-describedby", box.id);
    const place = term.getClientRects()[0];
    const room = document.documentElement.clientWidth;
    box.style.left = Math.max(4, Math.min(place.left, room - box.offsetWidth - 4)) + "px";
    const above = place.top - box.offsetHeight - 6;
    box.style.top = (above > 60 ? above : place.bottom + 6) + "px";
  }
  const hide = () => {
    clearTimeout(leaving);
    box.hidden = true;
  };
  const hideSoon = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 200);
  };

  for (const term of terms) {
    term.addEventListener("mouseenter", () => show(term));
    term.addEventListener("focus", () => show(term));
    term.addEventListener("mouseleave", hideSoon);
    term.addEventListener("blur", hide);
  }
  box.addEventListener("mouseenter", () => clearTimeout(leaving));
  box.addEventListener("mouseleave", hideSoon);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", hide, { passive: true });
})();
