"""Daily at six in the evening: what could not be filed for want of an answer, offered once, one card a person."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from bot.cards.render import BUTTONS, button, card
from bot.context import Context
from bot.dialogue.conversation import about
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
    shown = [draft.id for theirs in by_person.values() for draft in theirs[:BUTTONS]]
    await Draft.filter(id__in=shown).update(offered_on=ctx.today)


def _told(drafts: list[Draft], ctx: Context) -> dict[str, object]:
    """A row and a button for each; what has no place is offered the next day."""
    said = [about(draft) for draft in drafts[:BUTTONS]]
    more = f" · 共 {len(drafts)} 条，先列 {BUTTONS} 条" if len(drafts) > BUTTONS else ""
    return card(
        "notice",
        title=f"还有 {len(drafts)} 条没归档",
        desc=day(ctx.today, ctx.today) + more,
        text="都还留着，点一条补上就好。",
        pairs=[(str(at), words) for at, words in enumerate(said, 1)],
        buttons=[
            button(f"{at} {clipped(words, 7)}", Reopen(draft=draft.id))
            for at, (draft, words) in enumerate(zip(drafts, said, strict=False), 1)
        ],
    )
