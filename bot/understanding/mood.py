"""Whether words are meant: rumours, wishes, conditions, questions, quotations, orders to the bot itself."""

from __future__ import annotations

import re

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.scene import Scene

_ORDERS_THE_BOT = lazy(
    r"(?:忽略|无视|忘掉|忘记|不要管|不用管|别管|绕过|跳过|解除|取消|抛开|覆盖)(?:掉|了)?(?:你|之前|以上|"
    r"上面|前面|所有|一切|全部|系统|审批|审核|公司|的|原来|现有|任何|这些|那些|先前|此前|收到|接到|被|给|下达|设定|听到|我|一下)*"
    r"(?:规则|指令|指示|设[定置]|配置|校验|上下文|风控|限制|权限限制|权限校验|提示词?|要求|约束|命令|对话|安全|权限(?!$))|ignore "
    r"(?:all |any |the |previous |above |your |prior )*(?:instruction|rule|prompt)|system ?prompt|"
    r"系统提示|"
    r"(?:从现在(?:起|开始)|现在|接下来|假装|假设|扮演|假定)[,]?你(?:就)?(?:是|扮演|将|要扮演|的身份)|"
    r"扮演[^,。;]{1,8}(?:总监|经理|老板|管理员|财务|领导|主管)|repeat after me|假装(?:没有|我是|你是)|设定作废|系统指令|你(?:必须|要|得|应该)?无条件(?:服从|听从|执行)|"
    r"你现在(?:是|要)|你(?:将|要|现在要|来|需要)?扮演|授权你|(?:跳过|绕过|免去)(?:所有|一切|系统|的)*(?:审核|审批|流程|复核)|开发者模式|越狱|jailbreak|developer mode|"
    r"<\|?(?:system|im_start)|(?:^|\n)(?:system|assistant)[:]|"
    r"(?:我是|作为)(?:超级|系统|你的)?(?:管理员|开发者|老板|创建者|root)[,，]?(?:命令|要求|授权|你必须|"
    r"请你|现在要求|给我所有)|(?:输出|打印|显示|告诉我)(?:你的)?(?:系统提示|提示词|prompt|初始指令|"
    r"所有规则)"
)
_FORWARDED = lazy(
    r"^[ ]*(?:\[?【?(?:转发|转|链接|新闻|公告|通知|文章|聊天记录|快讯|行业资讯|"
    r"资讯)】?\]?(?=[:： \n【】\]]|$)|【(?:转发|转|新闻|公告|快讯|行业)[^】]{0,12}】|转发[:：]|转自|"
    r"fw[d]?:|转一篇|分享(?:一篇|个)?(?:文章|链接))"
)
_QUOTED_REPLY = re.compile(r"^\s*「[^」]{1,1500}」(?:\s*\n[ -]*(?:- ?){4,}-*\s*\n)?(?=.)", re.DOTALL)
_QUOTE_LINES = lazy(r"^(?:>.{0,500}\n)+")
_ARTICLE = lazy(
    r"(?:据.{1,12}(?:报道|消息|统计)|记者|本报讯|来源[:：].{0,12}(?:网|报|社)|阅读原文|点击查看|公众号|"
    r"财报|同比(?:增长|下降)|产销)"
)

