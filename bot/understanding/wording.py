"""What was meant to be typed: invisible characters dropped, slips of the keyboard mended, each place kept."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.understanding.english import in_chinese
from bot.understanding.folding import READ_AT_MOST
from bot.understanding.lazy import lazy
from domain.names import syllable

_INVISIBLE = lazy(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)
_PRIVATE = lazy("[\ue000-\uf8ff\ud800-\udfff]")

# Traditional characters of sales talk; figures and dates have theirs in `folding`.
_SIMPLE = str.maketrans(
    "訪話報價戶談簽應認標識聯繫絡會議現場項優廠東華區業務員經總監師導資訊請問題買賣貨發說見給誰麼樣嗎個們為與對從來過沒長間門馬劉張陳楊吳趙黃"
    "鄭謝許鄧馮蕭葉蔣盧範羅鍾龍電車機械設備術開關閉產採購財質檢測試驗評審覆復據漲損壞誤錯記錄註銷刪撤換傳遞輸匯單線類級層標準規則圖紙型號碼數"
    "徵詢詳細節點結算賬帳貸賒債權轉讓競爭對決策略難幫忙邊裡進遠近運費稅壓降漲軸殼鋼鐵銅鋁塑膠潤滑軟體網頁郵寄遲緊還願意願覺聽寫讀動態穩",
    "访话报价户谈签应认标识联系络会议现场项优厂东华区业务员经总监师导资讯请问题买卖货发说见给谁么样吗个们为与对从来过没长间门马刘张陈杨吴赵黄"
    "郑谢许邓冯萧叶蒋卢范罗钟龙电车机械设备术开关闭产采购财质检测试验评审复复据涨损坏误错记录注销删撤换传递输汇单线类级层标准规则图纸型号码数"
    "征询详细节点结算账账贷赊债权转让竞争对决策略难帮忙边里进远近运费税压降涨轴壳钢铁铜铝塑胶润滑软体网页邮寄迟紧还愿意愿觉听写读动态稳",
)
# Cantonese characters for which the written language has one of its own.
_DIALECT = str.maketrans("嘅嚟畀俾咩乜冇嗰啲喺睇揾搵咗", "的来给给啥啥没那些在看找找了")
_INITIALS = {
    "dh": "电话",
    "wx": "微信",
    "vx": "微信",
    "bf": "拜访",
    "bj": "报价",
    "kh": "客户",
    "yj": "邮件",
    "qw": "企微",
    "hk": "回款",
    "gj": "跟进",
}
_INITIAL = lazy(rf"(?<![a-z0-9@./_-])(?:{'|'.join(_INITIALS)})(?![a-z0-9@./_-])")

# Words that commands hang on. Two characters that sound like one of them, tone aside, and are no word are that word.
_CUES = (
    *(
        (
            "拜访 报价 合同 回款 电话 微信 邮件 提醒 撤销 归档 评审 驳回 签约 签订 商机 客户 跟进 导出 漏斗 "
            "排行 排名 休眠 建议 联系 项目 方案 定稿"
        ).split()
    ),
    *(
        (
            "行业 金额 日期 补录 到账 尾款 首款 定金 预付 批准 同意 通过 交接 交期 有效 单价 总价 停滞 转化 "
            "目标 需求 推进 打样 供应"
        ).split()
    ),
)
_SLIPS = {
    "在谈": "再谈", "在聊": "再聊", "在约": "再约", "在去": "再去", "在跟": "再跟", "到帐": "到账", "对帐": "对账", "签定": "签订", "撤消": "撤销",
    "交起": "交期", "合约": "合同", "拜仿": "拜访", "转换率": "转化率", "成单率": "转化率", "拜坊": "拜访", "下州": "下周", "上州": "上周", "本州一": "本周一",
    "倾了": "谈了", "落了": "去了", "食了": "吃了", "食完": "吃完",
    "几多": "多少", "点样": "怎样", "边个": "哪个", "边些": "哪些", "啥子": "什么", "啷个": "怎么", "咋个": "怎么", "而家": "现在", "听日": "明天", "呢个月": "这个月", "了伐": "了吗", "好伐": "好吗", "有伐": "有吗", "了未": "了没", "排航": "排行", "排杭": "排行",
    "寻日": "昨天", "琴日": "昨天", "一哈": "一下", "啥嘢": "什么", "啥人": "谁个", "点解释": "咋解释", "唔该": "麻烦", "阿拉": "我们", "伊拉": "他们", "啱啱": "刚刚", "头先": "刚才", "点解": "为啥",
    "跟劲": "跟进", "跟近": "跟进", "帐期": "账期", "下礼拜": "下礼拜", "倾价": "谈价", "再倾": "再谈", "倾下": "谈下", "倾吓": "谈下", "倾完": "谈完", "倾过": "谈过",
    "食饭": "吃饭", "食咗": "吃了", "饮茶": "喝茶", "饮咗": "喝了", "切了哈": "去了下", "切了趟": "去了趟", "切一趟": "去一趟",
}  # fmt: skip
_ANY_SLIP = lazy("|".join(map(re.escape, _SLIPS)))
# 元月15号, but not 3万元月底付.
_JANUARY = lazy(r"(?<![\d万千百亿几一二三四五六七八九十])元月(?![底薪租结])")
# 该成水力发电: what it is changed to, but not 该成立 or 应该成.
_SET_TO = lazy(r"(?<!应)(?<!活)(?<!早)该成(?![立功本交长品熟家亲倍])")
_NO_SLIP = lazy(r"(?<!他)在(?=[谈聊约去跟])(?:[谈聊约去跟])(?![着了过])")
# Q2026-0203 ✅, ❌0211: beside a number the sign is the decision.
_NUMBER = r"(?:(?:q|ht)[ -]?(?:20\d\d-?)?\d{2,5}|(?:(?<=^)|(?<=[ ,，、;；\n]))\d{3,4})"
_TICKED = lazy(
    rf"(?P<number>{_NUMBER} ?)(?:(?P<no>[❌✖])|[✅✔☑👌])|(?:(?P<no2>[❌✖])|[✅✔☑])(?= ?(?:q|ht|\d{{3,4}}(?!\d)))"
)
# 碰到张经理: the second character is a surname.
_IS_TITLED = lazy("经理|总(?![额数共计])|主任|[部厂科课处]长|主管|会计|工(?!厂)|[姐哥]|老板|师傅|女士|先生")
# Words of their own that only sound like a cue: they stay.
_REAL = frozenset(
    "收款 交齐 倒出 威信 和同 同一 统一 通国 反感 更进 共进 日起 摆放 练习 连系 到站 到帐 道长 上级 商集 "
    "升级 凭审 体型 体形 停止 停职 轨道 牌号 排号 传话 大样 打烊 公用 共用 唯心 "
    "违心 维新 右键 有件 有间 有见 电化 公映 交替 报假 项木 有小 有校 有笑 但价 定今 会通 合通 同以 "
    "排明 排面 排命 提请 推进 推金 向前 想目 项目 联席 行页 航业 今额 新求 新球 "
    "单加 单家 总加 总价 尾款 微款 首宽 预付 予付 供映 打羊 滞停 标目 化转".split()
)


# A wrong character is never one of these: they stand beside everything.
_COMMON = frozenset(
    "一不有个上下是在人大以到会可这那我你他她里来去们时地出就说要对中也用么得着过好还没想能给和与同把被让叫跟向为从当再又才刚已都很太最更多少几两三四五六七八九十年月日天号点周元万块件"
)


def clean(text: str) -> str:
    """The part of a message that is read: no invisible characters, at most 2,000 others."""
    start = _INVISIBLE.sub("", text[: READ_AT_MOST * 4].replace("\r\n", "\n").replace("\r", "\n"))
    return _PRIVATE.sub("\ufffd", start)[:READ_AT_MOST]


def beyond(text: str) -> str:
    """What stands behind the part that is read."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[READ_AT_MOST:]


