"""流程图: the life-cycle map as a picture, with what the asker may see at each node (R17)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.charts import BLUE, GREEN, INK, LINE, ORANGE, PALE, QUIET, figure, png, words
from bot.making import Made, makes
from domain.opportunities import STAGES
from domain.people import TITLES
from domain.playbook import DEFAULT
from domain.words import clipped
from storage import queries
from storage.models import Member, Opportunity, StageMove

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 11.34, 3.6
BOX, GAP, TOP = 1.36, 0.22, 1.05
ENDS = {"won": "成交", "settled": "结清", "lost": "丢单"}


@dataclass(frozen=True, slots=True)
class Node:
    """`latest` is who entered it last and when: 张三 11-20."""

    label: str
    role: str
    count: int
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class FlowMap:
    whose: str
    at: datetime
    nodes: tuple[Node, ...]
    ends: tuple[tuple[str, int], ...]


async def flow_map(member: Member, now: datetime) -> FlowMap:
    """Deals under way by stage, and how many ended how, of the customers that this person may see."""
    deals = await queries.opportunities(queries.as_actor(member))
    moves = await _moves([deal.id for deal in deals])
    ended = {(move.opportunity_id, move.stage) for move in moves if move.stage in ENDS}
    under_way = [deal for deal in deals if deal.state != "lost" and (deal.id, "settled") not in ended]
    counts = Counter(deal.stage for deal in under_way)
    ends = Counter(stage for _, stage in ended)
    return FlowMap(
        whose=member.name,
        at=now,
        nodes=tuple(_node(stage, counts[stage], under_way, moves) for stage in STAGES),
        ends=tuple((words, ends[stage]) for stage, words in ENDS.items()),
    )


def draw(about: FlowMap) -> Made:
    sheet = figure(WIDTH, HEIGHT)
    axes = sheet.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, HEIGHT)
    axes.axis("off")
    axes.text(0.25, HEIGHT - 0.32, "销售流程图", **words(15, ha="left"))
    told = f"{about.whose}能看到的商机 · {about.at:%Y-%m-%d %H:%M}"
    axes.text(WIDTH - 0.25, HEIGHT - 0.32, told, **words(9, ha="right", color=QUIET))
    for at, node in enumerate(about.nodes):
        _box(axes, 0.25 + at * (BOX + GAP), node, last=at == len(about.nodes) - 1)
    for at, (label, count) in enumerate(about.ends):
        colour = (GREEN, BLUE, ORANGE)[at]
        axes.text(0.25 + at * 1.5, 0.42, f"{label} {count} 个", **words(11, ha="left", color=colour))
    axes.text(
        WIDTH - 0.25, 0.42, "数字是停在这一步的商机数；丢单可以发生在任何一步", **words(8, ha="right", color=QUIET)
    )
    return Made("image", "流程图.png", png(sheet))


@makes("flow_map", draw)
async def read(about: Mapping[str, Any]) -> FlowMap | None:
    member = await Member.get_or_none(id=about["of"], gone_at=None)
    return await flow_map(member, datetime.fromisoformat(about["at"])) if member else None


def _box(axes: Axes, left: float, node: Node, *, last: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    middle, edge = left + BOX / 2, BLUE if node.count else LINE
    look: dict[str, Any] = {"boxstyle": "round,pad=0,rounding_size=0.1", "linewidth": 1.4}
    axes.add_patch(
        FancyBboxPatch((left, TOP), BOX, 1.75, edgecolor=edge, facecolor=PALE if node.count else "none", **look)
    )
    axes.text(middle, TOP + 1.48, node.label, **words(11))
    axes.text(middle, TOP + 0.98, str(node.count), **words(22, color=BLUE if node.count else QUIET))
    axes.text(middle, TOP + 0.5, node.role, **words(8.5, color=QUIET))
    axes.text(middle, TOP + 0.24, node.latest or "还没有", **words(7.5, color=INK if node.latest else QUIET))
    if not last:
        arrow = {"arrowstyle": "-|>", "color": QUIET, "linewidth": 1.2}
        axes.annotate("", (left + BOX + GAP, TOP + 0.9), (left + BOX, TOP + 0.9), arrowprops=arrow)


def _node(stage: str, count: int, deals: list[Opportunity], moves: list[StageMove]) -> Node:
    shown = {deal.id for deal in deals}
    entered = [move for move in moves if move.stage == stage and move.opportunity_id in shown]
    newest = max(entered, key=lambda move: move.at, default=None)
    latest = f"最近 {_by(newest)} {newest.at:%m-%d}" if newest else None
    return Node(STAGES[stage], TITLES[DEFAULT.stage(stage).owner], count, latest)


def _by(move: StageMove) -> str:
    return clipped(move.member.name, 5) if move.member else "自动"


async def _moves(deals: list[int]) -> list[StageMove]:
    return await StageMove.filter(opportunity_id__in=deals).select_related("member")
