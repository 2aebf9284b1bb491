"""Company names: the unique key, the short names people use, and the keys under which a message finds them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice

from domain.cities import CITIES, region_prefix
from domain.readings import readings

LONGEST_KEY = 22
MOST_LOOKUPS = 480
MOST_WINDOWS = 4 * MOST_LOOKUPS  # of a text that repeats itself, that are tried for it

_LEGAL = (
    *(
        (
            "集团股份有限公司 股份有限公司 有限责任公司 集团有限公司 有限公司 股份公司 集团公司 总公司 "
            "分公司 公司 总厂 集团 股份"
        ).split()
    ),
    *("合伙企业 事务所 研究院 研究所 经营部".split()),
)
_LEGAL_LATIN = re.compile(
    r"[\s,.]*\b(?:co|ltd|inc|llc|gmbh|corp|corporation|company|limited|plc|ag|kg|sa|bv|group)\b[\s,.]*$"
)
_INDUSTRY = frozenset(
    """
汽车零部件 汽车部件 汽车配件 汽车系统 汽车饰件 汽车电子 汽车科技 汽车工业 汽车制动 汽车 零部件 部件 配件 新能源 新材料 科技 技术 电子 精密
五金 机械 制造 设备 智能装备 智能 装备 自动化 模具 金属 制品 塑胶 塑料 塑业 电器 电机 轴承 阀门 液压 传动 压铸 铸造 锻造 冲压 光电 重工 摩配
紧固件 航空 航天 农机 陶瓷 包装 工业 实业 集团 股份 贸易 进出口 材料 化工 化学 医疗器械 医疗 医药 生物 半导体 仪器 仪表 电气 动力 能源 环保
建材 物流 供应链 橡胶 橡塑 密封件 密封 弹簧 齿轮 轴瓦 传感器 传感 通信 通讯 信息 软件 网络 系统 服务 工程 建设 发展 控股 投资 激光 机器人
机床 数控 刀具 工具 精工 精机 精锻 精铸 钢铁 钢管 特钢 不锈钢 铜业 铝业 铝材 线缆 电缆 电线 电源 电池 锂电 储能 光伏 风电 照明 灯饰 玻璃 纺织
服饰 食品 饮料 纸业 印刷 玩具 家具 家居 家电 电梯 船舶 轨道交通 交通 底盘 制动 转向 悬架 车桥 车身 车灯 内饰 座椅 线束 连接器 热管理 空调 制冷
泵业 水泵 风机 压缩机 减速机 变速器 发动机 控制 测控 检测 国际 中国 商贸 产业 企业 创新 电力 电路 微电子 器材 器件 元件 元器件 衡器 钣金 热处理 表面处理
磨具 磨料 涂料 胶粘 化纤 工贸 机电 机车 车辆 客车 重型 特种 食品机械 包装机械 陶瓷机械 工程机械 农业机械 水务 环境 文化 传媒 教育 置业 厂 机 业
电驱动 电驱 电控 驱动 三电 智能驾驶 智驾 减振 减震 滤清器 增压 增压器 模塑 注塑 粉末冶金 精冲 线控 高科技 低空 氢能 充电 汽配
""".split()
)
_SIZES = sorted({len(word) for word in _INDUSTRY}, reverse=True)
_BRACKETS = re.compile(r"[(（\[【「『].{0,12}?[)）\]】」』]")
_NOISE = re.compile(r"[\s·・.,，。、\-—_'\"“”‘’()（）\[\]【】「」『』&*]+")
_FUZZY = (
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("ang", "an"),
    ("eng", "en"),
    ("ing", "in"),
    ("iang", "ian"),
    ("uang", "uan"),
)
_CJK = re.compile(r"[\u3400-\u9fff]")
# Characters that begin or end no company's name when a message is cut into windows.
_GRAMMAR = frozenset(
    "的了在是我你他她它们这那跟与给把被就都也还再又很太不没要会能可去来到从说问谈聊见和个下上今明昨后前点月日号周吗呢吧啊哦，。"
)


def normalise(name: str) -> str:
    """The unique key of a customer: two spellings of one registered name give the same one."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", name).lower())
    for form in ("有限责任公司", "股份有限公司", "有限公司"):
        if plain.endswith(form) and len(plain) > len(form):
            return plain[: -len(form)] + ("股份" if form.startswith("股份") else "") + "有限公司"
    return plain