_RUMOUR = lazy(
    r"(?:表[哥弟姐妹]|堂[哥弟姐妹]|同学|亲戚|舅舅|叔叔)[^,。;]{0,12}(?:上班|说|讲|告诉)|听(?:说|讲|闻|人说|同行|朋友|同事|别人|[^,。;]{1,14}?(?:说|讲|提起|聊起))|(?:出租|滴滴|网约|顺风)车?[^,。;]{0,4}(?:师傅|司机)[^,。;]{0,4}[聊唠侃说讲扯]|(?:跟|和|听|问)?(?:邻座|同座|隔壁座|同车|拼车)的?[^,。;]{0,4}(?:[聊唠侃说讲扯]|听)|(?:司机|(?<!门口)(?<!门口的)(?<!前台)(?:保安|门卫)|同行|老乡|猎头|群友|邻[居座])(?:[跟和给对]我们?)?(?:说|讲|告诉|透露|爆料)|据说|据传|(?<!根)据[^,。;\ue001\ue002]{1,8}?(?:透露|讲|说)|传闻|传言|网上说|新闻(?:上)?说|"
    r"群里(?:有人|都|在|听)*(?:说|讲|传|看到)|(?:行业|同行|业内|朋友|老乡|校友)群|(?:真不真|准不准|真假|听个乐|图个乐|是真是假|靠不靠谱)|都在传|有人传|在疯传|朋友圈|(?:同事|同行|朋友|老婆|(?<![\ue001\ue010的们])(?:领导|老板)|别人|有人|人家|隔壁.{0,6})(?:都|也|全|总|老)?(?:说|讲|告诉我)|"
    r"好像|似乎|不知真假|小道消息|貌似|"
    r"隔壁(?:公司|部门|组|家)|别的公司|听到(?:消息|风声)"
)
# …，不知道真的假的: the doubt may follow.
_DOUBTED = lazy(
    r"(?:不知道?|不晓得|不清楚|谁知道|分不清)(?:是|到底|这)*真(?:的)?(?:还?是)?假|^(?:也|反正)?(?:是)?真的?假的|听个乐|当(?:个)?八卦听"
)
_WISH = lazy(
    r"^每[次回趟](?:去|跑|到|见)|(?<![主只需重还])要是|如果|假如|假设|倘若|"
    r"(?<![\d零一二两三四五六七八九十百千])万一(?![件只套台个根块吨米])|的话|就好了|但愿|希望(?:\ue001|能|可以|"
    r"早日|他们|这|客户|"
    r"今年|明年|下)|巴不得|什么时候(?:能|才|可以)|何时能|哪天能|想(?:象|着)|做梦|寻思着|琢磨着|梦见|梦到|梦里|做了个?梦|幻想|"
    r"能(?:不能)?签.{0,12}就好|争取(?!了|到了)|除非|只要|^等我们?(?:到|见|去|回|忙|办)|^等[^,。;]{0,6}完|^[还在正就]{0,2}等(?![了级])[^,。;了]{1,14}$|^等(?!级)[^,。;]{1,12}(?:再|才|之后|以后)"
)
# 等黄工回了电话我再去, whichever word of it is the way.
_NOT_BEFORE = lazy(r"^[还在正就要得先]{0,2}等(?![级了])[^,，。;]{1,12}再(?![^,，。;]*了$)")
# Words that somebody else wrote: “今天拜访了…”——群里的段子.
_BORROWED = lazy(
    r"^客户[:：][^\n我]{2,40}[?？。! ]+我[:：]|[\"“「『][^\"”」』]{4,}[\"”」』].{0,30}?(?:段子|笑话|转给|转发|群里发|看看人家|这样(?:写|发|说)|你会(?:不会)?记|(?:对吗|行吗|对不对)$|人家写|例子|模板|抄)|"
    r"(?:转|转发|段子|例如|比如|示例|模板|写的是?|发的?)的?[:：,，]? ?[\"“「『][^\"”」』]{4,}[\"”」』]"
)
# 明天有什么活动用英语怎么讲: the words themselves are asked about.
_TRANSLATED = lazy(
    r"(?:用|的)?(?:英|日|法|德|韩|俄|粤|中|汉)[语文](?:单词)?(?:是?(?:怎么|咋|如何|怎样)(?:个)?|该怎么)(?:说|讲|念|读|翻译?|写|表达|拼)"
)
_DREAMT = lazy(r"^[^,，。;；\n]{0,10}?(?<!做)(?:梦(?:见|到)|(?<!都)做了?个?[美噩怪]?梦(?!都|也))")
_IF_ONLY = lazy(r"就好了|的话|巴不得|做梦|幻想|该多好")
_ASKS = lazy(
    r"(?:吗|么|嘛|没有|了没|没|不|呢)[?？~。!\s]*$|[?？]\s*$|(?<!没)(?:什么|啥)[?？]?$|是不是|有没有|(?<![问说道讲])什么价|"
    r"批没批|签没签|定没定|到没到|收没收|回没回|能不能|可不可以|会不会|要不要|怎么|为什么|为啥|咋|(?<!那个)谁|哪|啥子|咩|乜|点解|几多|什么时候|啥时|多会儿|几时|几号去|来着[ ?？]*$|几点(?=开|到|来|去|下|上|结束|出发|[?？]|$)|多少|难道|是否|^(?:请|麻烦|帮我|给我|先|你)*(?:查(?:一?下|查|询)|看(?:一?下|看)|调(?:出|一下)|找一?下|搜一?下|列(?:一?下|出))"
)


