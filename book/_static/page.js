/* What the scripts of the book's pages share: files beside the page, and a view kept in the address. */
(function () {
  "use strict";
  const root = document.currentScript.src.replace(/_static\/[^/]*$/, "");
  const arriving = {};

  /* Load a script of the book once; this also works where the page was opened as a file. */
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

  /* A view is kept after "#", so that it needs no server: #map?rows=domain_id&columns=certainty. On their way addresses
     are encoded, cut and mistyped: this is the one place that reads them, decodes them once and never fails. */
  function decoded(text) {
    return text.replace(/(%[0-9a-f]{2})+/gi, (signs) => {
      try {
        return decodeURIComponent(signs);
      } catch {
        return signs;
      }
    });
  }
  function readAddress() {
    const given = location.hash.slice(1).replace(/&amp;/g, "&");
    const text = given.includes("?") && given.includes("=") ? given : decoded(given);
    const mark = text.indexOf("?");
    if (mark < 0) return { place: text, view: null };
    return { place: text.slice(0, mark), view: new URLSearchParams(text.slice(mark + 1)) };
  }

  /* Let a part of the page show what the address asks for, now and whenever it changes. `show` gets a view of the part,
     the `id` of something in it (which `owns` knows), or neither for its first state; `unknown` is a place that is not
     there. An address of another place in the page leaves a view alone. */
  function followAddress(name, show, owns = () => false) {
    const recall = (event) => {
      const { place, view } = readAddress();
      if (view && place === name) return show({ view });
      if (!view && owns(place)) return show({ id: place });
      if (!place || (!event && document.getElementById(place))) return show({});
      if (view || !document.getElementById(place)) return show({ unknown: place });
    };
    window.addEventListener("hashchange", recall);
    return recall();
  }
  function writeView(name, view) {
    const query = view.toString();
    history.replaceState(null, "", query ? "#" + name + "?" + query : location.pathname + location.search);
  }
  const quoted = (parts) => parts.map((part) => "“" + part + "”").join(", ");

  function copyAddress(button) {
    const told = button.textContent;
    const tell = (words) => {
      button.textContent = words;
      setTimeout(() => (button.textContent = told), 2500);
    };
    if (!navigator.clipboard) return tell("Copy it from the address bar");
    navigator.clipboard.writeText(location.href).then(
      () => tell("Copied"),
      () => tell("Copy it from the address bar"),
    );
  }

  function download(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  window.nmc = { arrive, followAddress, writeView, quoted, copyAddress, download };

  /* The theme's buttons whose code stands in the page; the policy allows code in files only. */
  const calls = { "window.print": () => window.print(), toggleFullScreen: () => window.toggleFullScreen() };
  document.querySelectorAll("[data-call]").forEach((button) => button.addEventListener("click", calls[button.dataset.call]));

  /* What is folded away is printed all the same. Newer browsers do that by style (print.css). Code stays as it is. */
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open]):not(.above-input)")];
    for (const details of unfolded) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of unfolded) details.open = false;
    unfolded = [];
  });

  /* Opened as a file, the book cannot run notebooks: say so where the link would lead to an empty page. */
  if (location.protocol === "file:") {
    document.querySelectorAll(".nmc-run a").forEach((link) => link.replaceWith("Runs in the browser only from a web server"));
  }

  /* A page opened as a file may not read others; without this the search would try, and log an error. */
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
})();
