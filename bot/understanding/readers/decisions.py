"""Decisions on quotes and contracts: 同意 Q2026-0118, 驳回博泽的报价，毛利太低."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTRACT, CUSTOMER, QUOTE, C, H, Mark, P, Q, W
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.command import Command
from domain.quotes import Approve, Reject

# Words that decide wherever they stand in the clause, and words that do so only beside the document.
_SURE_NO = (
    r"驳回|驳掉|驳了|驳(?=[ ]?\ue004|$|[,，。])|(?:(?<=\ue010)|(?<=\ue010 ))驳(?!接|船|斥)|唔批得?|勿批|不能签字|没法签字|投(?:了)?反对|投否决|打转|退[脱返]|撅回|❌|红灯|no go|(?<![婉谢])拒(?=$|[,，。])|不同意|不批准?|不批(?![的评量次])|不能批|没法批|批不了|不予(?:通过|批准)|不准(?!时|确)|拒绝|拒了|回绝|打回|否决|否[了掉]|(?<=[ ,，:\ue010])否(?=$|[,，。 ])|毙[了掉]|枪毙|"
    r"退回(?!来[了 \\d]|款)|退掉|不通过|通不过|过不去|不给(?:批|过)|不让过|不能过|没法过|过不了|不放行|pass掉|reject(?:ed)?|disagree|disapproved?|declined?|turn(?:ed)? down"
)
_NO = rf"{_SURE_NO}|(?<![a-z])no(?![a-z.]| (?:problem|issue|objection|worr))|不行|不过|不可以|退了(?!货|款|钱|单)|不认可|不接受"
_SURE_YES = (
    r"(?<![不没未])(?:同意|批准(?!的)|通过(?!微信|邮|电话|了?(?:测试|验收|审核))|核准|照准|准予(?!放)|准了|放行|批[了掉吧过啦起](?!的|次|来)|绿灯|点个通过|审过(?=$|[,，。])|批一?下|"
    r"(?<![a-z])(?:approved?|agreed?))"
)
_YES = (
    rf"{_SURE_YES}|可以批|(?<![一二三四五六七八九十两首第大小整下])批(?![次量发号复])|过(?=[了吧]|$)|给过|没(?:什么|啥|有|多大|大)?(?:问题|意见|毛病)|可以(?=$|[,，。! 吧了的啊]|同意|批|通过|过)|"
    r"我点头(?=了|$|[,，。])|✅|ok|准|行(?![业情程])|pass(?!掉)|lgtm|yes|no (?:problem|issue|objection)s?"
)
_DOC = rf"(?:{Q}|{H})"
_THING = (
    rf"(?:{C}(?:那边|公司|这边|[这那]?[两三四几]家)?(?:的)?(?:那个|那单|那份|这个|这份|这张|"
    rf"那张)?(?:[\u4e00-\u9fff\d.%]{{0,8}}?)?(?:报价(?:单)?|合同|审批|(?<=[单个份])特价(?=$|[,，。])|(?:折扣|特价|让利|价格)申请|(?<=[的个份])申请)|{C}(?:那边)?的?[那这][份张](?!图|表|样|照)|{W}[的那份张个]{{1,3}}报价(?:单)?|"
    rf"(?:给)?{C}(?:那边)?的?那?个?(?<=[的个])价格?(?![位值高贵]))"
)
# Behind a verb of decision the word itself may be left out: 驳回锡暄的, and 泓珩那单我同意.
_ELLIPSIS = rf"(?:驳回|打回|否决|批准|同意)(?:给{C}(?:那边)?的|{C}(?:那边|那[单份个])?的?)(?=$|[,，。;])"
_THAT_ONE = rf"{C}(?:的)?[那这][单份个张](?:报价)?我(?:看了|看过)?(?:就)?"
_WHAT = rf"(?:{_DOC}|{_THING})"
# 昱朔批，岑海不批: nothing but whose it is and the decision. Customers agree and refuse as well, so a bare name takes
# only our own verbs.
_OURS_YES, _OURS_NO = r"批|过|准|放行", r"不[批过准]|驳回?|打回|退回|[毙否]"
_ITS = rf"(?:那|这)?{C}(?:那边|公司)?的?(?:[这那][个单份张家]|的|报价单?|合同|申请)"
_ONE_OF_SEVERAL = lazy(
    rf"(?:(?P<its>{_ITS}{{1,3}}|{_DOC}号?)|{C})(?:[ :]|我|就|也|都|这边|直接|给|可以){{0,4}}"
    rf"(?:(?P<no>{_OURS_NO}|(?(its)(?:不同意|不行|不可以|拒绝|不通过|不给过)|(?!)))|(?P<yes>{_OURS_YES}|(?(its)(?:同意|批准|可以|通过|没问题|行|ok|给过)|(?!))))"
    r"(?:了|吧|掉|哈|啊|去|回去|下){0,2}(?(no)(?P<why>[^,，。;\ue001-\ue00f]{0,16}))"
)
_WHATS = rf"(?:{C}(?:那边)?[、,和跟及与 ]{{1,2}}){{0,6}}{_WHAT}(?:(?:号|报价){{0,2}}[、,和跟及与 ]+{_WHAT}){{0,15}}"
_GAP = r"[^,，。;\ue004\ue005]{0,16}?"
_FILL = (
    r"(?:[,，:： ]|我|这边|这里|个人|看着|看下来|让[他它]|先|就|都|也|[这那嗰][个份单张]|的|要得|👍|👌|没啥问题|俺|阿拉|点个|报价单?|合同|审批|给|予以|看过|看了|"
    r"给他们?|可以|[这那]?[两三四几][份个张单]|直接|已阅|和|、|及|跟|还有|号|一下|了|吧|单子|可)*"
)
_REJECT = lazy(
    rf"(?P<verb>{_NO}){_FILL}{_WHATS}|{_WHATS}{_FILL}(?P<verb2>{_NO})|(?P<verb5>{_SURE_NO}){_GAP}{_DOC}|{_DOC}{_GAP}(?P<verb6>{_SURE_NO})|(?P<verb3>{_ELLIPSIS.replace('|批准|同意', '')})|{_THAT_ONE}(?P<verb4>驳回|不同意|不批|打回)|"
    rf"{_THING}(?=[^,，。;客他说嫌]{{0,10}}(?:太|不[够足到]|超|低于|亏|错))[^,，。;客他说嫌]{{0,14}}?(?P<verb7>驳回|打回|不批|退回|枪毙|否[了掉])"
)
_APPROVE = lazy(
    rf"(?P<verb>{_YES}){_FILL}{_WHATS}|{_WHATS}{_FILL}(?P<verb2>{_YES})|(?P<verb5>{_SURE_YES}){_GAP}{_DOC}|{_DOC}{_GAP}(?P<verb6>{_SURE_YES})|(?P<verb3>{_ELLIPSIS.replace('驳回|打回|否决|', '')})|{_THAT_ONE}(?P<verb4>同意|批准|批了|批|准了)"
)
# A decision with no number: only words that point at what lies before us may stand beside the verb.
_POINTS = (
    r"(?:好[的嘞]?|嗯+|啦|呗|哈|中|要得|可以|lgtm|👍|ok|俺|阿拉|我|请|帮|麻烦|把|将|先|就|都|也|给|直接|上面|刚[才刚]?|昨天|今天|最新|[这那该上个份张单笔条一]|报价|合同|审批|"
    r"申请|流程|的|了|吧|掉|下|啊|[, !。])*"
)
_BARE_REJECT = lazy(rf"^{_POINTS}(?:{_SURE_NO}|毙)(?!的(?:报价|合同))去?{_POINTS}$")
_BARE_APPROVE = lazy(rf"^{_POINTS}(?:{_SURE_YES}|审批通过|给?过吧){_POINTS}$")
_THIS_IS_FINE = lazy(
    rf"{_POINTS}[这那上]{_POINTS}(?:报价|合同)单?(?:我看)?{_POINTS}(?:行|可以|没问题|没意见|ok|准|批|过){_POINTS}"
)
_THIS_ONE = lazy(r"^(?:这|那|刚才那|上面这?)(?:个|份|张|单|条)?(?:报价(?:单)?|合同|申请|审批|单子)")
_NAMED = lazy(rf"{_DOC}|{_THING}")
# The decision in a clause behind the one with the document.
_BEHIND = r"(?:了|吧|啦|掉|去|哈|的|发出?去?|执行|发给客户|重[做报算新]+|让.{1,3}重.{1,2}|额|呗|得|点个)*$"
_NO_BEHIND = lazy(rf"(?:^|(?<= ))[^,， ]{{0,6}}?(?:我|就)?(?:{_NO}){_BEHIND}")
_YES_BEHIND = lazy(
    rf"(?:^|(?<= ))[^,， ]{{0,4}}?(?:我)?(?:{_SURE_YES}|(?<![一二三四五六七八九十两首第大小整下])批|可以批|过了?|给过|ok|行|可以|没问题|无异议|没意见){_BEHIND}"
)
_ASIDE = 24
_VERDICT = lazy(r"(?:操作|处理|动作|结论|决定|审批|批复|意见|结果)[】\]]?$")
_GROUNDS = lazy(r"(?:原因|理由|备注|说明)[】\]]?$")
# 先不批，等等再说 decides nothing.
_PUT_OFF = lazy(r"先(?:不|别|压|放|搁)|暂(?:时|缓|不)|别(?:急|忙|着急)")
_REDO = lazy(r"(?:去?重做|去?重报|去?重算|重新(?:做|报|核|算)|让他?重.{1,3})$")
_THEY = lazy(
    rf"(?<!给)(?:客户|[他她](?=[说讲])|(?:他们)?(?:领导|老板|上级|总部|高层)|他们|她们|对方|人家|那边|{P}|{W}(?!的)|{C}(?!的)|采购|甲方|买方|厂家)(?:那边|也|都|已经?|今天|昨天|刚|"
    rf"终于|说|口头|基本|原则上|看过?|了|(?<=[说讲])(?:(?:报价单?|合同)?(?:{Q}|{H})|报价单?|合同)|确认|认可|接受|价格|这个|就|会|要|(?:[对看]|(?<=了)){Q}的?|[对看]了{Q}的?|[ ])*$"
)
# The decision is asked of somebody else: 麻烦领导抽空批一下.
_ASKED = lazy(
    rf"(?:麻烦|请|求|让|催|等|找|辛苦|劳烦|给)(?:一?下)?(?:领导|老板|上级|各位|您|财务|法务|主管|总监|{W}|{P})[^,，。;]{{0,10}}(?:批|审|过|同意)|"
    r"批(?:下来|出来|过来)|先(?:压|放|搁|不|别)|再(?:等|想|看)|暂(?:时|缓)|没批|未批|待批|批了没|批了吗|哪些|没审|多少|几个|进度|到哪|谁|被驳回的|被拒|怎么|已批的|批准的|通过的|驳回的"
)
_FAULT = lazy(r"太|低|高|差|没|不|长|贵|问题|错|亏|缺|少|漏|超|才|只有")
_OF_WORK = lazy(
    r"[价利率折款货数图单条险审核重补改高低贵亏错漏缺少多长超点]|账期|成本|交期|型号|规格|客户|合同|资[料质]|预付|算"
)
_AROUND = lazy(r"^(?:[那这][个份张条单]|的|号|报价单?|合同|[ ,，])+|(?:了|先|就|直接|给我|我|所以|[ ,，])+$")
_LEAD = lazy(r"^(?:因为|由于|原因(?:是|:|：)?|理由(?:是|:|：)?|[,，:：;； 。了吧啊哈])+")


@reads(Reject, (_REJECT, _BARE_REJECT, _NO_BEHIND))
def reject(scene: Scene) -> Iterator[Found]:
    yield from _decided(scene, Reject, _REJECT, _BARE_REJECT)


@reads(Approve, (_APPROVE, _BARE_APPROVE, _THIS_IS_FINE, _YES_BEHIND))
def approve(scene: Scene) -> Iterator[Found]:
    yield from _decided(scene, Approve, _APPROVE, _BARE_APPROVE)


def _on_a_form(scene: Scene, kind: type[Command], bare: re.Pattern[str]) -> Iterator[Found]:
    """操作：驳回 单号：Q2026-0211 原因：账期太长."""
    fields = [(scene.part(label), value) for label, value in itertools.pairwise(scene.clauses)]
    verdict = next((v for label, v in fields if _VERDICT.search(label) and bare.match(scene.part(v))), None)
    whole = (0, len(scene.text))
    if verdict and scene.mended[: verdict.start].rstrip().endswith((":", "：")):
        grounds = next((v for label, v in fields if _GROUNDS.search(label)), None)
        reason = scene.said((grounds.start, scene.sentence(grounds)[-1].end)) if grounds else None
        documents = _documents(scene, whole)
        slots = _slots(scene, documents[0] if documents else None, whole) | given(reason=reason)
        numbers = frozenset(clause.number for clause in scene.clauses)
        yield Found(kind, (verdict.start, verdict.end), slots, 87.0, numbers, "a decision on a form")


def _decided(scene: Scene, kind: type[Command], pattern: re.Pattern[str], bare: re.Pattern[str]) -> Iterator[Found]:
    yield from _on_a_form(scene, kind, bare)
    for number, clause in enumerate(scene.clauses):
        part = scene.part(clause)
        span = (clause.start, clause.end)
        cue = scene.find(pattern, span) or _across(scene, clause, pattern, kind)
        if cue and _by_us(scene, clause, cue):
            yield from _on_each(scene, kind, clause, cue)
        elif (verdict := _verdict(scene, clause)) is not None:
            yield from _on_each(scene, kind, clause, verdict) if verdict["no" if kind is Reject else "yes"] else ()
        elif (found := _pointed(scene, clause, kind, bare)) is not None:
            yield found
        elif (
            number == 0
            and not _PUT_OFF.search(part)
            and (bare.match(part) or (kind is Approve and _THIS_IS_FINE.fullmatch(part)))
            and len(scene.clauses) <= 2
        ):
            reason, numbers = _reason(scene, clause, None, (clause.start, scene.sentence(clause)[-1].end))
            if kind is Reject and len(scene.clauses) > 1 and not _OF_WORK.search(reason or ""):
                continue  # 我不同意，番茄炒蛋必须放糖
            slots = given(reason=reason if len(scene.clauses) > 1 else None)
            yield Found(kind, span, slots, 74.0 if kind is Reject else 60.0, numbers, "a decision")


def _on_each(scene: Scene, kind: type[Command], clause: Clause, cue: re.Match[str]) -> Iterator[Found]:
    """One decision for each document that it names, and one where it names none; the reason is that of all."""
    documents: list[Mark | None] = [*_documents(scene, cue.span())] or [None]
    reason, numbers = _reason(scene, clause, cue, (clause.start, scene.sentence(clause)[-1].end))
    if kind is Reject:
        reason = None if reason and _REDO.fullmatch(reason) else reason
        first = _why_first(scene, cue) or (None if reason else _why_before(scene, clause))
        reason = "，".join(words for words in (first, reason) if words)
    score = 86.0 if kind is Reject else 83.0
    for document in documents:
        slots = _slots(scene, document, cue.span()) | given(reason=reason)
        at = (document.start, document.end) if document and len(documents) > 1 else cue.span()
        taken = numbers if document is documents[0] else frozenset()
        yield Found(kind, at, slots, score, taken, "a decision", carries=document is None)


def _pointed(scene: Scene, clause: Clause, kind: type[Command], bare: re.Pattern[str]) -> Found | None:
    """同意，Q2026-0203: the number behind a comma; 这个报价毛利不到15%，打回去重做: the verb does."""
    after = scene.clauses[clause.number + 1 : clause.number + 2]
    if after and bare.match(scene.part(clause)) and _names_it(scene, after[0]):
        span = (clause.start, after[0].end)
        documents = _documents(scene, span)
        slots = _slots(scene, documents[0] if documents else None, span)
        reason, numbers = _reason(scene, after[0], None, span)
        numbers |= {clause.number}
        return Found(kind, span, slots | given(reason=reason), 83.5, numbers, "a decision", carries=not documents)
    if not _THIS_ONE.match(scene.part(clause)) or asks(scene, clause):
        return None
    later = [c for c in scene.sentence(clause) if clause.number < c.number <= clause.number + 2]
    verb = next((c for c in later if bare.match(_REDO.sub("", scene.part(c)))), None)
    if verb is None:
        return None
    found = _THIS_ONE.match(scene.part(clause))
    reason = scene.said((clause.start + (found.end() if found else 0), verb.start)).strip(" ，,")
    numbers = frozenset(range(clause.number, verb.number + 1))
    return Found(kind, (clause.start, verb.end), given(reason=reason), 60.0, numbers, "a decision")


def _names_it(scene: Scene, clause: Clause) -> bool:
    """The document and nothing that decides otherwise."""
    part = scene.part(clause)
    only = re.fullmatch(rf"{_FILL}{_WHATS}{_FILL}", part)
    named = re.search(_DOC, part) and len(part) <= _ASIDE and not re.search(rf"{_NO}|{_YES}", part)
    return bool(only or named)


def _across(scene: Scene, clause: Clause, pattern: re.Pattern[str], kind: type[Command]) -> re.Match[str] | None:
    """The document in one clause, the decision in a later one: Q2026-0118 我看过了，毛利可以，批了."""
    if not _NAMED.search(scene.part(clause)) or pattern.search(scene.part(clause)):
        return None
    other, verb = (_APPROVE, _NO_BEHIND) if kind is Reject else (_REJECT, _YES_BEHIND)
    if other.search(scene.part(clause)):
        return None
    bare = _BARE_REJECT if kind is Reject else _BARE_APPROVE
    for later in scene.clauses[clause.number + 1 : clause.number + 4]:
        said = verb if later.sentence == clause.sentence else bare
        if said.search(scene.part(later)) and not any(p.search(scene.part(later)) for p in (_PUT_OFF, _ASKED)):
            return scene.find(_NAMED, (clause.start, clause.end))
        if re.search(rf"{_DOC}", scene.part(later)):
            return None
    return None


def _by_us(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    """A decision of our own: not the customer's assent, no question, no rumour."""
    if _ASKED.search(scene.part(clause)) or asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause):
        return False
    return not _THEY.search(scene.painted[clause.start : _verb_at(cue)])