# 财务这边说一下，…我催过了: a desk of ours tells ours, whoever is named.
OUR_DESK = lazy(
    r"(?:仓库|财务|供应链|采购|计划|生产|品质|质检|物流|商务|技术|工艺|售后|行政|人事)(?:部|组|科)?(?:这边|这里|来|给大家|跟大家)+(?:说|讲|通知|提醒|同步|交代)(?:一?下|一声|个事)"
)
# 谁来垫还没谈拢, 怎么分没定: what nobody has settled is told.
_OPEN_STILL = lazy(r"(?:还没|没|未|待)(?:有)?(?:谈|定|商|确|想|说|敲|议)|不好说|不清楚|不知道|再议|再说(?!$)")
# 去了湘骐门卫说厂长休假: heard there, on the rep's own way
_AT_THE_GATE = lazy(
    r"^[^,，。;说讲]{0,8}(?:[去到跑]了?(?:一?趟)?|打给|打到)\ue001\ue010*(?:门卫|保安|前台|总机)(?:说|讲)"
)
# 还没定下来用谁家的
_UNDECIDED = lazy(r"(?:(?<!我)(?<!我们)还没|(?<![还我们])[没未])(?:有)?(?:谈|定|商|确|想|说|敲)[^,，。;]{0,5}$")
# 来电问能不能做月结: what they asked is told, not asked.
_ASKED_US = lazy(
    r"(?:\ue001|\ue002|他|她|他们|客户|对方|电话|微信|邮件|来电|过来|短信)\ue010*[^,。;]{0,8}(?:问|咨询|打听|询问|想知道|确认)(?P<what>[^,。;]*)$"
)
# 看了热处理线，就是问能不能做到10.9级
_WONDERS = lazy(
    r"(?:就是|还|又|主要|一直|也|都|老是?|顺便|[了过线后])(?:在)?(?:问|打听|担心|纠结|想知道)(?:我们?|了)?(?:一?下)?$"
)


def answered_part(text: str) -> str:
    """A reply with a quotation above it counts without the quotation."""
    return _QUOTE_LINES.sub("", _QUOTED_REPLY.sub("", text, count=1), count=1)


def is_not_for_us(scene: Scene) -> bool:
    """A message that tells the bot what to be, one that somebody else wrote, or a dream."""
    if any(pattern.search(scene.mended) for pattern in (_ORDERS_THE_BOT, _FORWARDED, _BORROWED, _TRANSLATED, _DREAMT)):
        return True
    return len(scene.text) > 60 and len(_ARTICLE.findall(scene.mended)) >= 2


def is_rumour(scene: Scene, clause: Clause) -> bool:
    """What others say: in the clause itself, or told at the head of its sentence."""
    before = [c for c in scene.sentence(clause) if c.number <= clause.number]
    if any(
        _DOUBTED.search(scene.part(c))
        for c in scene.sentence(clause)[clause.number - scene.sentence(clause)[0].number :]
    ):
        return True
    return any(_RUMOUR.search(scene.part(c)) for c in before[-2:] if not _is_told_to_us(scene, c))


def is_wish(scene: Scene, clause: Clause, until: int | None = None) -> bool:
    """Conditions and wishes: nothing has happened. What is wished behind `until` is what was told."""
    before = [c for c in scene.sentence(clause) if c.number == clause.number - 1]
    if any(_WISH.search(scene.part(c)) for c in before) or _IF_ONLY.search(scene.part(clause)):
        return True
    return bool(scene.find(_WISH, (clause.start, until or clause.end)) or _NOT_BEFORE.search(scene.part(clause)))


def asks(scene: Scene, clause: Clause) -> bool:
    """The clause is a question, by its words or by the mark behind it."""
    after = scene.mended[clause.end : clause.end + 1]
    if after in ("?", "？"):
        return True
    found = _ASKS.search(scene.part(clause))
    if found is None or (found[0][0] in "嘛呢" and clause != scene.sentence(clause)[-1]):
        return False
    if _OPEN_STILL.search(scene.part(clause)[found.start() :]):
        return False
    before = scene.part(clause)[: found.start()]
    if _WONDERS.search(before) or _UNDECIDED.search(before):
        return False
    told = _ASKED_US.search(before)
    return told is None or (found[0][0] in "吗么嘛没不呢" and not told["what"][2:])


def _is_told_to_us(scene: Scene, clause: Clause) -> bool:
    """听王总说 after a visit is what the customer told us."""
    part = scene.part(clause)
    if _AT_THE_GATE.match(part):
        return True
    there = re.search(r"[\ue001\ue002]\ue010*[^,。;]{1,10}听(?:\ue002|[他她]们?|客户|对方)", part)  # 跟赖姐吃饭时听她说
    return there is not None or (clause.number > 0 and bool(re.search(r"听(?:\ue002|\ue001|他们?|客户|对方)", part)))
