"""The platform's access token, kept where every process of ours finds it."""

from __future__ import annotations

from datetime import datetime

from storage.models import SharedToken


class DatabaseTokens:
    """One row an app; the name is a hash of corp and secret."""

    async def get(self, name: str) -> tuple[str, datetime] | None:
        row = await SharedToken.get_or_none(name=name)
        return (row.token, row.expires_at) if row else None

    async def put(self, name: str, token: str, expires_at: datetime) -> None:
        await SharedToken.bulk_create(
            [SharedToken(name=name, token=token, expires_at=expires_at)],
            on_conflict=["name"],
            update_fields=["token", "expires_at"],
        )

    async def drop(self, name: str, token: str) -> None:
        """Only the token that failed: somebody may have fetched a new one meanwhile."""
        await SharedToken.filter(name=name, token=token).delete()
