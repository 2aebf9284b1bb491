"""What a deal is called: the noun phrase that stands between the customer and the words of the command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, MODEL, C
from bot.understanding.scene import Scene, Span
from domain.cities import CITY, REGIONS

# What a deal, or a paper of it, is called: the noun before it is its title.
_DEAL = (
    "项目|商机|单子|那单|这单|[那这]张单|的单|订单|机会|业务|活儿|活(?!塞|门|动|接)|生意|案子|标(?!准|签|定|牌|识)|意向单|方案|需求|图纸|图(?!号|片)|设计(?!院)|规格书|"
    "技术协议|技术要求|文档|资料|工装方案"
)
# Words that are no part of a title: those of commands, of time, of asking, and those that only join.
_STOPS = (
    *"项目 商机 单子 那张单 这张单 张单 那单 这单 订单 机会 业务 活儿 生意 案子 意向 方案 需求 文档 文件 资料 说明书 规格书 说明 清单 图纸 版本 阶段 报价 审批".split(),
    *"合同 评审 会审 归档 存档 归个档 存个档 定稿 终稿 最终版 技术要求 调研表 定版 改版 升版 需求书 技术协议 流程 环节 进度 客户 对方 公司 厂家 我们 他们 咱们 人家 你们".split(),
    *"那边 这边 那个 这个 那套 这套 那版 这版 那款 这款 那批 这批 那份 这份 那块儿 这块儿 那块 这块 那些 这些 一个 一款 一批 一套 一份 有个 有款 那条 这条 那笔 这笔".split(),
    *"可以 准备 已经 目前 现在 正式 终于 总算 彻底 最后 今天 昨天 前天 明天 刚刚 刚才 最近 之前 上次 这次 马上 直接 基本 完全 真的 应该 大概 估计 预计 大约 估算 粗估 约摸 约莫 估摸着 估摸".split(),
    *"需要 麻烦 帮忙 帮我 安排 申请 发起 提交 提请 拜托 推进 推到 推 进到 进入 转到 转入 更新 升级 调到 改到 改成 改为 挪到 移到 升到 走到 拉到 整到 确认 完成 搞定 通过".split(),
    *"登记 录入 新建 新增 新开 建个 开个 录个 立个 挂个 挂着 挂上 记一下 记个 记下 建一下 录一下 要录 录进去 立项 建档 报备 创建 添加 麻烦 帮 请 让 把 将 给 跟 和 在".split(),
    *"金额 预算 总额 规模 盘子 争取 有望 力争 左右 签单 签约 签订 落单 下单 成交 拍板 定点 能签 能定 要签 想要 打算 考虑 计划 启动 另外 顺便 还有 然后 同时 对了 新项目 新商机 新机会 新需求 新活 新品 开发 开个 开一个 上个 一下 冒出来 冒出 没成 没中 认证 验证 测试 试装 样品 样件 价格 交期 确定 肯定 算是 放弃 帮开 we they our for by close usd new project deal spec requirement opp opportunity create open add".split(),
    *"的 了 吗 呢 吧 啊 呀 哦 嘛 啦 我 你 他 她 就 都 也 还 又 不 没 是 说 个 那 这 有 来 去 进 到 走 要 想 做 被 对 于 由 为 以 从".split(),
    *"一条 一单 急单 大单 小单 试单 首单 顺手 顺带 添置 done ok 透露 提起 说起 聊起 重启 挖到 套出 后补 待定 建条 开条 记条 多开 再开 临走 撂下句 刚到 换一批 换整条 竞标 没保住 版次 版次号 冒头 名儿叫 状态 往前 往后 往下 原因 理由 迈一步 蹭一步 一步 尾批 末批 剩下 剩余 全部".split(),
)  # fmt: skip
# Characters that are words on their own at the edge of a phrase only: 进气歧管, 对刀仪, 来令片.
_EDGE_ONLY = frozenset("个有来去进到走要想做对于由为以从是说就都也还又不没在和跟给让请把将帮推那这")
_WHOLE = tuple(sorted((w for w in _STOPS if w not in _EDGE_ONLY), key=len, reverse=True))
_BREAK = lazy(
    rf"把(?![手柄套式])|(?<=[\u4e00-\u9fff])货(?=[都也已全]{{1,2}}经?(?:交|发|送|到|提|齐))|(?<![壳缸箱阀泵])体量|(?:微信|电话|短信|邮件)?[里上]?(?:说(?![明服法])|讲(?![究台座]))|{'|'.join(rf'(?<![a-z]){w}(?![a-z])' if w.isascii() else re.escape(w) for w in _WHOLE)}|(?:[^\w.+ -]|(?<![a-z])[ ]|[ ](?![a-z]))+|[\ue001-\ue010]+"
)
_EDGE = "".join(sorted(_EDGE_ONLY)) + "一新老大小下上再先另款- "
_NO_EDGE = lazy("款式|一体|一次性|大功率|大型|小型|新能源|老化|下料|上料|再生")
_LEADS = lazy(
    rf"{C}[ ]?(?:那边|这边|公司|家|厂里)?(?:的|那个|这个|那套|这套|那款|这款|那批|这批|有个|有款|有?一[个款批套条台种]|要|想[要做]|又|还|说|个|[那这新])*[ ]?$"
)
_FOLLOWS = lazy(
    rf"(?:这个|那个|[这那][份套款版]|的|这|那|新|大|小|老|一|[ ])*(?:{_DEAL}|[的那这](?:件|个)?事(?!故|项|业)|单(?=$|[,，。; 了]))"
)
_WANTS = lazy(r"(?:要|想|准备|打算|计划|考虑)(?:做|上|开发|换|采购|定制|订|搞|改用)(?:一?[款批套个种条台])?(?:新的?)?$")
_OF_A_DEAL = lazy(r"[^丢输失签下跟建订定清]单")
_MATTER = lazy(r"[这那]一?(?:块|方面|部分)")
_OPENS = lazy(r"(?:^|[,，。;；:：\n ]|把|将)(?:那个|这个|那套|这套|那|这|个)*$")
_JOINS = lazy(
    r"(?:啊|呀|呢|吧|嘛|哈|这个|那个|那块儿?|这块儿?|那边|那|这|的|个|已经?|就|都|也|可以|准备|要|正式|目前|现在|刚|终于|总算|今天|又|还是|还|算是|最后|彻底|"
    r"基本|完全|直接|确定|肯定|能|先|帮我?|请|麻烦|给|了|在|把|将|一下|[ ])*$"
)
_TOPIC = lazy(
    r"(?:今天|昨天|前天|今早|上午|下午|[上这本]周[一二三四五六日天]?)[^,，。;]{0,4}?[发交做验签装试送]完|报价审批|最后|[尾末]批|剩[下余]|全部|货[都也已全]|验收|装机|调试|报价(?=他们|客户|对方|人家|那边)|的?(?:合同|评审)|认证|验证|测试|试装|样品|样件|价格|交期|他们|客户|人家|对方|那边|这边|给(?:我|咱)|都|也|已经?|终于|总算|可以|往[前后下]|需求|定了|开始|确认|没问题"
)
# Nouns that stand there without being what is sold, and words that show that it is no noun at all.
_NO_PRODUCT = lazy(
    rf"^(?:价格|价钱|单价|交期|账期|货期|质量|品质|预算|样品|样件|技术|工艺|工程|财务|老板|领导|采购|销售|竞争|对手|资金|付款|首批|尾款|"
    rf"年底|年前|年后|月底|上周|下周|本周|本月|上月|下月|今年|明年|去年|春节|节前|节后|上午|下午|晚上|早上|需求|报价|合同|设计|回款|结算|交付|"
    rf"生产|交货|发货|收款|咨询|询价|整体|全部|所有|其他|其它|第[一二三四五\d].*|最新.*|几.*|两.*|多少|情况|内容|事情|问题|东西|时间|日期|"
    rf"[\u4e00-\u9fff]{{1,4}}(?:部|部门|中心|科|组(?<![绕机阀模管]组)|车间)|系统|消息|信息|记录|线索|联系人|报告|会议|电话|微信|邮件|唉|哎|可惜|遗憾|不好意思|好消息|坏消息|(?:{CITY})|(?:{'|'.join(REGIONS)})区?|"
    rf"[一二三四五六七八九十百千万\d.]+[万元块个件套]?)$|(?:\d{2}|[一二两三四五六七八九十百千万]{2})[件套台只个片根吨]$|"
    r"^(?:微信|短信|邮件|电话|企微|钉钉|当面|上门)|顿饭|占[个一坑位]|点头|拍板|松口|表态|发话|答应|同意|倒闭|停产|转产|换人|涨价|降价|砍价|压价|比价|打款|验收|审厂|试产|试样|送样|打样|签字|盖章|开会|"
    r"出差|休假|过审|犹豫|下文|动静|没意见|^货|v ?\d|\d\.\d|(?:完|好|掉|齐|妥|定|(?<!总)成|满|过)$|"
    r"[了吗呢吧我你他她您谁啥咋很太被嘛]|怎么|哪些|多少|停滞|优先|继续|拜访|联系|希望|觉得|认可|满意|失败|没有|不行|不错|开始|嫌|聊|谈|喝|吃|听|告诉|催|"
    r"回复|反馈|讨论|沟通|打电话|见面|好像|可能|如果|因为|所以|但是|比较|非常|今后|以后|之后|以前|一直|一起|一步|往[前下上]|提醒|客户"
)  # fmt: skip
_TRADE = 2  # a name ends with its trade: 轴承, 阀门
_SIZE = range(2, 15)
_SIZE_IN_ENGLISH = range(2, 30)


def title(scene: Scene, span: Span, cue: Span | None = None) -> str | None:
    """The phrase before a word for the deal, else the one behind the customer, else the one between the beginning of
    a clause and the cue."""
    found = list(_phrases(scene, span, cue))
    for fits in (_followed, _led):
        for one in found:
            if fits(scene, span, one):
                return scene.said(_with_its_owner(scene, span, found, one))
    for one in found if cue else ():
        if cue and _OPENS.search(scene.painted, 0, one[0]) and _JOINS.fullmatch(scene.painted, one[1], cue[0]):
            return scene.said(one)
    return None


def _with_its_owner(scene: Scene, span: Span, found: list[Span], one: Span) -> Span:
    """墨桁缸体的压铸方案: the product stands before what is done to it."""
    owner = next((other for other in found if scene.painted[other[1] : one[0]] == "的"), one)
    return (owner[0], one[1]) if _led(scene, span, owner) else one


def alone(scene: Scene, clauses: Iterable[Clause]) -> str | None:
    """The title in a clause that only names the deal: 甬砺的转子轴，…, or that has a word for it: 那个转子轴项目，…."""
    for clause in clauses:
        span = (clause.start, clause.end)
        for one in _phrases(scene, span):
            whole = _led(scene, span, one) and _JOINS.fullmatch(scene.painted, one[1], clause.end)
            if whole or _followed(scene, span, one):
                return scene.said(one)
    return None


def spoken_of(scene: Scene, clauses: Iterable[Clause]) -> str | None:
    """What a clause says something about: 陶瓷压机油缸他们拍板了."""
    for clause in clauses:
        span = (clause.start, clause.end)
        for one in _phrases(scene, span):
            begins = _led(scene, span, one) or _OPENS.search(scene.painted, 0, one[0])
            if begins and _TOPIC.match(scene.painted, one[1], clause.end):
                return scene.said(one)
    return None


def wanted(scene: Scene, span: Span) -> str | None:
    """What they want to make or to buy: 说他们新能源电机要做水冷机壳."""
    found = list(_phrases(scene, span))
    spoken = (one for one in found if _MATTER.match(scene.painted, one[1], span[1]))
    wants = (one for one in found if _WANTS.search(scene.painted, span[0], one[0]))
    return next((scene.said(one) for one in (*spoken, *wants)), None)


def first_phrase(scene: Scene, span: Span) -> str | None:
    """The first phrase of a stretch that is neither customer, sum nor day: what is entered, said behind the order to enter it."""
    found = list(_phrases(scene, span))
    owned = len(found) > 1 and scene.painted[found[0][1] : found[1][0]] == "的"  # 污水厂的闸门
    return scene.said(found[1] if owned else found[0]) if found else None


def is_title(words: str) -> bool:
    """Words that can be what a deal is called."""
    size = _SIZE_IN_ENGLISH if words.isascii() else _SIZE
    return len(words) in size and not _NO_PRODUCT.search(words) and words not in _all_stops()


@cache
def _all_stops() -> frozenset[str]:
    return frozenset(_STOPS)


def _phrases(scene: Scene, span: Span, cue: Span | None = None) -> Iterator[Span]:
    """The stretches between words that are no part of a title, marks, signs, sums and days."""
    cuts = [found.span() for found in _BREAK.finditer(scene.painted, *span)]
    cuts += [when.span for when in scene.dates(span, past=False)] + [a.span for a in scene.amounts_in(span)]
    cuts += [cue] if cue else []
    place = span[0]
    for start, end in [*sorted(cuts), (span[1], span[1])]:
        one = _grown(scene, _trimmed(scene, place, start))
        if one[0] < one[1] and is_title(scene.mended[one[0] : one[1]]):
            yield one
        place = max(place, end)


def _trimmed(scene: Scene, start: int, end: int) -> Span:
    """Without the small words at either edge."""
    while start < end and scene.painted[start] in _EDGE and not _NO_EDGE.match(scene.painted, start):
        start += 1
    while start < end and scene.painted[end - 1] in _EDGE:
        end -= 1
    of_a_deal = end - start > _TRADE and _OF_A_DEAL.match(scene.painted, end - 2)  # 丢了个支架单
    return start, end - bool(of_a_deal)


def _grown(scene: Scene, one: Span) -> Span:
    """连湾轴承座: the name 连湾轴承 has taken the beginning of the product, and so has DN80 in DN80阀体."""
    model = scene.of_kind(MODEL, (0, one[0]))
    if model and model[-1].end == one[0]:
        return model[-1].start, one[1]
    model = model if scene.painted[one[0] : one[1]].isascii() else []
    if model and scene.painted[model[-1].end : one[0]] == " ":
        return model[-1].start, one[1]  # M8 cable assembly
    taken = scene.of_kind(CUSTOMER, (0, one[0])) if one[1] - one[0] == 1 else []
    joined = taken and taken[-1].end == one[0] and taken[-1].end - taken[-1].start > _TRADE + 1
    return (one[0] - _TRADE, one[1]) if joined else one


def _followed(scene: Scene, span: Span, one: Span) -> bool:
    return _FOLLOWS.match(scene.painted, one[1], span[1]) is not None


def _led(scene: Scene, span: Span, one: Span) -> bool:
    if any(mark.start < one[0] < mark.end for mark in scene.of_kind(CUSTOMER, span)):
        return True
    return _LEADS.search(scene.painted, span[0], one[0]) is not None
