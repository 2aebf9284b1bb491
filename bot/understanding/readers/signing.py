"""Contracts that are signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTRACT, CUSTOMER, QUOTE, C, H, Q
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.numbers import Amount
from bot.understanding.once import once
from bot.understanding.readers.deal_words import firm
from bot.understanding.readers.kinds import told_before
from bot.understanding.readers.notes import is_only_a_day
from bot.understanding.readers.payments import is_payment
from bot.understanding.readers.quotes import delivery
from bot.understanding.readers.scopes import given, money
from bot.understanding.readers.sums_paid import is_ahead
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.contracts import SignContract

_SIGN = lazy(
    rf"(?:拿下|签下)(?:了)?{C}(?:了|啦)?|(?<=[\ue001\ue010])[ ]*签[ ]?(?=[\d一二两三四五六七八九十])|(?:盖章|签字|签好|签了)的?合同[^,，。;]{{0,4}}(?:收到|到|来)了?|签的约|签[订约署](?:日期|时间)|签给(?:我们|咱们?|我)|签的(?=$|[,，。!])|\ue004\ue010*[^,，。;]{{0,4}}成了|合同[^,，。;]{{0,4}}(?:回传|传回|发回|寄回|送回|拿回|带回|邮回|返回)(?:来)?了|签的(?=[^,，。;]{{0,10}}(?:合同|单|协议|\ue001))|签[了啦咯喽](?!个?到|收|字的?送货|"
    rf"保密|nda)|签下(?:来)?了?|签约(?!阶段|率|额|客户|的|仪式|送|办)(?:成功|了|完成|啦)?|签成了?|签回来?了?|签咗(?:约|合同)|(?:约|合同)签咗|签单(?!率|量|额|目标|数|客户|排|了?(?:吗|没|多少))(?:了|啦|成功)?|已签(?!收|到|字)|签(?:了)?合同(?:了|啦|咯)?|"
    rf"合同[^,，。;]{{0,8}}?(?:签|签订|签署|落地|敲定|盖章|生效|落地|落定|落笔|画押|用印|敲章|搞定|谈成|双签|到手)(?:好|完|下来|回来|妥|掉)?(?:了|啦|"
    rf"咯)?|签订(?:了)?(?:合同|协议)|签署了|双签|拿下了?(?=[^,，。;]{{0,8}}(?:单|项目|订单|合同|[,，!。]|"
    rf"$)|[ ]?[\d.一二两三四五六七八九十百]{{1,6}}[万千w])|成交了?|赢单|中标了?|签妥|签好了?|签完了?|签掉了|定下来了?签|订单签|signed|签字(?:了|啦|咯)|签字[^,，。;]{{0,2}}(?:回传|传回|寄回|发回)来?了?|签字盖章|盖(?:好|完|过|了|的)*(?:公|合同|双方)?章了?|"
    rf"(?:已经?)?转(?:成|为|做|签)?合同(?!签订|阶段|流程|环节)|(?:那单|这单|单子|项目|生意)(?:终于|总算)?成了|下了?(?:单|订单|po)(?:了|啦|咯)|下了一?[个张笔批份](?:[试首小大急新]|正式|采购)*(?:订?单子?|po(?![a-z]))|"
    r"(?:收到|接到|拿到|来)[^,，。;]{0,8}(?:订单|po(?![a-z]))|(?:订单|po)(?:来|下来?|到|收到)(?:了|啦|咯)|"
    r"(?:订单|(?<![a-z])po|下单)(?:已经?|也|都|正式|终于|总算|客户|给|[ ])*(?:确认(?!函|单|书|流程|后|一下|中)|到手|落实|敲定|定下来|定了)(?:了|啦)?|正式(?:订单|po(?![a-z]))(?=[ :：,，\ue001])"
)
_CHEERS = lazy("隔壁|加油")
_NO_CONTRACT = lazy(
    r"(?:与|跟|和)(?:他人|别人|别家|人家|另一家)|保密协议|nda|签收|验收单|签到|技术协议|送货单|样品确认|会签|签证|签名|标签|签字人|请假|预签|签批|签呈|意向书|备忘录|规格书|需求书|需求文档|段子|图纸|文件|快递|会议纪要"
)
_NOT_YET = lazy(
    r"(?:还没|没有?|未|尚未|没能|能不能|能否|准备|打算|计划|要|想|会|快|等|等着|争取|预计|有望|可以|再|别|"
    r"不|什么时候|何时|催|约|下周|明天|下个?月|才|能|可能|应该|差点|即将|马上|希望|同意|答应|说|"
    r"多|祝|加油|去)[^,，。;了]{0,6}$"
)
_FUTURE_AFTER = lazy(
    r"^(?:[^,，。;]{0,4})(?:吗|不了|不下来|没|的话|事宜|流程|的事|前|之前|条款|模板|版本|评审|审批|细节|草稿|还)"
)
# 小陈说合同已经双签完毕: whoever says so, it is done.
_SURELY = lazy("已经|完毕|完成|了")
_EXPECTED = lazy("预计|估计|争取|打算|准备|计划|应该|可能|等|下周|下个?月|月底前?签$|没|未")
_PART = lazy(
    r"(?:首款|首付款?|预付款?|定金|订金|尾款|货款|进度款|回款|到账|打款|付款|付了|打了|收到|质保金|保证金|"
    r"余款|首批款|每月|月结)[^,，。;]{0,6}$"
)
# 今天签合同，93万 is told, 下午签合同 is a plan.
_SAID_AS_DONE = lazy(r"(?:今[天日早]|昨[天日晚]|前天|刚刚?|刚才|上午|早上|终于|总算|正式|已经?|顺利)[^,，。;]{0,4}$")
_ALONE = 14
_PART_AFTER = lazy(r"(?:的)?(?:首款|首付|预付|定金|订金|尾款|货款|到账|已?到(?!手)|已经到|打过来|付了)")

_TERM = lazy(
    rf"合同|金额|总价|[\d号日底初旬](?:交|要货|提货|收货)|盖|首批|交货|交付|交期|发货|{H}|报价|万|元|块|\d[wk]|对应|签|含税|总额|\ue004|{C}"
)
_ELSE = lazy(r"提醒|导[出个]|帮我[查看列导]|拜访|联系人|商机|阶段|[推转进][到入为成]")


# 当场定了，合同33万: what was settled, and the contract with its sum right behind it.
_OF_A_CONTRACT = lazy(r"合同(?:金额|总价|总额|价|额)?(?:一共|总共|是|为|[ ])*(?=[\d一二两三四五六七八九十])")
_SETTLED = lazy(r"(?:定|拍板|敲定|谈[成妥拢定好]|成交|[定谈拿]下来)了$")


@reads(SignContract, (_SIGN, _OF_A_CONTRACT))
def sign(scene: Scene) -> Iterator[Found]:
    taken: set[int] = set()
    for clause in scene.clauses:
        if taken and (clause.number in taken or not scene.of_kind(CUSTOMER, (clause.start, clause.end))):
            continue  # a second contract is somebody else's
        cue = scene.find(_SIGN, (clause.start, clause.end)) or _settled(scene, clause)
        if not cue or not _is_done(scene, clause, cue) or _NO_CONTRACT.search(scene.part(clause)):
            continue
        clauses = _terms(scene, clause)
        span = (clauses[0].start, clauses[-1].end)
        quotes, contracts = scene.of_kind(QUOTE, span), scene.of_kind(CONTRACT, span)
        amount = contract_amount(scene, span)
        if (amount is None and not quotes and _says_too_little(scene, clause, cue)) or (
            not scene.of_kind(CUSTOMER) and _is_theirs(scene, clause, cue)
        ):
            continue
        slots = given(
            customer=scene.customer_in(span), **money(amount),
            quote_no=quotes[0].value[0] if quotes else None, signed_on=signed_on(scene, clause, span), delivery_on=delivery(scene, span) or delivery(scene, _behind(scene, clauses)),
            contract_no=contracts[0].value[0] if contracts else None,
        )  # fmt: skip
        if not slots and not re.search("合同|约|单", cue[0]):
            continue
        # Q2026-0118转成合同，已经签了 is more than a step on.
        score = 73.0 if quotes and "签" in scene.painted[span[0] : span[1]] else 71.0
        told = told_before(scene, clause, cue.start())
        numbers = frozenset(c.number for c in clauses if not told or c != clause)
        yield Found(SignContract, cue.span(), slots, score, numbers, "signed", carries=not quotes)
        taken |= {c.number for c in clauses}


def _settled(scene: Scene, clause: Clause) -> re.Match[str] | None:
    found = _OF_A_CONTRACT.match(scene.painted, clause.start, clause.end)
    before = [c for c in scene.sentence(clause) if c.number == clause.number - 1]
    return found if found and any(_SETTLED.search(scene.part(c)) and firm(scene, c) for c in before) else None


def _says_too_little(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    """Without a sum these may mean anything."""
    signs = cue[0][:2] in ("签的", "签字") and cue[0] != "签字盖章"
    return signs or _moves_on(scene, clause) or re.search("订单|po|确认|[个张笔批份]", cue[0]) is not None


def _behind(scene: Scene, clauses: list[Clause]) -> Span:
    """What the sentence goes on with behind a payment: 62万，首付款已到账，7月底交货."""
    rest = [c for c in scene.sentence(clauses[-1]) if c.number > clauses[-1].number]
    named = next((c for c in rest if scene.of_kind(CUSTOMER, (c.start, c.end))), None)
    return (clauses[-1].end, named.start if named else max(clauses[-1].end, rest[-1].end if rest else 0))


def _is_aside(part: str) -> bool:
    """A bare word or day between the terms: 油缸导向套, 11月21日."""
    return len(part) <= 8 and not ANY_WAY.search(part) and not re.search(r"[了说要还没不吗呢再]", part)


def _moves_on(scene: Scene, clause: Clause) -> bool:
    """合同签完了，转订单交付 tells why the deal moves on."""
    after = [c for c in scene.clauses if clause.number < c.number <= clause.number + 2]
    return any(
        re.search(r"(?:转|推|进|到|改)(?:到|入|进|为|成)?(?:了)?(?:订单|交付|回款|结算|下一)", scene.part(c))
        for c in after
    )


def _is_done(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    if (
        asks(scene, clause)
        or is_rumour(scene, clause)
        or is_wish(scene, clause)
        or _CHEERS.search(scene.mended, clause.start, clause.end)
    ):
        return False
    went = told_before(scene, clause, cue.start()) if "了" in cue[0] else None  # 去博泽把合同签了 is no plan
    before = scene.painted[went.at[1] if went else clause.start : cue.start()]
    after = scene.painted[cue.end() : clause.end]
    if re.search(r"(?:还没|没有?|未|没能|尚未|还未)签", scene.part(clause)):
        return False
    done = re.search(r"了|已|啦|咯|成功|下来|signed|好|完|!", cue[0] + scene.painted[cue.end() : cue.end() + 2])
    bare = re.fullmatch(
        r" *签 *|盖的(?:公|合同|双方)?章|签单|已签|签的约?|签[订约署](?:日期|时间)|签约|成交|赢单|中标|双签|转合同",
        cue[0],
    )
    # With its sum a sealed contract needs no 了: 合同双方盖章 33万8.
    sealed = re.search(r"合同|协议|拿下|签下|盖章|双签|签署|谈成", cue[0]) and _has_sum(scene, clause)
    not_yet = _NOT_YET.search(before)
    said = not_yet and not_yet[0][0] == "说" and not _NOT_YET.search(before, not_yet.start() + 1)
    if not_yet and not (said and _SURELY.search(cue[0] + after[:3])):
        return False
    if _EXPECTED.search(cue[0]) or _FUTURE_AFTER.match(after):
        return False
    if cue[0] == "签合同":
        return bool(sealed and _SAID_AS_DONE.search(before))
    return bool(done or bare or sealed or re.search("订单|po|确认", cue[0]))


def _has_sum(scene: Scene, clause: Clause) -> bool:
    """In the clause itself or in the two behind it, where nothing is paid."""
    after = [c for c in scene.sentence(clause) if 0 < c.number - clause.number <= 2]
    told = [c for c in after if not is_payment(scene, c) and not _PART.search(scene.part(c))]
    return any(scene.amounts_in((c.start, c.end)) for c in (clause, *told))


def _terms(scene: Scene, first: Clause) -> list[Clause]:
    """The clauses that belong to the contract: sums, numbers, deliveries; payments are their own command."""
    before = _named_before(scene, first)
    kept = [*before, first]
    for clause in scene.clauses[first.number + 1 :]:
        if clause.sentence > first.sentence + 2 or is_payment(scene, clause):
            break
        if not _is_term(scene, clause):
            if "提醒" in scene.part(clause) and len(kept) > 1 and is_only_a_day(scene, kept[-1]):
                kept.pop()  # 186万，明天提醒我开收据
            break
        if _is_another(scene, kept, clause):
            break
        kept.append(clause)
    return kept


def _is_another(scene: Scene, kept: list[Clause], clause: Clause) -> bool:
    """…签了24万，桂翎刀座那单丢了: somebody else's."""
    own, named = (
        {mark.value for mark in scene.of_kind(CUSTOMER, span)}
        for span in ((kept[0].start, kept[-1].end), (clause.start, clause.end))
    )
    return bool(own and named and not own & named)


