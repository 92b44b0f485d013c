/* Let the reader turn, filter, open and share the map of claims. It counts the lines that stand in the page. */
(function () {
  "use strict";
  const camel = (column) => column.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

  function start(map) {
    const { values, axes } = JSON.parse(map.querySelector("script.nmc-axes").textContent);
    const form = map.querySelector("form");
    const table = map.querySelector("table");
    const opened = map.querySelector(".nmc-opened");
    const status = map.querySelector(".nmc-status");
    const claims = [...map.querySelectorAll(".nmc-claims > li")];
    const filters = [...new Set([...form.querySelectorAll("fieldset input[type=checkbox]")].map((box) => box.name))].filter(
      (name) => name !== "hide" && name !== "honest",
    );
    const boxes = (name) => [...form.querySelectorAll('input[name="' + name + '"]')];
    const ticked = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);
    const of = (claim, column) => claim.dataset[camel(column)];
    let cell = null;

    /* What is counted under the present choices, tile by tile, and what stands there in all. */
    function count() {
      const [rows, columns] = [form.rows.value, form.columns.value];
      const chosen = Object.fromEntries(filters.map((name) => [name, new Set(ticked(name))]));
      const hide = new Set(ticked("hide"));
      const crossed = [rows, columns].map((axis) => axis.replace("_id", ""));
      const tiles = {};
      for (const claim of claims) {
        const tile = (tiles[of(claim, rows) + "|" + of(claim, columns)] ||= { all: [], shown: [] });
        tile.all.push(claim);
        const ours = claim.dataset.ours.split(" ").some((what) => crossed.includes(what));
        if (
          filters.every((name) => chosen[name].has(of(claim, name))) &&
          !(hide.has("ours") && ours) &&
          !hide.has(claim.dataset.certainty)
        )
          tile.shown.push(claim);
      }
      if (hide.has("single"))
        for (const tile of Object.values(tiles))
          if (new Set(tile.shown.map((claim) => claim.dataset.sourceId)).size < 2) tile.shown = [];
      return tiles;
    }

    function element(name, text, properties) {
      return Object.assign(document.createElement(name), { textContent: text }, properties);
    }

    /* An empty tile leads to what is known of the gap, where a page says so. */
    function empty(tile, label) {
      const about = map.dataset.gaps && ["outcome_id", "domain_id"].map((axis) => tile[axis]).find((value) => value && value !== "none");
      if (!about) return element("span", "–", { title: "no claim of any kind" });
      const link = element("a", "–", { href: map.dataset.gaps + "#gaps-" + about.replace(/_/g, "-"), title: "no claim of any kind: to the gaps" });
      link.setAttribute("aria-label", label + ": no claim of any kind; to the gap workbook");
      return link;
    }

    function draw(moveFocus) {
      const [rows, columns] = [form.rows.value, form.columns.value];
      const tiles = count();
      const most = Math.max(1, ...Object.values(tiles).map((tile) => tile.shown.length));
      const head = element("tr");
      head.append(element("th", axes[rows], { scope: "col" }));
      for (const label of Object.values(values[columns])) head.append(element("th", label, { scope: "col" }));
      const body = document.createElement("tbody");
      for (const [row, rowLabel] of Object.entries(values[rows])) {
        const line = body.appendChild(element("tr"));
        line.append(element("th", rowLabel, { scope: "row" }));
        for (const [column, columnLabel] of Object.entries(values[columns])) {
          const key = row + "|" + column;
          const { all, shown } = tiles[key] || { all: [], shown: [] };
          const place = line.appendChild(element("td"));
          if (!all.length) {
            place.append(empty({ [rows]: row, [columns]: column }, rowLabel + ", " + columnLabel));
            continue;
          }
          const button = element("button", shown.length || "○", { type: "button" });
          const words = shown.length ? shown.length + " of " + all.length + " claims shown" : "no claim shown of " + all.length;
          button.setAttribute("aria-label", rowLabel + ", " + columnLabel + ": " + words);
          button.title = words;
          button.setAttribute("aria-expanded", String(cell === key));
          button.dataset.cell = key;
          if (shown.length) button.style.setProperty("--nmc-share", (12 + (48 * shown.length) / most).toFixed(0) + "%");
          place.append(button);
        }
      }
      table.querySelector("caption").textContent = axes[rows] + " by " + axes[columns].toLowerCase();
      table.querySelector("thead").replaceChildren(head);
      table.querySelector("tbody").replaceWith(body);
      const sum = Object.values(tiles).reduce((total, tile) => total + tile.shown.length, 0);
      status.textContent = sum + (sum === 1 ? " claim" : " claims") + " shown of " + claims.length + ".";
      open(tiles, moveFocus);
    }

    function open(tiles, moveFocus) {
      const tile = cell && tiles[cell];
      opened.hidden = !tile;
      if (!tile) return;
      const [row, column] = cell.split("|");
      const where = values[form.rows.value][row] + ", " + values[form.columns.value][column];
      const parts = [element("p", where + ": " + tile.shown.length + " of " + tile.all.length + " claims shown.", { className: "nmc-where" })];
      const list = (these) => {
        const shown = document.createElement("ul");
        shown.append(...these.map((claim) => claim.cloneNode(true)));
        return shown;
      };
      if (tile.shown.length) parts.push(list(tile.shown));
      const rest = tile.all.filter((claim) => !tile.shown.includes(claim));
      if (rest.length) {
        const details = document.createElement("details");
        details.append(element("summary", "Not shown under your choices: " + rest.length), list(rest));
        parts.push(details);
      }
      opened.replaceChildren(...parts);
      if (moveFocus) opened.focus();
    }

    /* The view as it is kept in the address; what stands at its first value is left out. */
    function view() {
      const kept = new URLSearchParams();
      for (const axis of ["rows", "columns"])
        if (form[axis].value !== form[axis].querySelector("[selected]").value) kept.set(axis, form[axis].value);
      for (const name of filters)
        if (boxes(name).some((box) => box.checked !== box.defaultChecked)) kept.set(name, ticked(name).join("."));
      if (ticked("hide").length) kept.set("hide", ticked("hide").join("."));
      if (cell) kept.set("tile", cell);
      return kept;
    }

    /* Bring a view back, and return what it asks for and the map does not have. */
    function restore(kept) {
      const left = [];
      form.reset();
      cell = null;
      for (const [name, value] of kept ?? []) {
        const given = value ? value.split(".") : [];
        if (name === "tile") cell = value;
        else if (["rows", "columns"].includes(name) && Object.keys(axes).includes(value)) form[name].value = value;
        else if ([...filters, "hide"].includes(name)) {
          const known = given.filter((one) => boxes(name).some((box) => box.value === one));
          const strange = given.filter((one) => !known.includes(one));
          if (strange.length) left.push(name + "=" + strange.join("."));
          if (known.length || !given.length) for (const box of boxes(name)) box.checked = known.includes(box.value);
        } else left.push(name + "=" + value);
      }
      if (form.rows.value === form.columns.value && kept.has("rows") && kept.has("columns")) left.push("rows=" + form.rows.value);
      agree(kept && kept.has("columns") ? form.columns : form.rows);
      if (cell && !Object.keys(count()).includes(cell)) {
        left.push("tile=" + cell);
        cell = null;
      }
      return left;
    }

    /* A map crosses two different columns: the other one gives way. */
    function agree(changed) {
      const other = changed === form.rows ? form.columns : form.rows;
      if (form.rows.value === form.columns.value) other.value = Object.keys(axes).find((axis) => axis !== changed.value);
    }

    function show(moveFocus) {
      form.honest.checked = boxes("hide").every((box) => box.checked);
      draw(moveFocus);
    }

    const save = () => nmc.writeView(map.id, view());
    form.addEventListener("change", ({ target }) => {
      if (target.name === "rows" || target.name === "columns") {
        agree(target);
        cell = null;
      }
      if (target.name === "honest") for (const box of boxes("hide")) box.checked = target.checked;
      show();
      save();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector(".nmc-reset").addEventListener("click", () => {
      restore(null);
      show();
      save();
    });
    form.querySelector(".nmc-copy").addEventListener("click", (event) => {
      save(); // a link to another place of the page may stand in the address
      nmc.copyAddress(event.target);
    });
    table.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-cell]");
      if (!button) return;
      cell = cell === button.dataset.cell ? null : button.dataset.cell;
      const again = button.dataset.cell;
      show(cell !== null);
      if (cell === null) table.querySelector('button[data-cell="' + CSS.escape(again) + '"]').focus();
      save();
    });
    opened.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !cell) return;
      const again = cell;
      cell = null;
      show();
      table.querySelector('button[data-cell="' + CSS.escape(again) + '"]').focus();
      save();
    });
    function recall({ view: asked, unknown }) {
      const left = restore(asked);
      show();
      const words = [
        unknown && "This address names nothing in this page: " + nmc.quoted([unknown]) + ".",
        left.length && "This address asks for something that the map does not have: " + nmc.quoted(left) + ".",
      ].filter(Boolean);
      if (!words.length) return;
      status.append(" " + words.join(" "));
      status.scrollIntoView({ block: "center" });
    }
    form.hidden = false;
    map.dataset.live = "yes";
    nmc.followAddress(map.id, recall);
  }

  document.querySelectorAll("section.nmc-map").forEach(start);
})();
