// Lay a deck out on the screen for which it is made, and move what does not fit to slides of its own.
// It runs once, when the deck is made (tools/pack_slides.py), and returns the headings of what fits on no slide.
() => {
  "use strict";
  const SMALLEST = 24.02; // pixels: the smallest letters, those of drawings included
  const ROOM = 0.96; // of the height: letters may be a little larger where the deck is shown
  const BELOW_TITLE = 18; // units of a drawing: a title stays with the line below it
  const EDGE = 4; // pixels left and right of a drawing
  const unit = window.innerWidth / 100;
  const tooLarge = [];

  const heightIn = (body) =>
    Math.max(...[...body.children].map((part) => part.getBoundingClientRect().bottom)) - body.getBoundingClientRect().top;
  const isFull = (slide) => {
    const body = slide.querySelector(".body");
    return heightIn(body) > ROOM * body.clientHeight;
  };
  const inUnits = (pixels) => `calc(${(pixels / unit).toFixed(3)} * var(--u))`;

  function following(slide) {
    const next = slide.cloneNode(true);
    next.removeAttribute("id");
    const heading = next.querySelector("h2");
    if (!heading.textContent.endsWith(" (continued)")) heading.textContent += " (continued)";
    slide.after(next);
    return next;
  }

  // A list goes on on the next slide
  function splitList(slide) {
    if (!isFull(slide)) return;
    const list = slide.querySelector(".items");
    if (!list || list.children.length < 2) {
      tooLarge.push(slide.textContent.trim().slice(0, 80));
      return;
    }
    const next = following(slide);
    const rest = next.querySelector(".items");
    for (const other of [...next.querySelector(".body").children]) if (other !== rest) other.remove();
    rest.replaceChildren();
    while (list.children.length > 1 && isFull(slide)) {
      const last = list.lastElementChild;
      rest.prepend(last);
      // a line that opens what follows it does not stand alone at the foot of a slide
      if (list.children.length > 1 && list.lastElementChild.textContent.trim().endsWith(":")) rest.prepend(list.lastElementChild);
    }
    if (isFull(slide)) tooLarge.push(slide.textContent.trim().slice(0, 80));
    if (list.tagName === "OL") rest.setAttribute("start", Number(list.getAttribute("start") || 1) + list.children.length);
    splitList(next);
  }

  // What a drawing consists of, in its own units: boxes of letters and of marks
  function measure(svg) {
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    svg.removeAttribute("style");
    svg.style.width = `${width}px`;
    svg.style.height = `${height}px`;
    const origin = svg.getBoundingClientRect();
    const boxes = [];
    for (const part of svg.querySelectorAll("text, path, rect, line, circle")) {
      const look = getComputedStyle(part);
      if (part.closest("defs") || (look.fill === "none" && look.stroke === "none")) continue;
      const seen = part.getBoundingClientRect();
      if (!seen.width && !seen.height) continue;
      if (seen.width > 0.98 * width && seen.height > 0.9 * height) continue; // the paper
      const isText = part.tagName === "text";
      boxes.push({
        isText,
        isTurned: isText && seen.height > 1.5 * parseFloat(look.fontSize) && /rotate/.test(part.getAttribute("transform")),
        size: isText ? parseFloat(look.fontSize) : Infinity,
        left: seen.left - origin.left,
        right: seen.right - origin.left,
        top: seen.top - origin.top,
        bottom: seen.bottom - origin.top + (isText && parseInt(look.fontWeight) > 500 ? BELOW_TITLE : 0),
      });
    }
    const edge = (side, best) => best(...boxes.map((box) => box[side]));
    return {
      boxes,
      left: edge("left", Math.min) - 1,
      right: edge("right", Math.max) + 1,
      top: edge("top", Math.min) - 1,
      bottom: edge("bottom", Math.max) + 1,
      scale: SMALLEST / Math.min(...boxes.map((box) => box.size)),
    };
  }

  // Heights between which nothing is cut in two
  function gaps(boxes, most) {
    const bars = boxes.filter((box) => box.bottom - box.top < most).sort((one, other) => one.top - other.top);
    const found = [];
    let foot = -Infinity;
    for (const bar of bars) {
      if (bar.top > foot - 0.5 && foot > -Infinity) found.push((foot + bar.top) / 2);
      foot = Math.max(foot, bar.bottom);
    }
    return found;
  }

  // Turned labels are heads of columns; each group of them is a band that is repeated where its rows go on
  function heads(boxes) {
    const bands = [];
    for (const box of boxes.filter((box) => box.isTurned).sort((one, other) => one.top - other.top)) {
      const band = bands.at(-1);
      if (band && box.top < band[1]) band[1] = Math.max(band[1], box.bottom + 2);
      else bands.push([box.top - 2, box.bottom + 2]);
    }
    for (const band of bands) {
      const beside = boxes.filter((box) => box.isText && box.top < band[1] && box.bottom > band[0]);
      band[0] = Math.min(band[0], ...beside.map((box) => box.top - 2));
    }
    return (top) => bands.filter((band) => band[1] <= top + 3).at(-1);
  }

  // The sources stand on the last slide
  function cut(drawing, headAbove, room, sources) {
    const places = gaps(drawing.boxes, room / 2);
    const between = gaps(drawing.boxes.filter((box) => box.isText), Infinity);
    const windows = [];
    let top = drawing.top;
    while (top < drawing.bottom) {
      const head = headAbove(top);
      const here = room - (head ? head[1] - head[0] : 0);
      const reached = (some) => Math.max(...some.filter((place) => place > top + 8 && place <= top + here));
      let foot = drawing.bottom - top <= here - sources ? drawing.bottom : reached(places);
      if (foot === -Infinity) foot = reached(between);
      if (foot === -Infinity) return null;
      windows.push([top, foot]);
      top = foot;
    }
    return windows;
  }

  function splitDrawing(slide) {
    const holder = slide.querySelector(".drawing");
    const fits = [...holder.querySelectorAll("svg")]
      .map((svg) => ({ svg, ...measure(svg) }))
      .find(({ left, right, scale }) => (right - left) * scale <= window.innerWidth - 2 * EDGE);
    const name = slide.id;
    if (!fits) {
      tooLarge.push(name);
      return;
    }
    const headAbove = heads(fits.boxes);
    const definitions = document.createElement("div");
    definitions.innerHTML =
      `<svg class="definitions" aria-hidden="true"><defs><g id="${name}-drawing">${fits.svg.innerHTML}</g></defs></svg>`;
    holder.replaceChildren();
    const draw = (top, bottom, words) => {
      const size = [fits.right - fits.left, bottom - top];
      const box = `${fits.left.toFixed(1)} ${top.toFixed(1)} ${size[0].toFixed(1)} ${size[1].toFixed(1)}`;
      const [wide, high] = size.map((side) => inUnits(side * fits.scale));
      const label = words ? `role="img" aria-label=""` : `aria-hidden="true"`;
      const made = document.createElement("div");
      made.innerHTML =
        `<svg viewBox="${box}" style="width:${wide};height:${high}" ${label}><use href="#${name}-drawing"/></svg>`;
      if (words) made.firstElementChild.setAttribute("aria-label", words);
      return made.firstElementChild;
    };
    const body = slide.querySelector(".body");
    const sources = slide.querySelector(".sources");
    const sourcesRoom = (sources.getBoundingClientRect().height + unit) / fits.scale;
    // a second heading may be a line longer
    const room = (ROOM * body.clientHeight - 2 * unit) / fits.scale;
    let windows = cut(fits, headAbove, room, sourcesRoom);
    if (!windows) {
      tooLarge.push(name);
      return;
    }
    const shortest = (some) => Math.min(...some.map(([top, foot]) => foot - top));
    for (let less = 0.97 * room; less > room / 2; less *= 0.97) {
      const evener = cut(fits, headAbove, less, sourcesRoom);
      if (evener && evener.length === windows.length && shortest(evener) > shortest(windows)) windows = evener;
    }
    const words = holder.dataset.words;
    holder.removeAttribute("data-words");
    let last = slide;
    windows.forEach(([top, foot], index) => {
      if (index) {
        const next = following(last);
        last.querySelector(".sources").remove();
        last = next;
      }
      const place = last.querySelector(".drawing");
      place.replaceChildren();
      const head = headAbove(top);
      if (head) place.append(draw(...head));
      const some = windows.length > 1 ? ` Part ${index + 1} of ${windows.length} of the drawing.` : "";
      place.append(draw(top, foot, index ? `${last.querySelector("h2").textContent}.${some}` : words + some));
    });
    slide.querySelector(".drawing").prepend(definitions.firstElementChild);
  }

  // Only the slides at work are laid out, which saves most of the time
  const onlyHere = document.createElement("style");
  onlyHere.textContent = ".slide:not(.now) { display: none; }";
  document.head.append(onlyHere);
  for (const slide of [...document.querySelectorAll(".slide")]) {
    slide.classList.add("now");
    if (slide.classList.contains("figure")) splitDrawing(slide);
    else splitList(slide);
    for (const done of document.querySelectorAll(".now")) done.classList.remove("now");
  }
  onlyHere.remove();
  const slides = [...document.querySelectorAll(".slide")];
  slides.forEach((slide, index) => {
    if (!slide.id) slide.id = `slide-${index + 1}`;
    const heading = slide.querySelector("h1, h2");
    heading.id = `${slide.id}-heading`;
    slide.setAttribute("aria-labelledby", heading.id);
    let foot = slide.querySelector(".foot");
    if (!foot) {
      foot = document.createElement("p");
      foot.className = "foot";
      foot.append(document.createElement("span"));
      slide.append(foot);
    }
    const number = document.createElement("span");
    number.textContent = `${index + 1} of ${slides.length}`;
    foot.append(number);
  });
  return tooLarge;
}
