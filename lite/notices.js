// Says in plain words what goes wrong in the notebooks for the browser, where JupyterLite itself says little or
// nothing: no web server, a store that is full or missing, a Python that has stopped.
(function () {
  "use strict";

  const KEEP = "Choose File, then Download, to save the notebook as a file.";
  const MESSAGES = {
    "no-server":
      "Notebooks run in the browser only when the book comes from a web server. In a folder of the book’s source, " +
      "“make serve” starts one. The pages of the book work without.",
    "no-store":
      "This browser keeps nothing for this site, perhaps because the window is private. You can work, but your " +
      `changes go when this page closes. ${KEEP}`,
    "little-room": `This browser has little room left for this site, so your next changes may not be kept. ${KEEP}`,
    "not-kept":
      "Your last change could not be kept: the browser’s room for this site is full, or it refused to write. The " +
      `notebook is still here, in this page. ${KEEP} Then delete data of other sites in the browser’s settings.`,
    stopped:
      "Python has stopped, or could not start. Your notebook is still here. Choose Kernel, then Restart Kernel, and run the cells again. " +
      KEEP,
    busy:
      "Python has been busy with one cell for two minutes. It may still be working, or it may have stopped. To give " +
      `up, choose Kernel, then Restart Kernel: the notebook stays as it is. ${KEEP}`,
  };
  const LITTLE_ROOM = 5 * 1024 * 1024; // bytes; the notebooks of the book with all their outputs need about so much
  const PATIENCE = 120 * 1000; // milliseconds
  const LOOK = 2 * 1000;

  function notice(name) {
    if (!document.body) {
      document.addEventListener("DOMContentLoaded", () => notice(name));
      return;
    }
    if (document.querySelector(`[data-notice="${name}"]`)) {
      return;
    }
    const box = document.createElement("div");
    box.dataset.notice = name;
    box.setAttribute("role", "alert");
    box.style.cssText =
      "position:fixed;z-index:100000;left:1rem;right:1rem;bottom:1rem;max-width:44rem;margin:auto;padding:0.8rem 1rem;" +
      "display:flex;gap:1rem;align-items:flex-start;font:16px/1.4 Arial,Helvetica,sans-serif;color:#1a1a1a;" +
      "background:#fff;border:3px solid #1a1a1a;border-radius:4px";
    const words = document.createElement("p");
    words.style.margin = "0";
    words.textContent = MESSAGES[name];
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.style.cssText = "font:inherit;padding:0.2rem 0.8rem;color:inherit;background:#fff;border:1px solid";
    close.addEventListener("click", () => box.remove());
    box.append(words, close);
    document.body.append(box);
  }

  // --- where the page comes from

  if (window.location.protocol === "file:") {
    notice("no-server");
    return;
  }

  // --- the browser's store

  function watchWrites(prototype, method) {
    const original = prototype[method];
    prototype[method] = function (...given) {
      try {
        const request = original.apply(this, given);
        request?.addEventListener?.("error", () => notice("not-kept"));
        return request;
      } catch (error) {
        notice("not-kept");
        throw error;
      }
    };
  }

  try {
    const test = window.indexedDB.open("nmc-evidence test"); // where all is refused, the look at it throws
    test.onsuccess = () => test.result.close();
    test.onerror = () => notice("no-store");
    watchWrites(IDBObjectStore.prototype, "put");
    watchWrites(IDBObjectStore.prototype, "add");
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...given) {
      const begun = transaction.apply(this, given);
      begun.addEventListener("abort", () => begun.error && notice("not-kept"));
      return begun;
    };
  } catch {
    notice("no-store");
  }
  navigator.storage?.estimate?.().then(({ quota, usage }) => {
    if (quota - usage < LITTLE_ROOM) {
      notice("little-room");
    }
  });

  // --- its Python

  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...given) {
      super(...given);
      this.addEventListener("error", () => notice("stopped"));
      let hasAnswered = false;
      this.addEventListener("message", ({ data }) => {
        const isRefusal = data?.type === "HANDLER" && data.name === "throw";
        if (data?._logMessage?.level === "critical" && /fatal error|has exited/.test(data._logMessage.data)) {
          notice("stopped"); // in the kernel's own words
        } else if (isRefusal && !(hasAnswered && data.value?.value?.name === "PythonError")) {
          notice("stopped"); // its first answer, or one that Python itself could not give
        }
        hasAnswered ||= data?.type === "RAW";
      });
    }
  };
  let busySince = null;
  setInterval(() => {
    const isBusy = document.querySelector('.jp-Notebook-ExecutionIndicator[data-status="busy"]');
    busySince = isBusy ? (busySince ?? performance.now()) : null;
    if (isBusy && performance.now() - busySince > PATIENCE) {
      notice("busy");
      busySince = performance.now();
    }
  }, LOOK);
})();
