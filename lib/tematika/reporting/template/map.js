(() => {
  const block = document.getElementById("points");
  const svg = document.getElementById("passage-map");
  if (!block || !("DecompressionStream" in window)) return;
  const told = document.querySelector("#passages .told");
  const lang = document.documentElement.lang;
  const REACH = 14;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const start = (points, articles) => {
    const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    ring.setAttribute("class", "ring");
    ring.setAttribute("r", "6");
    ring.setAttribute("hidden", "");
    svg.append(ring);
    let at = -1;

    const show = (k) => {
      if (k === at) return;
      at = k;
      ring.toggleAttribute("hidden", k < 0);
      if (k < 0) return;
      ring.setAttribute("cx", points.x[k]);
      ring.setAttribute("cy", points.y[k]);
      const quote = document.createElement("q");
      quote.lang = "ru";
      quote.textContent = points.text[k];
      told.replaceChildren(quote);
      const number = points.article[k];
      if (number < 0) return;
      const link = document.createElement("a");
      link.href = `#${articles.anchor[number]}`;
      link.textContent = articles.title[number];
      if (lang !== "ru") link.lang = "ru";
      told.append(" ", link);
    };
    const nearest = (x, y, fits) => {
      let best = -1;
      let least = Infinity;
      for (let k = 0; k < points.x.length; k += 1) {
        const distance = (points.x[k] - x) ** 2 + (points.y[k] - y) ** 2;
        if (distance < least && fits(k)) { best = k; least = distance; }
      }
      return [best, Math.sqrt(least)];
    };
    const place = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const point = (event) => {
      const { x, y } = place(event);
      const [k, distance] = nearest(x, y, () => true);
      if (distance <= REACH) show(k);
    };
    const beyond = ([dx, dy]) => (k) => {
      const along = (points.x[k] - points.x[at]) * dx + (points.y[k] - points.y[at]) * dy;
      const aside = Math.abs((points.x[k] - points.x[at]) * dy) + Math.abs((points.y[k] - points.y[at]) * dx);
      return along > 0 && aside <= along;
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("click", point);
    svg.addEventListener("focus", () => { if (at < 0) show(nearest(0, 0, () => true)[0]); });
    svg.addEventListener("keydown", (event) => {
      if (event.key === "Enter") told.querySelector("a")?.click();
      if (!(event.key in ARROWS) || at < 0) return;
      event.preventDefault();
      const [k] = nearest(points.x[at], points.y[at], beyond(ARROWS[event.key]));
      if (k >= 0) show(k);
    });
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("role", "application");
    told.textContent = block.dataset.help;
  };

  Promise.all([tematika.unpack(block), tematika.unpack(document.getElementById("catalogue"))]).then(([points, articles]) => {
    start(points, articles);
    document.documentElement.dataset.map = "ready";
  });
})();
