(() => {
  const root = document.documentElement;
  const button = document.querySelector(".switch");
  const stored = (value) => {
    try { return value ? localStorage.setItem("tematika-theme", value) : localStorage.getItem("tematika-theme"); }
    catch { return null; }
  };
  const dark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => { button.textContent = dark() ? button.dataset.light : button.dataset.dark; };
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    for (let at = id && document.getElementById(id); at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  const chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  button.hidden = false;
  label();
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    stored(root.dataset.theme);
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  addEventListener("hashchange", reveal);
  reveal();
  const folded = () => document.querySelectorAll("details:not(.repeat):not([open])");
  let opened = [];
  let theme;
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    root.dataset.theme = "light";
    opened = [...folded()];
    opened.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((part) => { part.open = false; });
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  });
})();
