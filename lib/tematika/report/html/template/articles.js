(() => {
  const block = document.getElementById("catalogue");
  if (!block || !("DecompressionStream" in window)) return;
  const AT_ONCE = 100;
  const IN_PRINT = 2000;
  const words = block.dataset;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
  const lang = document.documentElement.lang;

  const unpack = () => {
    const packed = Uint8Array.from(atob(block.content.textContent.trim()), (char) => char.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  };

  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const russian = (tag, text) => make(tag, lang === "ru" ? {} : { lang: "ru" }, text);

  // A word of five letters and more is looked for without its ending, too: железная finds железной.
  const stem = (word) => word.length < 5 ? word : word.slice(0, Math.max(4, word.length - 2));
  const matcher = (query) => {
    const stems = fold(query).split(/[^a-zа-я0-9№-]+/).filter(Boolean).map(stem);
    return (folded) => stems.every((part) => folded.includes(part));
  };

  const chips = (all, k) => all.of[k].flatMap(([theme, score]) => {
    const [anchor, title, look, named] = all.themes[theme];
    const chip = make("a", { class: `chip ${look}`, href: `#${anchor}` }, title, " ");
    if (!named && lang !== "ru") chip.lang = "ru";
    const shown = (score / 100).toLocaleString(lang, { minimumFractionDigits: 2 });
    chip.append(make("small", {}, shown));
    return [chip, " "];
  });
  const meta = (all, k) => {
    const line = make("span", { class: "meta" });
    line.append(all.source[k] < 0 ? words.noSource : russian("span", all.sources[all.source[k]]));
    if (all.url[k]) {
      line.append(" · ", make("a", { href: all.url[k], rel: "noopener" }, words.original));
    }
    if (all.copies[k]) line.append(" · ", make("a", { href: "#reprints" }, `+${number.format(all.copies[k])}`));
    return line;
  };
  const when = (all, k) => make("span", all.dated[k] ? {} : { class: "undated" }, all.when[k]);
  const tableRow = (all, k) => make("tr", { id: all.anchor[k] },
    make("td", {}, Object.assign(russian("span", all.title[k]), { className: "title" }), meta(all, k)),
    make("td", {}, when(all, k)),
    make("td", {}, ...(all.of[k].length ? chips(all, k) : [make("a", { class: "chip c12", href: "#unassigned" }, words.none)])));
  const listRow = (all, k) => make("li", {},
    Object.assign(russian("a", all.title[k]), { href: `#${all.anchor[k]}` }), " ",
    make("span", { class: "meta", lang }, all.source[k] < 0 ? "" : russian("span", `${all.sources[all.source[k]]}, `), when(all, k)));

  // A list that shows a part of what was found, and more of it on demand.
  const lister = (holder, row, all) => {
    const more = make("button", { type: "button", class: "more" });
    let found = [];
    let shown = 0;
    const extend = (upTo) => {
      holder.append(...found.slice(shown, upTo).map((k) => row(all, k)));
      shown = Math.min(upTo, found.length);
      more.hidden = shown === found.length;
      more.textContent = `${words.more} (${number.format(found.length - shown)})`;
    };
    more.addEventListener("click", () => extend(shown + AT_ONCE));
    return {
      more,
      extend,
      show: (numbers) => { found = numbers; shown = 0; holder.replaceChildren(); extend(AT_ONCE); },
      reach: (k) => { const at = found.indexOf(k); if (at >= shown) extend(at + 1); return at >= 0; },
    };
  };

  let fields = 0;
  const field = (label, control) => {
    control.id = `find-${fields += 1}`;
    return make("div", {}, make("label", { for: control.id }, label), control);
  };
  const choice = (pairs) => make("select", {}, ...pairs.map(([value, text]) => make("option", { value }, text)));
  const scoreIn = (all, k, theme) => all.of[k].find(([one]) => one === theme)?.[1] ?? -1;

  const catalogue = (all, folded) => {
    const everything = all.title.map((_, k) => k);
    const body = document.querySelector("#articles tbody");
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    const theme = choice([["", words.all], ...all.themes.map(([, title], k) => [k, title]), ["-1", words.none]]);
    const source = choice([["", words.all], ...all.sources.map((name, k) => [k, name])]);
    const order = choice([["new", words.newest], ["old", words.oldest], ["title", words.byTitle], ["score", words.byScore]]);
    const told = make("p", { class: "lead", role: "status" });
    const list = lister(body, tableRow, all);
    const collator = new Intl.Collator("ru");
    const undatedLast = (a, b) => all.dated[b] - all.dated[a];
    const orders = {
      new: () => 0,
      old: (a, b) => undatedLast(a, b) || (all.dated[a] ? b - a : a - b),
      title: (a, b) => collator.compare(all.title[a], all.title[b]),
      score: (a, b) => theme.value > -1 && theme.value !== ""
        ? scoreIn(all, b, Number(theme.value)) - scoreIn(all, a, Number(theme.value))
        : (all.of[b][0]?.[1] ?? -1) - (all.of[a][0]?.[1] ?? -1),
    };
    const ofTheme = (k) => theme.value === "" || (theme.value === "-1" ? !all.of[k].length : scoreIn(all, k, Number(theme.value)) >= 0);
    const ofSource = (k) => source.value === "" || all.source[k] === Number(source.value);
    const update = () => {
      const fits = matcher(search.value);
      const found = everything.filter((k) => ofTheme(k) && ofSource(k) && fits(folded[k]));
      found.sort((a, b) => orders[order.value](a, b) || a - b);
      list.show(found);
      told.textContent = words.found.replace("{n}", number.format(found.length)).replace("{total}", number.format(everything.length));
    };
    const reset = () => { search.value = theme.value = source.value = ""; order.value = "new"; update(); };
    const tools = make("div", { class: "find", role: "search" },
      field(words.search, search), field(words.theme, theme),
      ...(all.sources.length > 1 ? [field(words.source, source)] : []), field(words.order, order));
    document.querySelector("#articles table").before(tools, told);
    document.querySelector("#articles table").after(list.more);
    document.querySelector("#articles .scriptless")?.remove();
    search.addEventListener("input", update);
    for (const control of [theme, source, order]) control.addEventListener("change", update);
    update();
    addEventListener("beforeprint", () => list.extend(IN_PRINT));
    return (anchor) => {
      const k = all.anchor.indexOf(anchor);
      if (k < 0) return;
      if (!list.reach(k)) { reset(); list.reach(k); }
      document.getElementById(anchor).scrollIntoView();
    };
  };

  const card = (all, folded, details) => {
    const theme = all.themes.findIndex(([anchor]) => anchor === details.dataset.theme);
    const members = all.title.map((_, k) => k).filter((k) => scoreIn(all, k, theme) >= 0);
    members.sort((a, b) => scoreIn(all, b, theme) - scoreIn(all, a, theme) || a - b);
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    const list = lister(details.querySelector("ul"), listRow, all);
    search.addEventListener("input", () => {
      const fits = matcher(search.value);
      list.show(members.filter((k) => fits(folded[k])));
    });
    details.querySelector("ul").before(make("div", { class: "find", role: "search" }, field(words.search, search)));
    details.querySelector("ul").after(list.more);
    details.querySelector(".scriptless")?.remove();
    list.show(members);
    addEventListener("beforeprint", () => { if (details.open) list.extend(IN_PRINT); });
  };

  unpack().then((all) => {
    const folded = all.title.map(fold);
    const reveal = catalogue(all, folded);
    const follow = () => reveal(decodeURIComponent(location.hash.slice(1)));
    addEventListener("hashchange", follow);
    if (location.hash.startsWith("#a-")) follow();
    for (const details of document.querySelectorAll("details[data-theme]")) {
      details.addEventListener("toggle", () => card(all, folded, details), { once: true });
    }
    document.documentElement.dataset.ready = "articles";
  });
})();
