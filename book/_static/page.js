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

  /* A view is kept after "#", so that it needs no server: #map?rows=domain_id&columns=certainty */
  function readView(name) {
    const [given, query] = location.hash.slice(1).split("?");
    return given === name && query !== undefined ? new URLSearchParams(query) : null;
  }
  function writeView(name, view) {
    const query = view.toString();
    history.replaceState(null, "", query ? "#" + name + "?" + query : location.pathname + location.search);
  }

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

  window.nmc = { arrive, readView, writeView, copyAddress, download };

  /* The theme's buttons whose code stands in the page; the policy allows code in files only. */
  const calls = { "window.print": () => window.print(), toggleFullScreen: () => window.toggleFullScreen() };
  document.querySelectorAll("[data-call]").forEach((button) => button.addEventListener("click", calls[button.dataset.call]));

  /* Opened as a file, the book cannot run notebooks: say so where the link would lead to an empty page. */
  if (location.protocol === "file:") {
    document.querySelectorAll(".nmc-run a").forEach((link) => link.replaceWith("Runs in the browser only from a web server"));
  }

  /* A page opened as a file may not read others; without this the search would try, and log an error. */
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
})();
