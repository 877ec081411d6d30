"""A page taken apart for tests: elements, attributes, text."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "br", "hr", "img", "col", "wbr", "link", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    text: str = ""
    inside: list[Element] = field(default_factory=list)


class Parts(HTMLParser):
    """All elements of a page in order; each knows its text and what is inside; raises on unbalanced tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, [element.tag for element in self._open]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(e.tag for e in self._open))
        for parent in self._open:
            parent.inside.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop().tag == tag, tag

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def named(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]


def unpacked(page: str) -> dict[str, list[Any]]:
    """The columns of the catalogue in a page."""
    block = re.search(r'<template id="catalogue"[^>]*>([A-Za-z0-9+/=]+)</template>', page)
    assert block
    columns: dict[str, list[Any]] = json.loads(zlib.decompress(base64.b64decode(block[1])))
    return columns
