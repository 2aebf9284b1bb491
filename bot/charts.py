"""The look of pictures: our font, colours that everybody can tell apart, a PNG small enough for a chat."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.making import FONT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, QUIET, LINE, PAPER = "#1b2733", "#5b6b7a", "#b8c4cf", "#ffffff"
# Okabe and Ito's palette: told apart with every kind of colour blindness.
BLUE, ORANGE, GREEN, PALE = "#0072b2", "#d55e00", "#009e73", "#e8f1f8"
DPI = 160


def figure(width: float, height: float) -> Figure:
    """An empty sheet, in inches. Matplotlib is loaded here: the first picture pays for it, not the start."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER)


def words(size: float, **more: Any) -> dict[str, Any]:
    """Keyword arguments of a text in our font."""
    return {"fontproperties": _font(size), "color": INK, "ha": "center", "va": "center", **more}


def png(sheet: Figure) -> bytes:
    content = BytesIO()
    sheet.savefig(content, format="png")
    return content.getvalue()


@cache
def _font(size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(FONT), size=size)
