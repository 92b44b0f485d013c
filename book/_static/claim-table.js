/* Search, filter, sort, open and take along the table of claims. DataTables does the table's part; it and the
   cards arrive as files beside the page. Without them the whole table stands there. */
(function () {
  "use strict";
  const PAGE = 25;

  async function start(section) {
    await nmc.arrive("_static/vendor/jquery.min.js");
    await nmc.arrive("_static/vendor/dataTables.min.js");
    const form = section.querySelector("form");
    const status = section.querySelector(".nmc-status");
    const selects = [...form.querySelectorAll("select")];
    const attribute = (name) => "data-" + name.replace("_", "-");
    const rows = new Map([...section.querySelectorAll("tbody tr")].map((row) => [row.id, row]));
    const keeps = (row) => selects.every((select) => !select.value || row.getAttribute(attribute(select.name)) === select.value);

    for (const row of rows.values()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "nmc-open";
      button.textContent = "Card";
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-label", "Card of " + row.id);
      row.querySelector("th").append(" ", button);
    }
    DataTable.ext.search.push((settings, cells, index) => keeps(settings.aoData[index].nTr));
    const table = new DataTable(section.querySelector("table"), {
      autoWidth: false,
      order: [],
      pageLength: PAGE,
      layout: { topStart: null, topEnd: null, bottomStart: "paging", bottomEnd: null },
      language: { emptyTable: "There is no claim.", zeroRecords: "No claim fits. Take a filter away." },
    });
    const shownIds = () => table.rows({ search: "applied", order: "applied" }).nodes().toArray().map((row) => row.id);
    const isOpen = (row) => Boolean(table.row(row).child.isShown());
    const columns = table.columns().names().toArray();
    const behind = () => nmc.arrive("figures/" + section.id + ".js").then(() => window.nmcParts[section.id]);
    let isRecalling = false;

    /* All that the reader sees, in one address: search, filters, order, page and open cards. */
    function view() {
      const kept = new URLSearchParams();
      if (form.q.value) kept.set("q", form.q.value);
      for (const select of selects) if (select.value) kept.set(select.name, select.value);
      const order = table.order().filter(([, way]) => way).map(([column, way]) => (way === "desc" ? "-" : "") + columns[column]);
      if (order.length) kept.set("sort", order.join("."));
      if (table.page()) kept.set("page", table.page() + 1);
      for (const id of shownIds()) if (isOpen(rows.get(id))) kept.append("open", id);
      return kept;
    }
    const save = () => nmc.writeView(section.id, view());
    function count() {
      const shown = table.rows({ search: "applied" }).count();
      return shown + (shown === 1 ? " claim" : " claims") + " shown of " + rows.size + ".";
    }
    const draw = () => table.search(form.q.value).draw();
    table.on("draw", () => {
      if (isRecalling) return;
      status.textContent = count();
      save();
    });

    async function openCard(row, opens) {
      const line = table.row(row);
      row.querySelector(".nmc-open").setAttribute("aria-expanded", String(opens));
      if (!opens) return line.child.hide();
      const { cards } = await behind();
      line.child(cards[row.id], "nmc-card-row").show();
    }

    /* An order as it stands in an address, or null if it is none of this table. */
    function orderOf(text) {
      const order = text.split(".").map((name) => [columns.indexOf(name.replace(/^-/, "")), name.startsWith("-") ? "desc" : "asc"]);
      return order.every(([column]) => column >= 0) ? order : null;
    }

    /* Show what the address asks for, bring its first open card to sight, and say what is not there. */
    async function recall({ view: asked, id, unknown }) {
      const ids = id ? [id] : [];
      const left = [];
      let order = [];
      let page = null;
      form.reset();
      for (const [name, value] of asked ?? []) {
        const select = selects.find((one) => one.name === name);
        if (name === "q") form.q.value = value;
        else if (name === "open") ids.push(value);
        else if (name === "sort" && orderOf(value)) order = orderOf(value);
        else if (name === "page" && /^[1-9][0-9]*$/.test(value)) page = value - 1;
        else if (select && [...select.options].some((option) => option.value === value)) select.value = value;
        else left.push(name + "=" + value);
      }
      isRecalling = true;
      table.order(order);
      draw();
      const fitting = shownIds();
      const [first] = fitting.filter((one) => ids.includes(one));
      page ??= Math.floor(Math.max(0, fitting.indexOf(first)) / PAGE);
      table.page(Math.max(0, Math.min(page, table.page.info().pages - 1))).draw(false);
      isRecalling = false;
      for (const row of rows.values())
        if (ids.includes(row.id) !== isOpen(row)) await openCard(row, ids.includes(row.id));
      const nowhere = [...ids.filter((one) => !rows.has(one)), ...(unknown ? [unknown] : [])];
      const hidden = ids.filter((one) => rows.has(one) && !fitting.includes(one));
      const words = [
        nowhere.length && "This address names no claim of the book: " + nmc.quoted(nowhere) + ".",
        hidden.length && "The filter of this address leaves out the claim that it opens: " + nmc.quoted(hidden) + ".",
        left.length && "This address asks for something that the table does not have: " + nmc.quoted(left) + ".",
      ];
      status.textContent = [count(), ...words.filter(Boolean)].join(" ");
      if (first) {
        rows.get(first).scrollIntoView({ block: "center" });
        rows.get(first).querySelector("a").focus({ preventScroll: true });
      } else if (words.some(Boolean)) status.scrollIntoView({ block: "center" });
    }

    async function take(form_) {
      const { header, rows, works, ...written } = await behind();
      const ids = shownIds();
      if (form_ === "csv") return nmc.download("claims.csv", "text/csv", [header, ...ids.map((id) => rows[id])].join("\n") + "\n");
      const keys = [...new Set(ids.flatMap((id) => works[id]))];
      const [name, type] = { ris: ["works.ris", "application/x-research-info-systems"], bib: ["works.bib", "application/x-bibtex"] }[form_];
      nmc.download(name, type, keys.map((key) => written[form_][key]).join("\n\n") + "\n");
    }

    form.addEventListener("input", draw);
    form.addEventListener("submit", (event) => event.preventDefault());
    section.addEventListener("click", async (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.export) take(button.dataset.export);
      else if (button.classList.contains("nmc-copy")) {
        save(); // a link to another place of the page may stand in the address
        nmc.copyAddress(button);
      } else if (button.classList.contains("nmc-reset")) {
        form.reset();
        table.order([]);
        draw();
      } else if (button.classList.contains("nmc-open")) {
        const row = button.closest("tr");
        await openCard(row, !isOpen(row));
        save();
      }
    });
    form.hidden = false;
    await nmc.followAddress(section.id, recall, (id) => rows.has(id));
    section.dataset.live = "yes";
  }

  document.querySelectorAll("section.nmc-explorer").forEach((section) =>
    start(section).catch((error) => console.error("the table stays as it is:", error)),
  );
})();
