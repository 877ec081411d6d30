"""Dictionary files of pymorphy3, looked up for many words at a time."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
Bytes = NDArray[np.uint8]
Truths = NDArray[np.bool_]

# After a word this byte leads to its values, in base 64.
SEPARATOR = 1
_IS_VALUE, _HAS_LEAF, _FAR, _LABEL = 0x8000_0000, 0x100, 0x200, 0xFF
# «е» of a text may be «ё» of the dictionary, but not the other way round.
_E, _YO = "е".encode(), "ё".encode()
_DIGIT = np.zeros(256, dtype=np.intp)
_DIGIT[list(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")] = np.arange(64)
_NONE = np.empty(0, dtype=np.intp)


class Signs(NamedTuple):
    """A text sign by sign, as UTF-8.

    Attributes
    ----------
    first, second : ndarray of uint8
        The bytes of each sign; ``second`` is 0 where there is but one.
    """

    first: Bytes
    second: Bytes

    def slice(self, first: int, stop: int) -> str:
        """Give a part as a string."""
        signs = np.stack([self.first[first:stop], self.second[first:stop]], axis=1).ravel()
        return signs[signs > 0].tobytes().decode()


class Automaton:
    """A double-array automaton as the dawgdic library writes it: units, and a guide to the children of each.

    A unit holds the label that leads to it, and an offset: children are at its place xor the offset xor their label.
    """

    def __init__(self, path: Path) -> None:
        size = int(np.fromfile(path, dtype="<u4", count=1)[0])
        self._units = np.fromfile(path, dtype="<u4", count=size, offset=4)
        self._guide = np.fromfile(path, dtype=np.uint8, offset=4 + 4 * size + 4).reshape(-1, 2)
        # Values have no children, and no word has a zero byte: that label is one that nothing follows.
        node = self._units < _IS_VALUE
        self._offset = np.where(node, (self._units >> 10) << ((self._units & _FAR) >> 6), 0).astype(np.intp)
        self._label = np.where(node, self._units & _LABEL, 0).astype(np.uint8)

    def follow(self, text: Signs, first: Places, stop: Places, node: Places | None = None) -> tuple[Places, Places]:
        """Find the nodes that spans of a text lead to, from the root or from given nodes.

        Parameters
        ----------
        text : Signs
            The text.
        first, stop : ndarray of int
            Where spans begin and end in it.
        node : ndarray of int, optional
            Where each span sets out.

        Returns
        -------
        which, node : ndarray of int
            For the spans that lead to a node, in no order: their numbers, and the node.
        """
        walk = _Walk(first, stop, np.zeros(len(first), dtype=np.intp) if node is None else node)
        while walk.goes_on():
            walk.step(*self._child(walk.node, text.first[walk.place], text.second[walk.place]))
        return walk.arrived()

    def follow_spellings(self, text: Signs, first: Places, stop: Places) -> tuple[Places, Places]:
        """Find the nodes that spans of a text lead to if any «е» of theirs may be «ё»; a span may lead to several.

        Parameters and what is returned are those of `follow`.
        """
        walk = _Walk(first, stop, np.zeros(len(first), dtype=np.intp))
        while walk.goes_on():
            lead, tail = text.first[walk.place], text.second[walk.place]
            turning = np.flatnonzero(tail == _E[1])
            turning = turning[lead[turning] == _E[0]]
            turned, node = self._child(
                walk.node[turning], *np.full((2, len(turning)), np.c_[list(_YO)], dtype=np.uint8)
            )
            doubles = walk.doubles(turning[turned])
            walk.step(*self._child(walk.node, lead, tail))
            walk.join(*doubles, node)
        return walk.arrived()

    def values(self, nodes: Places, n_digits: int) -> tuple[Places, Places]:
        """Give all values at nodes that words with `SEPARATOR` after them lead to.

        Parameters
        ----------
        nodes : ndarray of int
            The nodes.
        n_digits : int
            How many digits in base 64 a value has.

        Returns
        -------
        which, value : ndarray of int
            For each value: number of its node, ascending, and its digits as one number, in the order of the dictionary.
        """
        which, value = np.arange(len(nodes)), np.zeros(len(nodes), dtype=np.intp)
        for _ in range(n_digits):
            parent, label, nodes = self._children(nodes)
            which, value = which[parent], value[parent] << 6 | _DIGIT[label]
        return which, value

    def numbers(self, nodes: Places) -> Places:
        """Give the number stored at each node, 0 where none is."""
        leaf = self._units[nodes ^ self._offset[nodes]].astype(np.intp) & (_IS_VALUE - 1)
        return np.where(self._units[nodes] & _HAS_LEAF, leaf, 0)

    def _child(self, node: Places, lead: Bytes, tail: Bytes) -> tuple[Places, Places]:
        """Which nodes a sign leads on from, and where to."""
        child = node ^ self._offset[node] ^ lead
        there = self._label[child] == lead
        long = np.flatnonzero(tail)
        if len(long) == len(tail):
            child = child ^ self._offset[child] ^ tail
            there &= self._label[child] == tail
        elif len(long):
            grandchild = child[long] ^ self._offset[child[long]] ^ tail[long]
            there[long] &= self._label[grandchild] == tail[long]
            child[long] = grandchild
        kept = np.flatnonzero(there)
        return kept, child[kept]

    def _children(self, nodes: Places) -> tuple[Places, Places, Places]:
        """Give the children of nodes, in order: whose, their labels and places."""
        base = nodes ^ self._offset[nodes]
        parent, label = np.arange(len(nodes)), self._guide[nodes, 0].astype(np.intp)
        found: list[tuple[Places, Places, Places]] = []
        while len(parent) or not found:
            child = base[parent] ^ label
            found.append((parent, label, child))
            sibling = self._guide[child, 1].astype(np.intp)
            older = np.flatnonzero(sibling)
            parent, label = parent[older], sibling[older]
        if len(found) == 1:
            return found[0]
        whose, labels, children = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.argsort(whose, kind="stable")
        return whose[order], labels[order], children[order]


class _Walk:
    """Walkers through an automaton, each along a span of a text, and those that have arrived."""

    def __init__(self, first: Places, stop: Places, node: Places) -> None:
        self.which = np.arange(len(first))
        self.place = first
        self.node = node
        self._stop = stop
        self._arrived = [(_NONE, _NONE)]

    def goes_on(self) -> bool:
        """Take those aside who are at the end of their span; tell whether anybody is left."""
        done = self.place == self._stop[self.which]
        if done.any():
            self._arrived.append((self.which[done], self.node[done]))
            self._keep(np.flatnonzero(~done))
        return bool(len(self.which))

    def step(self, who: Places, node: Places) -> None:
        """Let these go on by one sign, each to a node; all others are lost."""
        self._keep(who)
        self.node = node
        self.place += 1

    def doubles(self, who: Places) -> tuple[Places, Places]:
        """Give doubles of some walkers, one sign on: which span, and the place in the text."""
        return self.which[who], self.place[who] + 1

    def join(self, which: Places, place: Places, node: Places) -> None:
        """Let others walk along."""
        if len(which):
            self.which = np.concatenate([self.which, which])
            self.place = np.concatenate([self.place, place])
            self.node = np.concatenate([self.node, node])

    def arrived(self) -> tuple[Places, Places]:
        """Give the spans that led to a node, and the node."""
        which, node = zip(*self._arrived, strict=True)
        return np.concatenate(which), np.concatenate(node)

    def _keep(self, who: Places) -> None:
        self.which, self.place, self.node = self.which[who], self.place[who], self.node[who]
