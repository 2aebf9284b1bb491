"""What stands after 块, 元, 毛 and 角: 38块5, 两块八毛五, 七毛三, 三块零四."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.understanding.figures.measures import WORD
from bot.understanding.lazy import lazy
from bot.understanding.numerals import numeral_at

_DIGIT = r"[\d零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
# A figure after 块 that belongs to what follows: 38块 5件, 3块2台.
_ALONE = rf"(?![\d.年月日号天周点%折次]|(?!两)(?:{WORD})|pcs)"
_COINS = lazy(
    r"(?P<unit>块钱?|蚊|元|圆|美元|毛|角)"
    rf"(?:(?P<half>半)|(?P<zero>零|〇)?(?:(?P<jiao>{_DIGIT})(?:毛|角)(?:(?P<fen>{_DIGIT})分?{_ALONE})?"
    rf"|(?P<cents>{_DIGIT})分|(?P<naked>\d{{2}}|{_DIGIT}){_ALONE}))?"
    r"(?:钱)?"
)
_NO_COIN = lazy(
    r"块[石板料玻钢铁铝屏表砖电牌肉地]|毛[不利坯刺边重巾衣孔料病]|元[件器素旦宵化论]"
    r"|角(?![\d零一二三四五六七八九]分?|$|[ ,，。;；/钱整])"
)
_TOGETHER = lazy(r"一块(?:儿|[去来做谈聊吃过走跟弄看])")
_CENTS = lazy(r"分(?:钱|整|$)")


def coins_at(text: str, start: int, value: Decimal, at: int) -> tuple[Decimal, Decimal, str, int] | None:
    """For a figure from `start` to `at`: the sum, the worth of one unit, the unit's word, and where it ends."""
    cents = _CENTS.match(text, at)
    if cents and (cents[0] != "分" or (start == 0 and value < 100)):
        return value / 100, Decimal("0.01"), "分", cents.end()
    found = _COINS.match(text, at)
    if found is None or _NO_COIN.match(text, at) or (found[0] == "块" and _TOGETHER.match(text, start)):
        return None
    if found["unit"] == "元" and found.end() == found.end("unit"):
        return None
    worth = Decimal("0.1") if found["unit"] in "毛角" else Decimal(1)
    return (value + _below_one(found)) * worth, worth, found["unit"], found.end()


def is_coin(text: str, at: int) -> bool:
    return _COINS.match(text, at) is not None


def _below_one(found: re.Match[str]) -> Decimal:
    """What stands after the unit, as a part of one: 5 is five tenths, 零5 and the 5 of 8毛5 hundredths."""
    if found["half"]:
        return Decimal("0.5")
    naked = found["naked"] or ""
    tenths, hundredths = _digit(found["jiao"]), _digit(found["fen"]) + _digit(found["cents"])
    if len(naked) == 2:
        tenths, hundredths = _digit(naked[0]), _digit(naked[1])
    elif found["zero"]:
        hundredths += _digit(naked)
    else:
        tenths += _digit(naked)
    return tenths / 10 + hundredths / 100


def _digit(written: str | None) -> Decimal:
    number = numeral_at(written, 0) if written else None
    return number.value if number else Decimal(0)
