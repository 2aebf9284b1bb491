"""流程图: the life-cycle map as a picture for a telephone, with what the asker may see at each node (R17)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.charts import BLUE, GREEN, INK, LINE, ORANGE, PALE, PAPER, QUIET, figure, png, words
from bot.making import Made, makes
from domain.metrics import settled_on, won_on
from domain.opportunities import STAGES
from domain.people import TITLES
from domain.playbook import DEFAULT
from domain.words import clipped
from storage import queries
from storage.models import Customer, Member, Opportunity, StageMove

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 4.5, 8.4
LEFT, BOX, STEP, FIRST = 0.25, 0.74, 0.93, 6.52  # the first box's lower edge; each lies a step below the one before
ENDS = {"won": "成交", "settled": "结清", "lost": "丢单"}
HERE, MOST = "现在在这", "最多"


@dataclass(frozen=True, slots=True)
class Node:
    """`latest` is who entered it last and when, `tag` what marks it out: 现在在这, 最多."""

    label: str
    role: str
    count: int
    latest: str | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class FlowMap:
    title: str
    whose: str
    at: datetime
    nodes: tuple[Node, ...]
    ends: tuple[tuple[str, int], ...]


async def flow_map(member: Member, now: datetime, customer: Customer | None = None) -> FlowMap:
    """Deals under way by stage, and how many ended how, of the customers that this person may see, or of one."""
    found = queries.opportunities(queries.as_actor(member))
    deals = await (found.filter(customer_id=customer.id) if customer else found)
    moves = await StageMove.filter(opportunity_id__in=[deal.id for deal in deals]).select_related("member")
    made = _by_deal(moves)
    settled = {deal.id for deal in deals if settled_on(deal.state, made[deal.id])}
    ends = {
        "won": sum(won_on(deal.state, made[deal.id]) is not None for deal in deals),
        "settled": len(settled),
        "lost": sum(deal.state == "lost" for deal in deals),
    }
    under_way = [deal for deal in deals if deal.state != "lost" and deal.id not in settled]
    counts = Counter(deal.stage for deal in under_way)
    most = max(counts.values(), default=0)
    tags = {stage: HERE if customer else MOST for stage, count in counts.items() if customer or count == most}
    return FlowMap(
        title=f"{clipped(customer.short, 8)} 走到哪了" if customer else "销售流程图",
        whose=f"{clipped(member.name, 5)}能看到的商机",
        at=now,
        nodes=tuple(_node(stage, counts[stage], under_way, moves, tags.get(stage, "")) for stage in STAGES),
        ends=tuple((told, ends[state]) for state, told in ENDS.items()),
    )


def draw(about: FlowMap) -> Made:
    sheet = figure(WIDTH, HEIGHT)
    axes = sheet.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, HEIGHT)
    axes.axis("off")
    axes.text(LEFT, HEIGHT - 0.42, about.title, **words(22, ha="left"))
    told = f"{about.whose} · {about.at.month}月{about.at.day}日 {about.at:%H:%M}"
    axes.text(LEFT, HEIGHT - 0.83, told, **words(11, ha="left", color=QUIET))
    for at, node in enumerate(about.nodes):
        _box(axes, at, node, last=at == len(about.nodes) - 1)
    for at, (label, count) in enumerate(about.ends):
        colour = (GREEN, BLUE, ORANGE)[at]
        axes.text(LEFT + at * 1.42, 0.5, f"{label} {count} 单", **words(15, ha="left", color=colour))
    axes.text(
        LEFT,
        0.2,
        "右边：停在这一步的商机数；小字：谁负责、最近谁在哪天推进到这步",
        **words(9.5, ha="left", color=QUIET),
    )
    return Made("image", "流程图.png", png(sheet))


@makes("flow_map", draw)
async def read(about: Mapping[str, Any]) -> FlowMap | None:
    member = await Member.get_or_none(id=about["of"], gone_at=None)
    customer = await Customer.get_or_none(id=about.get("customer") or 0)
    return await flow_map(member, datetime.fromisoformat(about["at"]), customer) if member else None


def _box(axes: Axes, at: int, node: Node, *, last: bool) -> None:
    """Number, stage and responsible role on the left, the count on the right; a marked one is filled."""
    from matplotlib.patches import Circle, FancyBboxPatch

    low = FIRST - at * STEP
    middle, right = low + BOX / 2, WIDTH - LEFT
    front, behind = (PAPER, PALE) if node.tag else (INK, QUIET)
    look: dict[str, Any] = {"boxstyle": "round,pad=0,rounding_size=0.1", "linewidth": 1.6}
    fill = BLUE if node.tag else PALE if node.count else "none"
    edge = BLUE if node.count else LINE
    axes.add_patch(FancyBboxPatch((LEFT, low), right - LEFT, BOX, edgecolor=edge, facecolor=fill, **look))
    axes.add_patch(Circle((LEFT + 0.33, middle), 0.19, facecolor=PAPER, edgecolor=edge, linewidth=1.4))
    axes.text(LEFT + 0.33, middle, str(at + 1), **words(12, color=BLUE if node.count else QUIET))
    axes.text(LEFT + 0.66, middle + 0.15, node.label, **words(17, ha="left", color=front))
    below = f"{node.role} · {node.latest or '还没有'}"
    axes.text(LEFT + 0.66, middle - 0.2, below, **words(10.5, ha="left", color=behind))
    colour = PAPER if node.tag else BLUE if node.count else QUIET
    axes.text(right - 0.2, middle, str(node.count), **words(24 if node.count < 1000 else 18, ha="right", color=colour))
    if node.tag:
        axes.text(right - 0.95, middle + 0.15, node.tag, **words(12, ha="right", color=PAPER))
    if not last:
        arrow = {"arrowstyle": "-|>", "color": QUIET, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (LEFT + 0.33, low - STEP + BOX), (LEFT + 0.33, low), arrowprops=arrow)


def _by_deal(moves: Iterable[StageMove]) -> dict[int, list[tuple[str, datetime]]]:
    made: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for move in moves:
        made[move.opportunity_id].append((move.stage, move.at))
    return made


def _node(stage: str, count: int, deals: Sequence[Opportunity], moves: Sequence[StageMove], tag: str) -> Node:
    shown = {deal.id for deal in deals}
    entered = [move for move in moves if move.stage == stage and move.opportunity_id in shown]
    newest = max(entered, key=lambda move: move.at, default=None)
    latest = f"{_by(newest)} {newest.at.month}月{newest.at.day}日" if newest else None
    return Node(STAGES[stage], TITLES[DEFAULT.stage(stage).owner], count, latest, tag)


def _by(move: StageMove) -> str:
    return clipped(move.member.name, 5) if move.member else "自动"