def plain(cleaned: str) -> str:
    """The same text, character for character: half-width, lower case, simplified."""
    return "".join(map(_plain, cleaned)).translate(_SIMPLE)


def mend(text: str) -> str:
    """A plain text as it was meant, character for character: slips and dialect mended."""
    meant = text.translate(_DIALECT)
    meant = in_chinese(_INITIAL.sub(lambda found: _INITIALS[found[0]], meant))
    meant = _SET_TO.sub("改成", _JANUARY.sub("一月", meant))
    meant = _TICKED.sub(lambda found: (found["number"] or "") + "批驳"[bool(found["no"] or found["no2"])], meant)
    for slip, word in _SLIPS.items() if _ANY_SLIP.search(meant) else ():
        if slip in meant and slip != word and slip not in ("在谈", "在聊", "在约", "在去", "在跟"):
            meant = meant.replace(slip, word)
    meant = _NO_SLIP.sub(lambda found: "再" + found[0][1:] if _after_a_plan(meant, found.start()) else found[0], meant)
    return _by_sound(meant)


@cache
def _plain(char: str) -> str:
    if "\u2460" <= char <= "\u2473":
        return char  # the number of an item in a list is no figure
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


def _after_a_plan(text: str, place: int) -> bool:
    """在谈 means 再谈 where a time to come stands before it: 下周一在谈."""
    return bool(
        re.search(
            r"(?:下周|下个?星期|下个?礼拜|周|星期|明天|后天|下月|月|号|日|天后|回头|过)[\d一二三四五六日天几]{0,3}$",
            text[max(0, place - 8) : place],
        )
    )


def _is_slip(written: str, cue: str) -> bool:
    """One of the two characters is right, and the other is none that is everywhere."""
    if written == cue or written in _REAL:
        return False
    wrong = written[1] if written[0] == cue[0] else written[0] if written[1] == cue[1] else "一"
    return wrong not in _COMMON


@cache
def _cue_sounds() -> dict[tuple[str, str], str]:
    return {(syllable(cue[0]), syllable(cue[1])): cue for cue in _CUES}


def _by_sound(text: str) -> str:
    sounds, chars = _cue_sounds(), list(text)
    heard = [syllable(char) if "\u4e00" <= char <= "\u9fff" else "" for char in text]
    place = 0
    while place < len(chars) - 1:
        cue = sounds.get((heard[place], heard[place + 1])) if heard[place] else None
        cue = None if cue and _IS_TITLED.match(text, place + 2) else cue
        written = text[place : place + 2]
        if cue and _is_slip(written, cue):
            chars[place : place + 2] = cue
            place += 1
        place += 1
    return "".join(chars)
