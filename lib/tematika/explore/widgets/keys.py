"""A widget that shows HTML and receives keys and clicks, which ipywidgets lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

# A click on an element with data-key counts as that key, for the row in data-row.
_SCRIPT = """
function render({ model, el }) {
  const box = document.createElement("div");
  box.tabIndex = 0;
  box.className = "tematika-keys";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", model.get("label"));
  box.style.cssText = "border:1px solid #888;padding:0.6em;max-width:75em;max-height:30em;overflow:auto";
  const show = () => {
    box.innerHTML = model.get("shown");
    if (document.activeElement === box) {
      box.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    }
  };
  model.on("change:shown", show);
  show();
  const known = ["Enter", "Backspace", "ArrowUp", "ArrowDown"];
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length > 1 && !known.includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ key: event.key, row: -1 });
  });
  box.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    const key = event.target.closest("[data-key]");
    if (!row && !key) return;
    box.focus();
    model.send({ key: key ? key.dataset.key : "", row: row ? Number(row.dataset.row) : -1 });
  });
  el.appendChild(box);
}
export default { render };
"""

Listener = Callable[[str, int], None]


class Keys(anywidget.AnyWidget):
    """A box of HTML that can have the keyboard focus."""

    _esm = _SCRIPT
    shown = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def listen(self, listener: Listener) -> None:
        """Call a listener for each key (empty for a click beside all keys) with its row (-1 for none)."""

        def receive(_widget: Any, content: Mapping[str, Any], _buffers: Any) -> None:
            listener(str(content["key"]), int(content["row"]))

        self.on_msg(receive)
