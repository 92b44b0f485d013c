/* Make the drawings of figures interactive where they stand, when the drawing library has arrived.
   The static drawing stays whenever anything is missing. In the book the library and the
   specifications are files beside the page. In a notebook a drawing stays as it is and its marks say what they are;
   only an output whose chart has something to choose in it brings the library and the specification along. */
(function () {
  "use strict";
  if (window.nmcFigures) return window.nmcFigures(); // another output of the notebook has set this up
  const script = document.currentScript;
  const root = script && script.src ? script.src.replace(/_static\/[^/]*$/, "") : null;
  const arriving = {};

  function arrive(address) {
    arriving[address] ||= new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = root + address;
      tag.onload = resolve;
      tag.onerror = () => reject(new Error("could not load " + address));
      document.head.append(tag);
    });
    return arriving[address];
  }

  async function specifications(figure) {
    const own = figure.querySelector(":scope > script.nmc-parts");
    if (own) return JSON.parse(own.textContent).specs;
    await arrive("figures/" + figure.id + ".js");
    return window.nmcParts[figure.id];
  }

  /* One tooltip for the page; it repeats what the mark says to a screen reader, so it is hidden from it. */
  let tip = null;
  function showTip(event, value) {
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "nmc-tip";
      tip.setAttribute("aria-hidden", "true");
      document.body.append(tip);
    }
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    tip.textContent = value;
    const room = document.documentElement.clientWidth;
    tip.style.left = Math.max(4, Math.min(event.clientX + 12, room - tip.offsetWidth - 4)) + "px";
    const below = event.clientY + 16;
    const above = event.clientY - tip.offsetHeight - 12;
    tip.style.top = (below + tip.offsetHeight > window.innerHeight && above > 0 ? above : below) + "px";
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && tip) tip.hidden = true;
  });
  // a static drawing has the words of its marks as well
  document.addEventListener("pointermove", (event) => {
    const drawing = event.target.closest?.(".nmc-drawing");
    if (drawing && drawing.dataset.live !== "yes") {
      const mark = event.target.closest("[role=graphics-symbol]");
      showTip(event, mark && mark.getAttribute("aria-label"));
    } else if (!drawing && tip) tip.hidden = true;
  });

  async function enliven(drawing) {
    if (drawing.dataset.live) return;
    drawing.dataset.live = "arriving";
    const figure = drawing.closest("figure.nmc-figure");
    const still = drawing.querySelector("svg");
    try {
      const specs = await specifications(figure);
      if (!window.nmcVega) await arrive("_static/vega.js");
      const box = document.createElement("div");
      const kind = drawing.classList.contains("nmc-wide") ? "wide" : "narrow";
      // a notebook has no pages of the book beside it, to which a mark could lead
      const nowhere = () => Promise.reject(new Error("nothing is loaded here"));
      await window.nmcVega.vegaEmbed(box, specs[kind], {
        mode: "vega-lite",
        renderer: "svg",
        actions: false,
        ast: true, // expressions are interpreted, so that no page needs unsafe-eval
        defaultStyle: false,
        tooltip: (handler, event, item, value) => showTip(event, value),
        ...(root ? {} : { loader: { load: nowhere, sanitize: nowhere } }),
      });
      const live = box.querySelector("svg");
      live.setAttribute("viewBox", "0 0 " + live.getAttribute("width") + " " + live.getAttribute("height"));
      live.removeAttribute("width");
      live.removeAttribute("height");
      live.setAttribute("class", "nmc-svg");
      live.setAttribute("role", "group");
      live.setAttribute("aria-label", still.getAttribute("aria-label"));
      live.removeAttribute("aria-roledescription");
      // the room of the static drawing is kept to the pixel, so that nothing on the page moves
      const [, , width, height] = still.getAttribute("viewBox").split(" ");
      live.style.maxWidth = width + "px";
      live.style.aspectRatio = width + " / " + height;
      // Vega-Lite gives the cursor of a link to each mark of a layer in which some are links
      for (const { __data__: mark } of live.querySelectorAll("[role=graphics-symbol]"))
        if (mark && !(root && mark.href)) mark.cursor = null;
      still.replaceWith(box);
      drawing.dataset.live = "yes";
    } catch (error) {
      drawing.dataset.live = "failed";
      console.error("the figure " + figure.id + " stays as it was drawn:", error);
    }
  }

  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => enliven(entry.target)),
    { rootMargin: "200px" },
  );
  const canBeLive = (drawing) => root || drawing.closest("figure").querySelector(":scope > script.nmc-parts");
  const start = () =>
    [...document.querySelectorAll(".nmc-figure .nmc-drawing:not([data-live])")].filter(canBeLive).forEach((one) => near.observe(one));
  if (!root) window.nmcFigures = start;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