@lru_cache(maxsize=4096)
def short_names(name: str) -> tuple[str, ...]:
    """What people call a company, best first: region, industry and legal form dropped in turn."""
    plain = unicodedata.normalize("NFKC", name).strip()
    if not _CJK.search(plain):
        return _latin_short(plain)
    core = _without_legal_form(_BRACKETS.sub("", plain))
    start = region_prefix(core)
    region, body = core[:start], core[start:]
    trade, industry = _trade_name(body)
    city = next((city for city in (region, region.rstrip("省市区县")) if city in CITIES), "")
    found = [trade, city + trade if city else "", *(trade + word for word in _heads(industry)), body, region + body]
    return tuple(dict.fromkeys(short for short in found if len(short) > 1 and short not in (name, city)))


def keys(name: str, known_as: Iterable[str] = ()) -> frozenset[tuple[str, str]]:
    """The rows of table `customer_key`: (key, kind), kind one of full, short, alias, combo, py, raw."""
    derived = short_names(name)
    rows = {(normalise(name), "full")}
    rows |= {(normalise(short), "short" if place == 0 else "combo") for place, short in enumerate(derived)}
    rows |= {(normalise(alias), "alias") for alias in known_as}
    for short in {*derived[:1], *known_as}:
        rows |= {(sound(short), "py"), (joined_pinyin(short), "raw")}
    return frozenset((key, kind) for key, kind in rows if len(key) > 1 and (kind == "full" or len(key) <= LONGEST_KEY))


def lookups(text: str) -> frozenset[str]:
    """The keys that a message may contain, at most `MOST_LOOKUPS`, for one IN-query; nearest to its beginning first."""
    found: dict[str, None] = {}
    windows = (window for segment in _segments(text) for window in _windows(segment))
    for window in islice(windows, MOST_WINDOWS):
        found[window] = None
        if len(window) <= 4 and _CJK.search(window):
            found[sound(window)] = None
        if len(found) >= MOST_LOOKUPS:
            break
    return frozenset(list(found)[:MOST_LOOKUPS])


def sound(name: str) -> str:
    """The fuzzy pinyin of a name: what sounds alike in a southern mouth has the same key (澜祺 and 兰琪: lan-qi)."""
    return "-".join(map(_heard, name))


def joined_pinyin(name: str) -> str:
    """The pinyin of a name in one word, as people type it: 澜祺 is lanqi."""
    return "".join(map(syllable, name))


def warm() -> None:
    """Reads the tables of readings: at the start, not during the first message."""
    readings()


@cache
def syllable(char: str) -> str:
    """The commonest reading of one character without its tone; anything else as it is."""
    return readings().get(char) or char.lower()


@cache
def _heard(char: str) -> str:
    """What a character sounds like in a southern mouth."""
    sounds = syllable(char)
    for exact, loose in _FUZZY[:3]:
        if sounds.startswith(exact):
            sounds = loose + sounds[len(exact) :]
    for exact, loose in _FUZZY[3:]:
        if sounds.endswith(exact):
            sounds = sounds[: -len(exact)] + loose
    return "l" + sounds[1:] if sounds.startswith("n") else sounds


def _latin_short(plain: str) -> tuple[str, ...]:
    short = plain.lower()
    for _ in range(3):
        short = _LEGAL_LATIN.sub("", short).strip()
    first = short.split(" ")[0]
    return tuple(dict.fromkeys(word for word in (short, first if len(first) > 3 else "") if word and word != plain))


def _without_legal_form(core: str) -> str:
    for _ in range(2):
        form = next((form for form in _LEGAL if core.endswith(form) and len(core) > len(form) + 1), "")
        core = core[: len(core) - len(form)]
    return core


def _trade_name(body: str) -> tuple[str, list[str]]:
    """The trade name and the industry words behind it; a trade name keeps two characters at least."""
    industry: list[str] = []
    while size := next((size for size in _SIZES if len(body) - size >= 2 and body[-size:] in _INDUSTRY), 0):
        industry.insert(0, body[-size:])
        body = body[:-size]
    return body, industry


def _heads(industry: list[str]) -> Iterator[str]:
    for count in range(1, len(industry) + 1):
        yield "".join(industry[:count])


def _segments(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).lower()
    return [part for part in re.split(r"[^a-z0-9\u3400-\u9fff]+", folded) if len(part) > 1]


def _windows(segment: str) -> Iterator[str]:
    if not _CJK.search(segment):
        yield segment[:LONGEST_KEY]
        return
    if len(segment) <= LONGEST_KEY:
        yield segment
    legal = [end for end in range(len(segment) + 1) if segment.endswith(_LEGAL, 0, end)]
    for start, char in enumerate(segment):
        if char in _GRAMMAR:
            continue
        for end in range(start + 2, min(start + 6, len(segment)) + 1):
            if segment[end - 1] not in _GRAMMAR:
                yield segment[start:end]
        for end in legal[bisect_right(legal, start + 6) : bisect_right(legal, start + LONGEST_KEY)]:
            yield segment[start:end]
