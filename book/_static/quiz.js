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

  /* What a browser lets a page keep. It may be full or forbidden: the page then works without it and says so. Several
     tabs may share it: each writes only what was changed in it, and hears what others write. */
  function storeOf(section, { changed, forgotten }) {
    const key = "nmc-quiz:" + section.dataset.key;
    const told = section.querySelector(".nmc-kept");
    let unwritten = {};
    const tell = (works) => {
      const words = works
        ? "Your answers stay in this browser until you have them forgotten. They are sent nowhere."
        : "This browser does not let the page keep your answers. They stay here until you leave the page.";
      if (told.textContent !== words) told.textContent = words;
    };
    const isReal = () => localStorage instanceof Storage; // storage.js puts another one in the place of none
    function parsed() {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        return kept !== null && typeof kept === "object" ? kept : {};
      } catch (error) {
        if (error instanceof SyntaxError) return {};
        throw error;
      }
    }
    function read() {
      try {
        const kept = parsed();
        tell(isReal());
        return kept;
      } catch {
        tell(false);
        return {};
      }
    }
    window.addEventListener("storage", (event) => {
      if (event.key !== key && event.key !== null) return;
      if (event.newValue === null) forgotten();
      else changed(read());
    });
    return {
      read,
      write(name, answer) {
        unwritten[name] = answer;
        try {
          localStorage.setItem(key, JSON.stringify({ ...parsed(), ...unwritten }));
          unwritten = {};
          tell(isReal());
        } catch {
          tell(false);
        }
      },
      forget() {
        unwritten = {};
        try {
          localStorage.removeItem(key);
          told.textContent = isReal()
            ? "Your answers on this page are forgotten."
            : "This browser kept no answers; those on this page are cleared.";
        } catch {
          told.textContent = "This browser kept no answers; those on this page are cleared.";
        }
      },
    };
  }

  /* The answers of a section by the names of its items, each { chosen: values, checked: whether its answer was asked
     for }. They are kept at every change. `show` puts an answer into the page that comes from the store. */
  function answersOf(section, items, { show, cleared }) {
    const answers = new Map();
    function known(item, kept) {
      // an earlier version of this page kept the value alone, once the source's words were shown
      const { chosen, checked } = typeof kept === "string" ? { chosen: [kept], checked: true } : (kept ?? {});
      return Array.isArray(chosen) ? { chosen: item.values.filter((value) => chosen.includes(value)), checked: Boolean(checked) } : null;
    }
    function changed(kept) {
      for (const item of items) {
        const answer = known(item, kept[item.name]);
        if (!answer || JSON.stringify(answer) === JSON.stringify(answers.get(item.name))) continue;
        answers.set(item.name, answer);
        item.choose(answer.chosen);
        show(item, answer);
      }
    }
    function forgotten() {
      for (const item of items) item.clear();
      answers.clear();
      cleared();
    }
    const store = storeOf(section, { changed, forgotten });
    changed(store.read());
    section.querySelector(".nmc-forget").addEventListener("click", () => {
      forgotten();
      store.forget();
    });
    return {
      of: (item) => answers.get(item.name),
      keep(item, checked) {
        const answer = { chosen: item.chosen(), checked };
        answers.set(item.name, answer);
        store.write(item.name, answer);
      },
    };
  }

  /* One question with its answer. */
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
      values: boxes.map((box) => box.value),
      chosen: () => boxes.filter((box) => box.checked).map((box) => box.value),
      choose: (values) => boxes.forEach((box) => (box.checked = values.includes(box.value))),
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
    const answers = answersOf(section, items, {
      show: (item, { chosen, checked }) => (checked && chosen.length ? check(item) : item.say()),
      cleared: () => {},
    });
    for (const item of items) {
      item.form.addEventListener("submit", (event) => {
        event.preventDefault();
        check(item);
        if (item.chosen().length) answers.keep(item, true);
      });
      item.form.addEventListener("change", () => {
        item.say();
        answers.keep(item, false);
      });
    }
  }

  function startJudging(section) {
    const { labels, compared } = JSON.parse(section.querySelector("script.nmc-groups").textContent);
    const items = [...section.querySelectorAll("form.nmc-item")].map(itemOf);
    const panel = section.querySelector(".nmc-compared");
    const own = panel.querySelector(".nmc-own");
    const status = panel.querySelector(".nmc-compared-status");
    const groups = Object.keys(labels);
    const sourceOf = (item) => item.form.dataset.said;
    const wordsOf = (item) => item.answer.querySelector(".nmc-words").textContent;
    const questionOf = (item) => {
      const legend = item.form.querySelector("legend").cloneNode(true);
      legend.querySelector(".nmc-number").remove();
      return legend.textContent.trim();
    };
    const linkOf = (item) => element("a", questionOf(item), { href: item.answer.querySelector("a").getAttribute("href") });

    const mine = (item) => item.chosen()[0];

    function reveal(item) {
      item.boxes.forEach((box) => (box.disabled = true)); // first comes the judgement, then the words
      item.button.setAttribute("aria-disabled", "true");
      const said = element("p");
      said.append(element("strong", "The source: "), wordsOf(item) + ". Your answer: " + compared[mine(item)][sourceOf(item)] + ".");
      item.say(said);
      item.show();
    }
    function compare() {
      const judged = items.filter(mine);
      const words = judged.map((item) => compared[mine(item)][sourceOf(item)]);
      const kinds = [...new Set(Object.values(compared).flatMap((one) => Object.values(one)))];
      status.textContent =
        some(judged.length, "claim") + " of " + items.length + " judged. " +
        kinds.map((kind) => kind[0].toUpperCase() + kind.slice(1) + ": " + words.filter((word) => word === kind).length + ".").join(" ");
      own.replaceChildren();
      if (judged.length)
        own.append(
          tableOf("Your answers beside the sources' words", ["Claim", "You: the source …", "The source's words", "Your answer is"],
            judged.map((item, place) => [linkOf(item), labels[mine(item)], wordsOf(item), words[place]])),
        );
    }

    const answers = answersOf(section, items, {
      show: (item, { chosen, checked }) => {
        if (!checked || !chosen.length) return item.say();
        reveal(item);
        item.answer.open = true;
        if (own.children.length) compare();
      },
      cleared() {
        for (const item of items) item.button.removeAttribute("aria-disabled");
        own.replaceChildren();
        status.textContent = "";
      },
    });
    const isRevealed = (item) => Boolean(answers.of(item)?.checked && mine(item));
    const compareAtTheEnd = () => items.every(isRevealed) && compare();
    compareAtTheEnd();

    for (const item of items) {
      item.form.addEventListener("change", () => {
        item.say();
        answers.keep(item, false);
      });
      item.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (isRevealed(item)) return;
        if (!mine(item)) return item.say(element("p", "Choose an answer first."));
        answers.keep(item, true);
        reveal(item);
        item.answer.open = true;
        if (own.children.length) compare();
        else compareAtTheEnd();
      });
    }

    /* The table shows the source's words, so that every judgement that was made stands from here on. */
    panel.querySelector(".nmc-compare").addEventListener("click", () => {
      for (const item of items.filter((one) => mine(one) && !isRevealed(one))) {
        answers.keep(item, true);
        reveal(item);
      }
      compare();
      status.scrollIntoView({ block: "nearest" });
    });
    panel.querySelector(".nmc-save").addEventListener("click", () => {
      const judged = items.filter(mine);
      if (!judged.length) {
        status.textContent = "There is no answer to save yet: choose one first.";
        return;
      }
      const given = Object.fromEntries(judged.map((item) => [item.name, mine(item)]));
      const mark = Math.random().toString(36).slice(2, 6); // so that the files of a class have different names
      nmc.download("my-judgements-" + mark + ".json", "application/json", JSON.stringify({ kind: KIND, version: 1, answers: given }, null, 2) + "\n");
    });

    /* Return the answers in a file of this page, and how many others it has; null if it is no such file. */
    async function answersIn(file) {
      try {
        const { kind, version, answers: given } = JSON.parse(await file.text());
        if (kind !== KIND || version !== 1 || given === null || typeof given !== "object" || Array.isArray(given)) return null;
        const known = new Map(Object.entries(given).filter(([name, group]) => items.some((item) => item.name === name) && groups.includes(group)));
        return { name: file.name, known, others: Object.keys(given).length - known.size };
      } catch {
        return null;
      }
    }
    panel.querySelector("input[type=file]").addEventListener("change", async (event) => {
      const files = [...event.target.files];
      const read = await Promise.all(files.map(answersIn));
      const whole = read.filter((one) => one && one.known.size);
      const named = (words, names) => (names.length ? " " + words + ": " + names.join(", ") + "." : "");
      panel.querySelector(".nmc-files-status").textContent =
        some(whole.length, "file") + " side by side." +
        named("Without an answer to a claim of this page", read.filter((one) => one && !one.known.size).map((one) => one.name)) +
        named("Left out, because this page does not have them", whole.filter((one) => one.others).map((one) => some(one.others, "answer") + " in " + one.name)) +
        named("Not a file of answers to this page", files.filter((_, place) => !read[place]).map((file) => file.name));
      const count = (item, group) => {
        const number = whole.filter((one) => one.known.get(item.name) === group).length;
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
