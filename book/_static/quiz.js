/* Check a reader's answers, and compare judgements with what sources say. The answers stay in the reader's
   browser: in its store under a key per page, and in files that the reader saves and opens. */
(function () {
  "use strict";
  const KIND = "nmc-judge-first";

  function element(name, text, properties) {
    return Object.assign(document.createElement(name), { textContent: text ?? "" }, properties);
  }
  function row(kind, cells) {
    const line = element("tr");
    cells.forEach((cell, place) => {
      const head = kind === "th" || place === 0;
      const made = element(head ? "th" : "td");
      if (head) made.scope = kind === "th" ? "col" : "row";
      made.append(cell);
      line.append(made);
    });
    return line;
  }
  function tableOf(caption, heads, lines) {
    const box = element("div", "", { className: "nmc-table", tabIndex: 0 });
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", caption);
    const table = box.appendChild(element("table"));
    const head = element("thead");
    const body = element("tbody");
    head.append(row("th", heads));
    body.append(...lines.map((cells) => row("td", cells)));
    table.append(element("caption", caption), head, body);
    return box;
  }
  const some = (count, noun) => count + " " + noun + (count === 1 ? "" : "s");

  /* What a browser lets a page keep. It may be full or forbidden: the page then works without it and says so. */
  function storeOf(section) {
    const key = "nmc-quiz:" + section.dataset.key;
    const told = section.querySelector(".nmc-kept");
    const tell = (works) => {
      const words = works
        ? "Your answers stay in this browser until you have them forgotten. They are sent nowhere."
        : "This browser does not let the page keep your answers. They stay here until you leave the page.";
      if (told.textContent !== words) told.textContent = words;
      return works;
    };
    return {
      read() {
        try {
          const kept = JSON.parse(localStorage.getItem(key) || "{}");
          tell(true);
          return kept !== null && typeof kept === "object" ? kept : {};
        } catch (error) {
          tell(error instanceof SyntaxError);
          return {};
        }
      },
      write(answers) {
        try {
          localStorage.setItem(key, JSON.stringify(answers));
          tell(true);
        } catch {
          tell(false);
        }
      },
      forget() {
        try {
          localStorage.removeItem(key);
          told.textContent = "Your answers on this page are forgotten.";
        } catch {
          told.textContent = "This browser kept no answers; those on this page are cleared.";
        }
      },
    };
  }

  /* One question with its answer. `reply` says what to tell; it gets the values that are chosen. */
  function itemOf(form) {
    const answer = form.nextElementSibling;
    const feedback = form.querySelector(".nmc-feedback");
    const boxes = [...form.querySelectorAll("input")];
    const button = form.querySelector("button");
    button.disabled = false;
    form.querySelector(".nmc-check").hidden = false;
    answer.hidden = true;
    answer.open = false;
    return {
      form,
      answer,
      boxes,
      button,
      name: form.dataset.item,
      chosen: () => boxes.filter((box) => box.checked).map((box) => box.value),
      choose: (values) => boxes.forEach((box) => (box.checked = Array.isArray(values) && values.includes(box.value))),
      say: (...parts) => feedback.replaceChildren(...parts),
      show: () => (answer.hidden = false),
      clear() {
        form.reset();
        boxes.forEach((box) => (box.disabled = false));
        feedback.replaceChildren();
        answer.hidden = true;
        answer.open = false;
      },
    };
  }

  function startQuiz(section) {
    const items = [...section.querySelectorAll("form.nmc-item")].map(itemOf);
    const store = storeOf(section);
    const answers = {};

    function check(item) {
      const chosen = item.chosen();
      if (!chosen.length) return item.say(element("p", "Choose an answer first."));
      const options = [...item.answer.querySelectorAll("li[data-option]")];
      const parts = options
        .filter((option) => chosen.includes(option.dataset.option))
        .map((option) => {
          const isRight = option.dataset.right === "true";
          const line = element("p", "", { className: isRight ? "nmc-right" : "nmc-wrong" });
          const words = option.querySelector("em").textContent;
          line.append(element("strong", isRight ? "Right: " : "Not right: "), chosen.length > 1 ? words + (/[.?!]”?$/.test(words) ? " " : ". ") : "", option.querySelector(".nmc-why").textContent);
          return line;
        });
      const missed = options.some((option) => option.dataset.right === "true" && !chosen.includes(option.dataset.option));
      const isWhole = !missed && chosen.every((value) => options.find((option) => option.dataset.option === value)?.dataset.right === "true");
      if (item.boxes[0].type === "checkbox")
        parts.push(element("p", isWhole ? "These are all." : missed ? "Not all of the right ones are chosen." : "The right ones are among those that you chose."));
      item.say(...parts);
      item.show();
    }
    function keep(item, isChecked) {
      answers[item.name] = { chosen: item.chosen(), checked: isChecked };
      store.write(answers);
    }

    for (const item of items) {
      item.form.addEventListener("submit", (event) => {
        event.preventDefault();
        check(item);
        if (item.chosen().length) keep(item, true);
      });
      item.form.addEventListener("change", () => {
        item.say();
        keep(item, false);
      });
    }
    const kept = store.read();
    for (const item of items) {
      const answer = kept[item.name];
      if (!answer) continue;
      answers[item.name] = answer;
      item.choose(answer.chosen);
      if (answer.checked && item.chosen().length) check(item);
    }
    section.querySelector(".nmc-forget").addEventListener("click", () => {
      for (const item of items) item.clear();
      for (const name of Object.keys(answers)) delete answers[name];
      store.forget();
    });
  }

  function startJudging(section) {
    const { labels, compared } = JSON.parse(section.querySelector("script.nmc-groups").textContent);
    const items = [...section.querySelectorAll("form.nmc-item")].map(itemOf);
    const byName = Object.fromEntries(items.map((item) => [item.name, item]));
    const store = storeOf(section);
    const panel = section.querySelector(".nmc-compared");
    const own = panel.querySelector(".nmc-own");
    const answers = {};
    const sourceOf = (item) => item.form.dataset.said;
    const wordsOf = (item) => item.answer.querySelector(".nmc-words").textContent;
    const questionOf = (item) => {
      const legend = item.form.querySelector("legend").cloneNode(true);
      legend.querySelector(".nmc-number").remove();
      return legend.textContent.trim();
    };
    const linkOf = (item) => element("a", questionOf(item), { href: item.answer.querySelector("a").getAttribute("href") });

    function reveal(item) {
      const mine = answers[item.name];
      item.choose([mine]);
      item.boxes.forEach((box) => (box.disabled = true)); // first comes the judgement, then the words
      item.button.setAttribute("aria-disabled", "true");
      const said = element("p");
      said.append(element("strong", "The source: "), wordsOf(item) + ". Your answer: " + compared[mine][sourceOf(item)] + ".");
      item.say(said);
      item.show();
      item.answer.open = true;
    }
    function compare() {
      const judged = items.filter((item) => answers[item.name]);
      const words = judged.map((item) => compared[answers[item.name]][sourceOf(item)]);
      const kinds = [...new Set(Object.values(compared).flatMap((one) => Object.values(one)))];
      panel.querySelector(".nmc-compared-status").textContent =
        some(judged.length, "claim") + " of " + items.length + " judged. " +
        kinds.map((kind) => kind[0].toUpperCase() + kind.slice(1) + ": " + words.filter((word) => word === kind).length + ".").join(" ");
      own.replaceChildren();
      if (judged.length)
        own.append(
          tableOf("Your answers beside the sources' words", ["Claim", "You: the source …", "The source's words", "Your answer is"],
            judged.map((item, place) => [linkOf(item), labels[answers[item.name]], wordsOf(item), words[place]])),
        );
    }

    for (const item of items)
      item.form.addEventListener("submit", (event) => {
        event.preventDefault();
        const [mine] = item.chosen();
        if (answers[item.name]) return;
        if (!mine) return item.say(element("p", "Choose an answer first."));
        answers[item.name] = mine;
        reveal(item);
        store.write(answers);
        if (own.children.length || items.every((one) => answers[one.name])) compare();
      });

    const kept = store.read();
    for (const item of items)
      if (Object.hasOwn(labels, kept[item.name] ?? "")) {
        answers[item.name] = kept[item.name];
        reveal(item);
      }
    if (items.every((item) => answers[item.name])) compare();

    panel.querySelector(".nmc-compare").addEventListener("click", compare);
    panel.querySelector(".nmc-save").addEventListener("click", () =>
      nmc.download("my-judgements.json", "application/json", JSON.stringify({ kind: KIND, version: 1, answers }, null, 2) + "\n"),
    );
    section.querySelector(".nmc-forget").addEventListener("click", () => {
      for (const item of items) {
        item.clear();
        item.button.removeAttribute("aria-disabled");
      }
      for (const name of Object.keys(answers)) delete answers[name];
      own.replaceChildren();
      panel.querySelector(".nmc-compared-status").textContent = "";
      store.forget();
    });

    /* Return the answers in a file of this page, or null if it is none. */
    async function answersIn(file) {
      try {
        const read = JSON.parse(await file.text());
        if (read.kind !== KIND || read.version !== 1 || typeof read.answers !== "object") return null;
        return Object.fromEntries(
          Object.entries(read.answers).filter(([name, group]) => Object.hasOwn(byName, name) && Object.hasOwn(labels, group)),
        );
      } catch {
        return null;
      }
    }
    panel.querySelector("input[type=file]").addEventListener("change", async (event) => {
      const files = [...event.target.files];
      const read = await Promise.all(files.map(answersIn));
      const whole = read.filter(Boolean);
      const refused = files.filter((_, place) => !read[place]).map((file) => file.name);
      panel.querySelector(".nmc-files-status").textContent =
        some(whole.length, "file") + " side by side." + (refused.length ? " Not a file of answers to this page: " + refused.join(", ") + "." : "");
      const groups = Object.keys(labels);
      const count = (item, group) => {
        const number = whole.filter((one) => one[item.name] === group).length;
        if (group !== sourceOf(item)) return String(number);
        const cell = element("span");
        cell.append(element("strong", number), " (the source)");
        return cell;
      };
      panel.querySelector(".nmc-files").replaceChildren(
        ...(whole.length
          ? [tableOf("How many answers each claim got; the source's own group is marked", ["Claim", ...groups.map((group) => "It " + labels[group])],
              items.map((item) => [linkOf(item), ...groups.map((group) => count(item, group))]))]
          : []),
      );
    });
    panel.hidden = false;
  }

  document.querySelectorAll("section.nmc-quiz").forEach((section) => {
    (section.classList.contains("nmc-judge") ? startJudging : startQuiz)(section);
    section.querySelector(".nmc-keep").hidden = false;
    section.dataset.live = "yes";
  });
})();
