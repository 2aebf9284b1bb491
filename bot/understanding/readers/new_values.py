"""The new value of a fact about a customer: what stands behind 改成, behind the label, or behind 是."""

from __future__ import annotations

from bot.understanding.lazy import lazy
from bot.understanding.marks import EMAIL, PHONE
from bot.understanding.scene import Scene, Span

# Words after which the new value stands: they say a change alone, or only where a change is ordered.
_SET = lazy(
    r"(?<=备注)一[句条下]|(?:更改|更新|调整|变更|修改|修正|更正|订正|设置?|改|换|变|调|写|填|标|定|升|降|记|挪|划|归)(?:成|为|到|作|做|至|入|回|叫)了?|提[升高]到?|(?<=[a-z])提到|(?:评|定|标|升|降)(?=[a-z][类级]?(?:$|[,，。;了吧]))|(?:应该?|该|应当|(?<!觉)(?<!显)得)(?:[填写]|是|为|叫)|(?<=[a-z])改(?=[a-z])|补[成为]|提到(?=[a-z][类级]?(?:$|[,，。;了吧]))|(?<=[a-z\ue001\ue010]) to |(?:由|从)[^,，。;]{1,8}?(?:变更|更改|调整|变|提|升|降|改|调|转|换)(?:成|为|到|至|入|回)?|"
    r"(?:应该|应当|实际|其实|现在|目前|正确的?|新的?|最新的?|真正|已经)(?:的|上)?(?:应该)?(?:是|为|叫|在)|应[是为]|不是[^,，。;]{1,10}[,，]?是|→|->|=>|(?:change|set|update)d? to"
)
_STRAIGHT = lazy(
    r"(?:给我|帮我|帮忙|要|得|需要|直接|全部|统一|[ ])*(?:改|换|调|变更|更新|填|设|升|降|补)(?:上|[ ])?(?![一下了吧成为到个过动正回改新善整至作做]|$)"
)
_VALUE = lazy(r"[ :：“”\"'「」]*(?P<value>[^,，。;；\n!！]{1,40})")
CHANGE = (
    r"(?:修改|更新|更改|变更|更正|纠正|修正|订正|调整|完善|维护|编辑|补充|补(?:一?下|上)|刷新|"
    r"(?<!整)改(?!善|进|造|天|日|期|款|单|模|版)|(?:写|填|录|登|搞|弄|记|选)错|不对|有误|错了|变了|换了|搬[了到去至家]|update|change|edit)"
)
CHANGES = lazy(CHANGE)
_ONLY_IS = lazy(rf"(?:{CHANGE}(?:一下|下|了)?)?(?:是|为|叫|=|[:：,， ])+")
_ACROSS = lazy(
    rf"[^,，。;]{{0,12}}(?:{CHANGE})?[^,，。;]{{0,6}}[,，](?:(?:[^,，。;]{{0,4}}不是|人家|其实|实际|现在)[^,，。;]{{1,12}}[,，])?(?:他们|就|那就|应当|应该?|该|得|要|需要|麻烦|请|帮我?|[ ])*"
)
TAIL = lazy(
    rf"(?:[ ,，]|帮我|麻烦|请|给我?|要|得|需要|谢谢|了|吧|就行|即可|才对|来的|{CHANGE}(?:一下|下|过来|一改|啦)?)+$"
)
_ORDERED = lazy(rf"[,，]?(?:帮我?|麻烦|请|给)*{CHANGE}")
HEAD_AT_MOST = 8


def new_value(scene: Scene, field: str, start: int, end: int) -> Span | None:
    """Behind the last word that sets it, else right behind 改."""
    words = [
        found.end()
        for found in _SET.finditer(scene.painted, start, end)
        if "," not in (between := scene.painted[start : found.start()].replace("，", ",")) or _ACROSS.fullmatch(between)
    ]
    straight = _STRAIGHT.match(scene.painted, start, end) if field != "contact" else None
    for place in (*reversed(words), *((straight.end(),) if straight else ())):
        value = value_from(scene, place, end)
        if value:
            return value
    return None


def plain_value(scene: Scene, field: str, start: int, end: int) -> Span | None:
    """更新博泽资料：行业 汽车; 地址是苏州，改一下; 邮箱更新下，pm@…."""
    reach = scene.of_kind(PHONE if field == "phone" else EMAIL, (start, end)) if field in ("phone", "email") else []
    if reach:
        return reach[0].start, reach[0].end
    if field == "contact":
        return None
    link = _ONLY_IS.match(scene.painted, start, end)
    value = value_from(scene, link.end() if link else start, end)
    behind = _ORDERED.match(scene.painted, value[1]) if value else None
    if (
        not link
        and not behind
        and (scene.clause_at(start).start == scene.clauses[0].start or (value and value[1] - value[0] > HEAD_AT_MOST))
    ):
        return None
    return value if value and not CHANGES.match(scene.painted, value[0]) else None


# 区域帮我改掉
_CHANGES_ONLY = lazy(r"(?:帮我?|给我|麻烦|请)?(?:[改换调](?=[掉下过]))?[掉过来了下吧呗啊 ]+")


def value_from(scene: Scene, place: int, end: int) -> Span | None:
    found = _VALUE.match(scene.painted, place, end)
    if not found:
        return None
    start, stop = found.span("value")
    start += 2 if scene.painted.startswith(("现在", "目前"), start) and stop - start > 4 else 0
    tail = TAIL.search(scene.painted, start, stop)
    stop = tail.start() if tail else stop
    if not scene.painted[start:stop].strip() or _CHANGES_ONLY.fullmatch(scene.painted, start, stop):
        return None
    return start, stop