@once
def _is_term(scene: Scene, clause: Clause) -> bool:
    part = scene.part(clause)
    named = _is_aside(part) or scene.amounts_in((clause.start, clause.end)) or _TERM.search(part)
    return bool(named and not _ELSE.search(part))


def _is_theirs(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    """What a colleague signed is his to tell, and a sale or an order of nobody we know is none of ours."""
    return bool(scene.of_kind(COLLEAGUE, (clause.start, cue.start())) or re.search("成交|中标|下了?[单订p]", cue[0]))


def _named_before(scene: Scene, first: Clause) -> list[Clause]:
    """Names, numbers and sums that stand alone before the word for signing: 合同：津舸，金额52万，签订日期…."""
    before: list[Clause] = []
    for clause in reversed(scene.sentence(first)[: first.number - scene.sentence(first)[0].number]):
        part = scene.part(clause)
        rest = _SETTLED.sub("", part)
        spoken = len(part) > _ALONE or re.search(r"了|报价(?!\ue004)|回款", rest) or ANY_WAY.search(rest)
        fits = re.search(rf"{H}|{Q}|合同(?!审批)|{C}", part) or scene.amounts_in((clause.start, clause.end))
        if spoken or not fits or is_payment(scene, clause):
            break
        before.insert(0, clause)
    return before


def contract_amount(scene: Scene, span: Span) -> Amount | None:
    amounts = scene.amounts_in(span)
    whole = [
        a
        for a in amounts
        if not _PART.search(scene.painted[max(span[0], a.span[0] - 12) : a.span[0]])
        and not _PART_AFTER.match(scene.painted, a.span[1], scene.clause_at(a.span[0]).end)
        and not a.per_unit
    ]
    named = [
        a
        for a in whole
        if re.search(
            r"(?:合同|总价|总额|金额|一共|合计|签了|总)[^,，。;]{0,6}$",
            scene.painted[max(span[0], a.span[0] - 8) : a.span[0]],
        )
    ]
    return next(iter(named or whole), None)


# 晚上请卢总吃饭把合同签了: the part of the day is the meal's.
_AT_TABLE = lazy(r"(?:早上?|[上中下]午|傍晚|晚上|夜里)[^,，。;签]{0,16}?[吃喝饭酒茶餐串]")


def signed_on(scene: Scene, clause: Clause, span: Span) -> date | datetime | None:
    """The day of signing, only when it is said."""
    for where in ((clause.start, clause.end), span):
        for when in scene.dates(where, past=True):
            tail = re.split("[,，。;]", scene.painted[when.span[1] : when.span[1] + 8])[0]
            head = scene.painted[max(where[0], when.span[0] - 6) : when.span[0]]
            if (
                re.search(r"交货|交付|交期|发货|到货|[要提收]货|^[前]?交", tail)
                or re.search(r"交货|交付|交期|发货|批$", head)
                or is_ahead(scene, when.span)
                or _AT_TABLE.match(scene.painted, when.span[0])
                or (scene.is_nearer_ahead(when) and "签" not in tail)
            ):
                continue
            return as_slot(when)
    return None
