"""A box that shows HTML and hears keys and clicks: what ipywidgets itself cannot do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

# Elements with data-key act as that key when they are clicked; data-row says which row was meant.
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
  const heard = ["Enter", "Backspace", "ArrowUp", "ArrowDown"];
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length > 1 && !heard.includes(event.key)) return;
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

Heard = Callable[[str, int], None]


class Keys(anywidget.AnyWidget):
    """A box with the focus of the keyboard."""

    _esm = _SCRIPT
    shown = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)


def listened(keys: Keys, guarded: Callable[[Heard], Heard], heard: Heard) -> None:
    """Call somebody for each key (empty for a click beside all of them) and the row that was meant, -1 for none."""
    work = guarded(heard)

    def message(_widget: Any, content: Mapping[str, Any], _buffers: Any) -> None:
        work(str(content["key"]), int(content["row"]))

    keys.on_msg(message)
