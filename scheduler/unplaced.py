"""Texts that nobody could place are kept for a quarter of a year, then go."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Context
from domain.dialogue import UNPLACED_KEPT
from scheduler.runner import job
from storage.models import Unplaced


@job(hour=3, minute=30, catch_up=timedelta(hours=20))
async def forget_unplaced(ctx: Context) -> None:
    await Unplaced.filter(at__lt=ctx.now - UNPLACED_KEPT).delete()
