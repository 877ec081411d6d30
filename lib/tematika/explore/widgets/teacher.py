"""The panel to teach: seed words, titles, new themes, merging and splitting, and verdicts on passages."""

from __future__ import annotations

import ipywidgets

from tematika.explore import compare, teach
from tematika.explore.teach import Change
from tematika.explore.widgets.bench import Bench, button, table, titles


def teach_panel(bench: Bench) -> ipywidgets.VBox:
    """Make fields for a theme and for words, and a button for each kind of change."""
    theme = ipywidgets.Dropdown(description="Theme")
    other = ipywidgets.Dropdown(description="Other")
    seeds = ipywidgets.HTML()
    words = ipywidgets.Text(description="Words", placeholder="мазут, -нефть", continuous_update=True)
    title = ipywidgets.Text(description="Title", continuous_update=True)
    shown = ipywidgets.HTML()

    def refresh() -> None:
        options = titles(bench.desk)
        for picker in (theme, other):
            was = picker.value
            picker.options = options
            picker.value = was if was in bench.desk.uids else bench.desk.uids[0]
        describe()

    def describe(_: object = None) -> None:
        own = next((one for one in bench.desk.definitions if one.id == theme.value), None)
        seeds.value = ", ".join(own.seeds) if own else "a discovered theme: promote it to give it seed words"

    def edited() -> Change:
        given = [word.strip() for word in words.value.split(",") if word.strip()]
        add = [word for word in given if not word.startswith("-")]
        drop = [word[1:].strip() for word in given if word.startswith("-")]
        return teach.change_seeds(bench.shelf.read(), theme.value, add, drop)

    def preview() -> None:
        passages = compare.moved(bench.desk, edited().on(bench.desk))
        bench.say(f"{passages.height} passages would move")
        shown.value = table(passages.select("change", "theme", "score", "title", "text"))

    def suggest() -> None:
        shown.value = table(teach.suggest(bench.desk, theme.value))

    def split() -> None:
        chosen = [word.strip() for word in words.value.split(",") if word.strip()]
        bench.keep(teach.split(bench.shelf.read(), theme.value, chosen, title.value))

    actions = {
        "Suggest words": suggest,
        "Preview words": preview,
        "Keep words": lambda: bench.keep(edited()),
        "Promote": lambda: bench.keep(teach.promote(bench.shelf.read(), bench.desk, theme.value, title.value)),
        "Rename": lambda: bench.keep(
            teach.rename(bench.shelf.read(), theme.value, title.value, bench.desk.settings.lang)
        ),
        "Merge other into theme": lambda: bench.keep(teach.merge(bench.shelf.read(), theme.value, other.value)),
        "Split words off": split,
        "Undo": bench.undo,
    }
    buttons = ipywidgets.HBox([button(bench, text, work) for text, work in actions.items()])
    buttons.layout.flex_flow = "row wrap"
    theme.observe(describe, "value")
    bench.listen(refresh)
    return ipywidgets.VBox([bench.message, ipywidgets.HBox([theme, other]), seeds, words, title, buttons, shown])
