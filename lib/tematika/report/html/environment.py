"""A Jinja environment in which nothing from an article can become markup."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tematika.report import palette
from tematika.report.data import dates
from tematika.report.i18n import Translator
from tematika.report.text import neutralise, shorten

TEMPLATES = Path(__file__).parent / "template"


@cache
def environment() -> Environment:
    """Return an environment that escapes every value and removes invisible characters from it."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=neutralise,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["shorten"] = shorten
    made.globals["dates"] = dates
    return made


def render(template: str, **values: object) -> Markup:
    """Return a filled template of ``template/sections``."""
    html = environment().get_template(f"sections/{template}.html.j2").render(**values)
    return Markup(html.strip())  # noqa: S704  made by an autoescaping template


def plain_page(template: str, words: Translator, title: str, **values: object) -> str:
    """Return a page without scripts beside the reports: the library, a failure, a comparison."""
    css = (TEMPLATES / "plain.css").read_text(encoding="utf-8")
    sha256 = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{sha256}'; base-uri 'none'; form-action 'none'"
    head = {"css": Markup(css), "policy": policy, "title": title}  # noqa: S704  our own style sheet
    return environment().get_template(f"{template}.html.j2").render(w=words, head=head, **values) + "\n"


@cache
def report_css() -> str:
    """Return the style sheet of sections, in the page and in JupyterLab, with the colours of light and dark."""
    rules = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    light = palette.css_variables(palette.LIGHT)
    dark = palette.css_variables(palette.DARK)
    slots = "".join(
        f".tm .c{slot}{{--theme:var(--c{slot})}}.tm .f{slot}{{fill:var(--c{slot})}}"
        for slot in range(len(palette.LIGHT))
    )
    return rules.replace("/*light*/", light).replace("/*dark*/", dark) + slots + "\n"


@cache
def page_css() -> str:
    """Return the style sheet of what is around the sections."""
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")


@cache
def page_script() -> str:
    """Return the page's script without indents and comments."""
    scripts = ("page.js", "articles.js")
    lines = [line.strip() for name in scripts for line in (TEMPLATES / name).read_text(encoding="utf-8").splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
