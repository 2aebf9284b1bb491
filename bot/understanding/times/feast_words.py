"""Reading feasts and days of the lunar months: 国庆后, 春节期间, 大年初八, 腊月二十三."""

from __future__ import annotations

from bot.understanding.lazy import lazy
from bot.understanding.numerals import small_number
from bot.understanding.times.feasts import OTHER_NAMES
from bot.understanding.times.said import Said

_AROUND = r"(?=[之以]?[前后]|期间|长?假|放假|节|黄金周|左右|当天|回来)"
_NAMES = lazy(
    r"(?:五一|五四|六一|三八)?(?:国际)?(?P<sure>大年三十|年三十|大年初一|元旦|春节|清明|端午|七夕|中秋|重阳"
    r"|腊八|元宵|除夕"
    r"|劳动节|圣诞(?:前?夜)?|平安夜|情人节|妇女节|三八节"
    r"|植树节|消费者权益日|愚人节|青年节|儿童节|建党节|建军节|教师节|母亲节|父亲节|感恩节|万圣节|光棍节|中元"
    r"|双十一|双十二|双11|双12|国庆)"
    rf"|(?:(?<![\d二三四五六七八九十双])十一|五四|六一八?|七一|八一|618|过年){_AROUND}"
    r"|五一(?![路街大广村桥店厂百十万千零个件台套建新]|劳模)"
    r"|(?<![\d一二三四五六七八九十两几半每多少今明去往])(?P<year>年)(?=[前后](?![一三年天面续期往]))"
    r"|(?<![\w])节(?=[之]?[前后](?![台面]))|(?<=[过这])节(?=[之]?[前后])"
)
_LUNAR = lazy(
    r"(?P<m>大年|年后?|正月|腊月)(?P<first>初?)(?P<d>三十|(?:二?十|廿)[一二三四五六七八九]?"
    r"|[一二三四五六七八九]|\d{1,2})(?![月年点])日?"
)
_BARE_LUNAR = lazy(r"(?<!月)(?<!年)初(?P<d>[一二三四五六七八九十])(?=开工|上班|[之以]?[前后]|回来|复工)")
_TAIL = lazy(r"节?(?P<block>期间|假期|长?假(?!日)|放假|黄金周)?")
_BLESSING = lazy(r"节?(?:快乐|安康|愉快|吉祥|好$)")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋"
    "蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文卫"
)


def feast_at(text: str, start: int) -> tuple[Said, int] | None:
    """A feast or a day of the lunar months 正月 and 腊月 that begins at `start` of a folded text."""
    lunar = _lunar_at(text, start)
    if lunar:
        return lunar
    found = _NAMES.match(text, start)
    if found is None or _BLESSING.match(text, found.end()):
        return None
    if found[0] == "国庆" and _is_person(text, start, found.end()):
        return None
    tail = _TAIL.match(text, found.end())
    name = "春节" if found["year"] else OTHER_NAMES.get(found[0], found["sure"] or found[0])
    return Said(feast=name, block=bool(tail and tail["block"])), tail.end() if tail else found.end()


def _lunar_at(text: str, start: int) -> tuple[Said, int] | None:
    bare = _BARE_LUNAR.match(text, start)
    if bare:
        return Said(lunar=("正", small_number(bare["d"]))), bare.end()
    found = _LUNAR.match(text, start)
    if found is None or found[0] in ("大年三十", "年三十"):
        return None
    named_month = found["m"] in ("正月", "腊月")
    if not named_month and not found["first"]:
        return None
    if found["m"][0] == "年" and start and text[start - 1] not in " ,，。;；":
        return None
    day = small_number(found["d"])
    return (Said(lunar=(found["m"][0] if named_month else "正", day)), found.end()) if 1 <= day <= 30 else None


def _is_person(text: str, start: int, end: int) -> bool:
    """王国庆 is somebody's name."""
    return text[start - 1 : start] in tuple(_SURNAMES) and text[end : end + 1] not in tuple("节前后期假")
