"""Long texts in pieces: WeCom cuts a message at 2,048 bytes, in the middle of a character if need be."""

from __future__ import annotations

import re

LIMIT = 2048  # bytes

# Where a piece may end, best first. A link is one unit: `<a …>…</a>` cut in two is two broken ones.
_ENDS = (re.compile(r"\n"), re.compile(r"[。！？!?；;]"), re.compile(r"[，,、 ]"))
_UNITS = re.compile(r"<a\b[^>]*>.*?</a>|.", re.DOTALL)


def split_text(text: str, limit: int = LIMIT) -> list[str]:
    """Pieces of at most `limit` bytes that together are the text, blank lines at the seams aside."""
    pieces = []
    while len(text.encode(errors="replace")) > limit:
        end = _end(text, limit)
        pieces.append(text[:end].rstrip("\n"))
        text = text[end:].lstrip("\n")
    return [piece for piece in [*pieces, text] if piece]


def _end(text: str, limit: int) -> int:
    """The best end within the limit that lies in its second half, else the last one that fits."""
    fitting, size, borders = 0, 0, []
    for unit in _UNITS.finditer(text):
        size += len(unit[0].encode(errors="replace"))
        if size > limit:
            break
        fitting = unit.end()
        borders.append((unit.end(), unit[0]))
    late = [border for border in borders if border[0] >= fitting // 2]
    for ends in _ENDS:
        best = [end for end, unit in late if ends.fullmatch(unit)]
        if best:
            return best[-1]
    return fitting or _fits(text, limit)


def _fits(text: str, limit: int) -> int:
    """A link longer than a whole message has to be cut all the same."""
    return len(text.encode(errors="replace")[:limit].decode(errors="ignore"))