def _verdict(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """昱朔批，岑海不批: of several, or 泓珩的也同意."""
    found = _ONE_OF_SEVERAL.fullmatch(scene.painted, clause.start, clause.end)
    if found is None or asks(scene, clause) or is_rumour(scene, clause):
        return None
    several = sum(_ONE_OF_SEVERAL.fullmatch(scene.part(one)) is not None for one in scene.clauses) > 1
    return found if several or (found["its"] and "的" in scene.part(clause)) else None


def _verb_at(cue: re.Match[str]) -> int:
    groups = cue.groupdict()
    return next((cue.start(name) for name in sorted(groups) if name.startswith("verb") and groups[name]), cue.start())


def _why_first(scene: Scene, cue: re.Match[str]) -> str | None:
    """Q2026-0118 毛利太低驳回: why, between the document and the verb."""
    documents = [mark.end for mark in _documents(scene, cue.span()) or scene.of_kind(CUSTOMER, cue.span())]
    words = scene.said((documents[-1], _verb_at(cue))) if documents and documents[-1] < _verb_at(cue) else ""
    return _AROUND.sub("", words.strip(" ，,。")) if _FAULT.search(words) else None


def _why_before(scene: Scene, clause: Clause) -> str | None:
    """这单毛利才8%，Q2026-0240打回: why, in the clause before."""
    before = [c for c in scene.sentence(clause) if c.number == clause.number - 1]
    fault = before and _FAULT.search(scene.part(before[0])) and not _NAMED.search(scene.part(before[0]))
    return scene.said((before[0].start, before[0].end)) if fault else None


def _documents(scene: Scene, span: Span) -> list[Mark]:
    """What is decided on by number, else by name where several are named."""
    inside = [mark for mark in scene.marks if span[0] <= mark.start and mark.end <= span[1]]
    named = [mark for mark in inside if mark.kind == CUSTOMER]
    return [mark for mark in inside if mark.kind in (QUOTE, CONTRACT)] or (named if len(named) > 1 else [])


def _slots(scene: Scene, document: Mark | None, span: Span) -> dict[str, object]:
    if document is None:
        return given(customer=scene.customer_in(span))
    if document.kind == CUSTOMER:
        return {"customer": scene.value(document)}
    return {"quote_no" if document.kind == QUOTE else "contract_no": document.value[0]}


def _reason(scene: Scene, clause: Clause, cue: re.Match[str] | None, whole: Span) -> tuple[str | None, frozenset[int]]:
    """The words behind the decision, up to the next one."""
    end = cue.end() if cue else clause.end
    if cue and cue.groupdict().get("why"):
        end = cue.start("why")
    kept = [clause]
    for later in [c for c in scene.clauses if c.number > clause.number and c.sentence <= clause.sentence + 1]:
        if re.search(
            rf"{Q}|{H}|提醒|导出|另外|顺便|拜访|{_THING}|{_ELLIPSIS}", scene.part(later)
        ) or _ONE_OF_SEVERAL.fullmatch(scene.part(later)):
            break
        kept.append(later)
    words = _LEAD.sub("", scene.said((end, kept[-1].end))).strip(" ，,。")
    words = "" if _BARE_APPROVE.match(words) else words  # 没问题，批了吧 decides twice
    return (words or None), frozenset(c.number for c in kept)
