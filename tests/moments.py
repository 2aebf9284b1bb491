"""Moments for tests, written as they are read."""

from datetime import datetime
from zoneinfo import ZoneInfo


def moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(ZoneInfo("Asia/Shanghai"))
