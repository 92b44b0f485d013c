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
    const every = section.querySelectorAll("tbody tr").length;
    const attribute = (name) => "data-" + name.replace("_", "-");
    const keeps = (row) => selects.every((select) => !select.value || row.getAttribute(attribute(select.name)) === select.value);

    for (const row of section.querySelectorAll("tbody tr")) {
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
    const behind = () => nmc.arrive("figures/" + section.id + ".js").then(() => window.nmcParts[section.id]);

    function view() {
      const kept = new URLSearchParams();
      if (form.q.value) kept.set("q", form.q.value);
      for (const select of selects) if (select.value) kept.set(select.name, select.value);
      return kept;
    }
    function draw() {
      table.search(form.q.value).draw();
      const count = table.rows({ search: "applied" }).count();
      status.textContent = count + (count === 1 ? " claim" : " claims") + " shown of " + every + ".";
    }

    async function openCard(row, isOpen) {
      const line = table.row(row);
      row.querySelector(".nmc-open").setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) return line.child.hide();
      const { cards } = await behind();
      line.child(cards[row.id], "nmc-card-row").show();
    }

    /* The address of a claim: its row is brought to sight with its card open. */
    async function goTo(id) {
      const row = table.rows().nodes().toArray().find((one) => one.id === id);
      if (!row) return false;
      form.reset();
      draw();
      table.page(Math.floor(shownIds().indexOf(id) / PAGE)).draw(false);
      await openCard(row, true);
      row.scrollIntoView({ block: "center" });
      row.querySelector("a").focus({ preventScroll: true });
      return true;
    }

    async function recall() {
      const id = decodeURIComponent(location.hash.slice(1));
      if (id && !id.includes("?") && (await goTo(id))) return;
      const kept = nmc.readView(section.id);
      form.reset();
      if (kept) {
        form.q.value = kept.get("q") || "";
        for (const select of selects)
          if ([...select.options].some((option) => option.value === kept.get(select.name))) select.value = kept.get(select.name);
      }
      draw();
    }

    async function take(form_) {
      const { header, rows, works, ...written } = await behind();
      const ids = shownIds();
      if (form_ === "csv") return nmc.download("claims.csv", "text/csv", [header, ...ids.map((id) => rows[id])].join("\n") + "\n");
      const keys = [...new Set(ids.flatMap((id) => works[id]))];
      const [name, type] = { ris: ["works.ris", "application/x-research-info-systems"], bib: ["works.bib", "application/x-bibtex"] }[form_];
      nmc.download(name, type, keys.map((key) => written[form_][key]).join("\n\n") + "\n");
    }

    form.addEventListener("input", () => {
      draw();
      nmc.writeView(section.id, view());
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    section.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.export) take(button.dataset.export);
      else if (button.classList.contains("nmc-copy")) nmc.copyAddress(button);
      else if (button.classList.contains("nmc-reset")) {
        form.reset();
        draw();
        nmc.writeView(section.id, view());
      }
      else if (button.classList.contains("nmc-open")) {
        const row = button.closest("tr");
        const isOpen = button.getAttribute("aria-expanded") !== "true";
        openCard(row, isOpen);
        if (isOpen) history.replaceState(null, "", "#" + row.id);
      }
    });
    window.addEventListener("hashchange", recall);
    form.hidden = false;
    await recall();
    section.dataset.live = "yes";
  }

  document.querySelectorAll("section.nmc-explorer").forEach((section) =>
    start(section).catch((error) => console.error("the table stays as it is:", error)),
  );
})();
