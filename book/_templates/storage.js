/* A browser that keeps nothing for a site throws wherever a script looks for its storage, and all that follows in that
   script is lost: menu, search, colour mode. This stands first in each page and puts a store in the place of one that
   cannot be read; it lasts as long as the page. It is no `Storage`, by which a script can tell that nothing is kept. */
(function () {
  "use strict";
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("");
    } catch {
      const kept = new Map();
      const value = {
        getItem: (key) => kept.get(String(key)) ?? null,
        setItem: (key, text) => void kept.set(String(key), String(text)),
        removeItem: (key) => void kept.delete(String(key)),
        clear: () => kept.clear(),
        key: (place) => [...kept.keys()][place] ?? null,
        get length() {
          return kept.size;
        },
      };
      Object.defineProperty(window, name, { value, configurable: true });
    }
  }
})();
