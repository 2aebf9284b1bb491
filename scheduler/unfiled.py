"""Daily at six in the evening: what could not be filed for want of an answer, offered once, one card a person."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from bot.cards.render import BUTTONS, button, card
from bot.context import Context
from domain.dialogue import UNFILED_KEPT, Reopen
from domain.words import clipped, day
from scheduler.runner import job
from storage.models import Draft


@job(hour=18, minute=0, catch_up=timedelta(hours=3))
async def unfiled(ctx: Context) -> None:
    """Questions whose half hour has passed and that were never offered; after thirty days they end."""
    await Draft.filter(state="open", asked_at__lt=ctx.now - UNFILED_KEPT).update(state="dropped")
    waiting = Draft.filter(state="open", writes=True, offered_on=None, expires_at__lte=ctx.now)
    by_person: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in await waiting.order_by("asked_at").select_related("member"):
        if not draft.member.gone_at:
            by_person[draft.member.userid].append(draft)
    for userid, drafts in by_person.items():
        ctx.send(userid, _told(drafts, ctx), push=True)
    await Draft.filter(id__in=[d.id for theirs in by_person.values() for d in theirs]).update(offered_on=ctx.today)


def _told(drafts: list[Draft], ctx: Context) -> dict[str, object]:
    shown = drafts[:BUTTONS]
    return card(
        "notice",
        title=f"还有 {len(drafts)} 条没归档",
        desc=day(ctx.today, ctx.today),
        text="都还留着，点一条补上就好。",
        pairs=[(str(at), draft.said) for at, draft in enumerate(shown, 1)],
        buttons=[button(f"{at} {clipped(d.said, 7)}", Reopen(draft=d.id)) for at, d in enumerate(shown, 1)],
    )
