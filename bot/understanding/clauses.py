"""A message cut into clauses: at its punctuation, and where speech without any turns to something new."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.jobs import ROLE
from bot.understanding.lazy import lazy

# What stands behind so many breaks is one clause: no report has more, and the work stays bounded.
MOST = 100
_END = lazy(r"[。！？!?；;\n]|(?<![0-9a-z])\.(?![0-9a-z])|…+|\.{2,}|~+|——")
# The number of an item in a list: 1）报价撤回 2）明天提醒.
_ITEM = lazy(
    r"(?:^|(?<=[ \n,，。;；:：]))(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十])[)）](?!\d)|\d{1,2}[、.](?=[ ]?(?:[\u3400-\u9fff\ue001-\ue010]|\d{1,2}(?:月|/\d))))"
    r"|[\u2460-\u2473]"
)
# 第一家是…第二家是…; 一是…二是…: the next of several.
_ORDINAL = lazy(
    r"(?:还有|另)?一个是(?=[把给帮查提下周明今]|\ue001)|(?:^|(?<=[ \n,，。;；:：]))(?:(?:第[一二三四五六七八]|头一?)[家个件站户]?(?:是|[,，、:： ]|(?=\ue001))|[一二三四五六](?:是|来|则)(?=[^,，。;；\n ]{2})|其[一二三四五六][,，:： 是])"
)
_COMMA = lazy(
    r"(?<!\d)[,，]|[,，](?!\d{3}(?!\d))|"
    r"(?<!同意)(?<!驳回)(?<!通过)(?<!批准)(?<!拒绝)(?<!撤回)(?<!导出)(?<!查询)(?<!提醒)[：:](?!\d)(?!//)|"
    r"\t| [/|] |(?<=[排程办])(?:、|和|跟|还有)(?=待[批审]|[没要]批的)|、(?=(?:还?有)?哪[些几]|(?:[这本上下]个?(?:月|周|季度|年)|今年|今天)[^,，。;、]{0,4}(?:漏斗|回款|排[行名]|目标|业绩)|(?:再|然后|顺便)(?:[帮把给]我?|导|查|列|看))|(?<=[了过话访信])、(?=\ue001)|(?<=[\u4e00-\u9fff)）])、(?=\ue001\ue010*(?:\ue002|[说嫌要问在还没]))|[\U0001f300-\U0001faff\u2600-\u278f]+|"
    r"\[(?:呲牙|强|握手|抱拳|玫瑰|庆祝|捂脸|偷笑|微笑|流泪|大哭|鼓掌|胜利|拳头|ok|爱心|加油|奋斗|愉快|耶|难过|叹气|苦涩|裂开|旺柴|可怜|发怒|抓狂|"
    r"憨笑|烟花|福|爆竹|礼物|666|擦汗|汗|好的|嘿哈|机智)\]"
)
# 还没定下来下周五之前我再给他打电话: what we shall do begins with its day.
_DAY = (
    r"(?:[下这本]{0,2}个?(?:周|星期|礼拜)[一二三四五六日天]|明天|后天|大后天|[下这]个?(?:周|星期|礼拜|月)(?![一二三四五六日天])|"
    r"(?:\d{1,2}月)?\d{1,2}[号日]|月底|年前|年后|节后)"
)
_TURN = lazy(
    r"(?<=[\u3400-\u9fff\ue001-\ue0100-9])(?=(?:另外|然后|顺便|顺带|还有个|(?<![跟和与同][他她])(?<![他她]们)对了(?![一账下图数单个\d]|[^,，。;帮再还你我他提记明下]{1,6}?(?:方案|图纸|数据|尺寸|样品|价格|清单|接口|进度|账))|接着(?![谈聊做干开说看走用])|此外|同时|再帮我|到时候?我(?!们?的)|"
    r"(?<![别不])再给我|帮我再|麻烦提醒|记得提醒|到时候提醒|回头提醒|然后提醒|(?<![请到时要候得你前再])(?<!提前..)(?<!提前...)(?<!提前....)提醒我|"
    r"(?:(?<=\ue001\ue010)|(?<=\ue001\ue010\ue010))(?:今天|昨天|明天|后天)(?:又|再|就)?(?:去|跑|到|见|拜访)(?:了|的|过)?\ue001|"
    rf"(?<=[了过的来去定看好吧说话]){_DAY}(?:[之以]?[前后]|上午|下午|早上|晚上|中午)?我们?(?:再|去|过去|会|要|给|带|打|约|来|发|送)))"
)
# Speech without punctuation turns where somebody of theirs begins to speak: …见到了孙部长他说….
_SPEAKER = lazy(
    r"(?<![听跟和与同问给对向让叫请按据等是把被替帮为找约的由说])(?<![跟和与给向对找问][他她]们)(?:"
    r"(?=[他她佢]们?(?:那边|这边|也|就|还|又|主要|意思|一直|现在|老|是|刚刚?|跟我|给我)*(?:说|讲|话|表示|反馈|觉得|嫌|要求|答应|希望))|"
    rf"(?<![\ue001-\ue010])(?:\ue001\ue010*(?:那边|这边|公司)?的?)?(?:{ROLE})?\ue002\ue010*(?=(?:那边|也|就)*"
    r"(?:说|讲|表示|反馈|觉得|嫌|要求|答应|告诉))|"
    r"(?<=[\ue001-\ue010])(?=(?:上午|下午|晚上|中午|今天|昨天)(?:又|再)?(?:去|跑|到(?![账款了数位])|见|拜访|给|跟|和|打(?![款了来钱]))))"
)
# …电话是139…你帮我存一下; …这个月的漏斗再把排行发我; …样品还没测下午去了…: an order, or the next stop of the day.
_ONWARD = lazy(
    r"(?<=[\u3400-\u9fff\ue001-\ue0100-9])(?:"
    r"(?<![他她谁能请叫让会人烦再先你您就那不以来我])(?=(?:那就|那|所以)?(?:麻烦|请)?(?:你|您)?(?:再|先)?帮(?:我|忙|咱))|"
    r"(?<=[通接了])(?=(?:后来|然后|之后|我|就|又|只好|才|改){0,3}(?<=[通接来后就又好改])发(?:了)?(?:一?[个条])?(?:微信|短信|消息|邮件))|"
    r"(?<![周天月号日底后前头我们会要就得先一二三四五六年])(?=再(?:把|查|列|导出|(?:请|找|叫|让|麻烦)[\u4e00-\u9fff]{2,4}[部组科室心]))|"
    r"(?<![天日号周一二三四五六今昨明后前的是到说好约定在等从让叫要想会能得就于至和且])(?<![约定]了)"
    r"(?=(?:(?:今天|昨天)?(?:上午|下午|晚上|中午|傍晚|早上)(?:[\d一二两三四五六七八九十]{1,2}点半?(?:多|左右)?)?(?:我们?|又|再|还|接着|就|才)*|(?:今天|昨天|后来)(?:我们?)?(?:又|再|还))(?:去|跑|到(?![账款了数位])|见|拜访|给|跟|和|打(?![款了来钱])|陪|碰|在\ue001|\ue001)))"
)
# …到了厂里结果门口保安不让进…后来还是聊上了: how it went on.
_WENT_ON = lazy(
    r"(?<=[\u3400-\u9fff\ue001-\ue0100-9])(?=结果(?:门口|保安|前台|人家|\ue002|等了|他人?|她人?|一到|到了|对方)|后来(?:还是|又|总算|终于|才|\ue002))"
)
# …见了肖总尾款六万昨天打过来了; …签了他们计划的谭主任电话139…: money that came, and how to reach somebody.
_NEWS = lazy(
    r"(?<=[\u3400-\u9fff\ue001-\ue0100-9])(?<![的把收到付催拿回结是和跟与聊谈问笔个说让查催齐等])(?<![\ue004\ue005]\ue010{9})(?:"
    r"(?=(?:(?:尾|货|余|首付?|预付|进度|模具|质保)款|[定订]金|质保金|预付)[^,，。;\n]{0,12}?(?:[到打付转汇](?:了|过来|账|进来)|[已都也]到(?=$|[,，。;\n])))|"
    rf"(?<![\ue001-\ue010])(?:(?:他们?|她们?|\ue001\ue010*)[\u4e00-\u9fff]{{0,4}}?的?)?(?:新来的)?(?:{ROLE})?\ue002\ue010*(?=的?(?:电话|手机|号码|微信)号?(?:码|是)?\ue007))"
)
# …就批了吧Q2026-0211…: the next document of several.
_NEXT_ONE = lazy(r"(?<=[\ue004\ue010\ue005].{4})[^,，。;；\n]{0,20}?[了吧](?=[\ue004\ue005])")
# Q2026-0203 同意 Q2026-0211 驳回: each with its verb behind it.
_DECIDED = lazy(
    r"(?<![意准回批驳过] )(?<![意准回批驳过把])[\ue004\ue005]\ue010{2,12}[ 我都也就]{0,3}(?:(?:不)?(?:同意|批准?|过|通过)|驳回?|[打退]回|ok)[了吧掉]?(?P<gap> ?)(?=[\ue004\ue005])|"
    r"(?:批|驳回?|同意|[撤打退]回)[ ]?[\ue004\ue005]\ue010{2,12}(?P<next> )(?=(?:不?批|驳回?|不?同意|[撤打退]回)[ ]?[\ue004\ue005])"
)
_RUN_BEFORE, _RUN_BEHIND = 6, 6
# 今年漏斗和今年回款: two questions, of which one at least is about figures.
_FIGURE = r"(?:漏斗图?|排行榜?|排名|榜单|转化率|完成率|达成率|业绩|目标)"
_ASKED = r"(?:漏斗图?|排行榜?|排名|榜单|转化率|完成率|达成率|业绩|目标|回款|商机|报价|客户|合同|待办|任务)"
_ABOUT = r"(?:的?(?:情况|数据|明细|列表|清单|汇总))?"
_AND = r"(?:和|跟|与|及|以及|还有|加上|加|、|\+|&)"
_TWO = lazy(
    rf"(?:{_FIGURE}{_ABOUT}(?P<a>{_AND})(?=[^,，。;]{{0,8}}{_ASKED})|{_ASKED}{_ABOUT}(?P<b>{_AND})(?=[^,，。;]{{0,8}}{_FIGURE})|(?P<noun>{_ASKED})(?P<c>{_AND})(?=[^,，。;]{{1,6}}(?P=noun)))"
)
# A word that opens a command of its own behind a space: 方案定稿v1.2 报价FX-6 300件.
_OPENS = lazy(r"(?:报价|回款|新商机|提醒我)[^ ]|(?:改|重|重新)报|[^ ]{1,6}呢$")
# …HT2026-052 记一下 顺便导出…: such a word opens one behind anything.
_LEADS_OVER = lazy(
    r"(?:[先再](?:记|说|讲|录|写|补)(?:一?下|一?条|说)?(?=\ue001)|顺便|另外|然后|还有|对了|再帮|帮我|麻烦|记一下|同时|(?:看|查|列)一?下)[\u3400-\u9fff]?"
)
_TAKEN_BACK = lazy(r"[撤收]回?了?$")
# 客户：顺辰 时间：今天: a label behind a space.
_LABEL = lazy(r"[\u4e00-\u9fff]{2,4}[:：](?=\S)")
# 录一下回款 泓珩25万 甬砺12万: a customer's sum is said by itself.
_SUM = lazy(r"\ue001\ue010*[\d.一二两三四五六七八九十百]{1,8}[万千w块元]\S{0,3}")
_SPACE = lazy(r" +")
_PUNCTUATION = lazy(r"[，。,;；!！?？\n]")
_STOP = lazy(r"[\s，。,;；!！?？:：、]")
_SIGN = lazy(r"[\u3400-\u9fff\ue001-\ue010]")
_CHARACTER = lazy(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Clause:
    """From `start` to `end` in the text; clauses of one sentence share `sentence`."""

    number: int
    start: int
    end: int
    sentence: int

    def holds(self, place: int) -> bool:
        return self.start <= place < self.end


@lru_cache(maxsize=8)
def cut(painted: str) -> tuple[Clause, ...]:
    """The clauses of a painted text, empty ones left out. A text from which nothing is taken back is cut twice."""
    breaks = {found.start(): (found.end(), True) for found in _END.finditer(painted)}
    breaks |= {found.start(): (found.end(), True) for found in _ITEM.finditer(painted)}
    for found in (*_ORDINAL.finditer(painted), *_COMMA.finditer(painted)):
        breaks.setdefault(found.start(), (found.end(), False))
    for found in _TURN.finditer(painted):
        breaks.setdefault(found.start(), (found.start(), False))
    for pattern in (_SPEAKER, _ONWARD, _WENT_ON, _NEWS):
        for found in pattern.finditer(painted):
            if _is_in_a_run(painted, found.start()):
                breaks.setdefault(found.start(), (found.start(), False))
    for found in _NEXT_ONE.finditer(painted):
        breaks.setdefault(found.end(), (found.end(), False))
    for found in _DECIDED.finditer(painted):
        breaks.setdefault(found.start("next" if found["next"] else "gap"), (found.end(), False))
    for found in _TWO.finditer(painted):
        start, end = found.span(next(name for name in "abc" if found[name]))
        breaks.setdefault(start, (end, False))
    for start, end in _pauses(painted):
        breaks.setdefault(start, (end, False))
    return tuple(_between(painted, sorted((start, *rest) for start, rest in breaks.items())[:MOST]))


def _is_in_a_run(painted: str, place: int) -> bool:
    """Long enough a stretch without any sign on either side."""
    run = painted[max(0, place - _RUN_BEFORE) : place + _RUN_BEHIND]
    return len(run) == _RUN_BEFORE + _RUN_BEHIND and not _STOP.search(run)


def _between(painted: str, breaks: list[tuple[int, int, bool]]) -> list[Clause]:
    clauses: list[Clause] = []
    begin, sentence, ended = 0, 0, False
    for start, end, hard in [*breaks, (len(painted), len(painted), True)]:
        first, last = _trimmed(painted, begin, max(begin, start))
        if first < last:
            sentence += ended and bool(clauses)  # ！！ ends one sentence, not two
            clauses.append(Clause(len(clauses), first, last, sentence))
            ended = False
        begin, ended = max(begin, end), ended or hard
    return clauses


def _trimmed(painted: str, start: int, end: int) -> tuple[int, int]:
    part = painted[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _pauses(painted: str) -> list[tuple[int, int]]:
    """Spaces that stand for commas: between two runs of speech, not inside a list of values."""
    found = list(_SPACE.finditer(painted))
    edges = [0, *(space.end() for space in found)]
    stops = [*(space.start() for space in found), len(painted)]
    runs = [_PUNCTUATION.split(painted[a:b]) for a, b in zip(edges, stops, strict=True)]
    return [
        (space.start(), space.end())
        for place, space in enumerate(found)
        if (_speech(runs[place][-1]) and (_speech(runs[place + 1][0]) or _OPENS.match(runs[place + 1][0])))
        or _LEADS_OVER.match(runs[place + 1][0])
        or _LABEL.match(runs[place + 1][0])
        or (_TAKEN_BACK.search(runs[place][-1]) and _OPENS.match(runs[place + 1][0]))
    ]


def _speech(words: str) -> bool:
    if _SUM.fullmatch(words):
        return True
    return len(_SIGN.findall(words)) >= 4 and len(_CHARACTER.findall(words)) >= 3
