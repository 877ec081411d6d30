"""A sanitizer for HTML of an analyst's own cells: structure and words stay, whatever acts or fetches goes."""

from __future__ import annotations

import re

import nh3
from markupsafe import Markup

from tematika.report.text import plain, web_address

_KEPT = set(
    re.findall(
        r"\w+",
        """a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
        h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td
        tfoot th thead time tr u ul var wbr""",
    )
)
# The content of these is not text for readers.
_DROPPED = {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "title", "textarea"}
_ATTRIBUTES = {
    "*": {"colspan", "rowspan", "scope", "lang", "dir", "datetime", "start", "open", "alt", "title"},
    "a": {"href"},
    "img": {"src"},
}
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
_PLACE = re.compile(r"#[A-Za-z0-9_-]+")


def sanitize(html: str) -> Markup:
    """Return HTML, well-formed or not, as balanced markup of allowed elements and attributes.

    It has no scripts, styles, forms or ids, and no foreign addresses other than links.
    """
    return Markup(plain(_CLEANER.clean(html)))  # noqa: S704  rebuilt from a list of what is allowed


def _allowed(_: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute, None to remove it; ``data:`` addresses are for pictures alone."""
    if attribute == "href":
        return value if _PLACE.fullmatch(value) else web_address(value)
    if attribute == "src":
        return value if _PICTURE.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=_KEPT,
    clean_content_tags=_DROPPED,
    attributes=_ATTRIBUTES,
    attribute_filter=_allowed,
    link_rel="noopener noreferrer",
    url_schemes={"http", "https", "data"},
)
