// Move from slide to slide with the keys. Without this script the deck scrolls.
(function () {
  "use strict";
  const slides = [...document.querySelectorAll(".slide")];
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

  // Where slides flow as a page, on a phone or zoomed in, the keys scroll as everywhere
  const isFlowing = () => slides[0].offsetHeight < window.innerHeight - 1;

  // The slide of which most is seen
  function current() {
    const middle = window.innerHeight / 2;
    const found = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
    return found < 0 ? slides.length - 1 : found;
  }

  function show(index) {
    const slide = slides[Math.max(0, Math.min(slides.length - 1, index))];
    slide.scrollIntoView();
    slide.focus({ preventScroll: true }); // a screen reader reads on from here
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isFlowing()) return;
    if (event.key === " " && event.target.closest("a")) return;
    const step = event.key === " " && event.shiftKey ? -1 : steps[event.key];
    if (step) show(current() + step);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else return;
    event.preventDefault();
  });
})();
