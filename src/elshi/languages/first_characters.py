"""Which characters a pattern of the date grammar can begin with, so that it is tried only there."""

from __future__ import annotations

__all__ = ["first_characters"]


def first_characters(regex: str, alphabet: str) -> list[str]:
    """The characters that a pattern can begin with: those it does not need to see something else before."""
    chars: set[str] = set()
    _, _ = _first_of(regex, 0, chars)
    return [char for char in alphabet if char in chars]


def _first_of(regex: str, at: int, chars: set[str]) -> tuple[bool, int]:
    """Collects first characters of an alternation from `at`: whether it can match nothing, where it ends.

    Knows what `_Grammar._regex` writes: literals, escapes, classes, groups, `|`, `?`, `*`.
    """
    may_be_empty = False
    open_branch = True  # nothing obligatory has been seen yet in this branch
    while at < len(regex) and regex[at] != ")":
        if regex[at] == "|":
            may_be_empty = may_be_empty or open_branch
            open_branch = True
            at += 1
            continue
        own: set[str] = set()
        empty = False
        if regex[at] == "(":
            begin = regex.index(">", at) + 1 if regex.startswith("(?P<", at) else at + 3
            empty, at = _first_of(regex, begin, own)
            at += 1
        elif regex[at] == "[":
            close = regex.index("]", at)
            own.update(regex[at + 1 : close].replace("\\", ""))
            at = close + 1
        elif regex[at] == "\\":
            own.add(regex[at + 1])
            at += 2
        else:
            own.add(regex[at])
            at += 1
        if at < len(regex) and regex[at] in "?*":
            empty = True
            at += 1
        if open_branch:
            chars |= own
            open_branch = empty
    return may_be_empty or open_branch, at
