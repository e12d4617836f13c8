"""The names a text declares itself: context keys, loop variables, function parameters.

The lexer needs them before the parser has seen the text, so they are gathered from the raw
tokens. Where a name may be used is the compiler's business; here only how far it reaches.
"""

from __future__ import annotations

from engine.process.feel.words import Phrases, Raw, spelled

_LOOPS = frozenset({"for", "some", "every"})
_ENDS = {"for": "return", "some": "satisfies", "every": "satisfies"}


def declared_phrases(raws: list[Raw]) -> Phrases:
    """Every name of several tokens that the text declares."""
    phrases = Phrases()
    frames: list[str] = [""]
    for at, raw in enumerate(raws):
        text = raw.text if raw.group in ("WORD", "SYMBOL") else ""
        if text in ("(", "[", "{"):
            called = at > 0 and raws[at - 1].text == "function" and text == "("
            frames.append("function" if called else text)
        elif text in (")", "]", "}"):
            _close(frames)
            continue
        elif text in _LOOPS and _is_loop(raws, at):
            frames.append(text)
        elif text == _ENDS.get(frames[-1]):
            frames.pop()
            continue
        elif text != ",":
            continue
        _declare(phrases, frames[-1], raws, at + 1)
    return phrases


def _close(frames: list[str]) -> None:
    while frames[-1] in _LOOPS:
        frames.pop()
    if len(frames) > 1:
        frames.pop()


def _is_loop(raws: list[Raw], at: int) -> bool:
    return at + 1 < len(raws) and raws[at + 1].group == "WORD"


def _declare(phrases: Phrases, frame: str, raws: list[Raw], start: int) -> None:
    """Take the tokens from ``start`` up to what ends a declaration in this frame."""
    stops = {"{": (":",), "function": (":", ",", ")")}.get(frame, ("in",))
    if frame not in ("{", "function") and frame not in _LOOPS:
        return
    if frame == "{" and start < len(raws) and raws[start].group == "STRING":
        phrases.add(raws[start].text[1:-1])
        return
    parts: list[str] = []
    for raw in raws[start : start + 20]:
        if raw.group in ("WORD", "SYMBOL") and raw.text in stops:
            phrases.add_parts(tuple(parts), spelled(parts))
            return
        if raw.group == "STRING" or raw.text in ("(", ")", "[", "]", "{", "}", ",", ":", "@"):
            return
        parts.append(raw.text)
