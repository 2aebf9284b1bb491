"""Who hears what concerns a customer: its owner, or whoever has it since the owner left (R127)."""

from __future__ import annotations

from domain.people import Role
from storage.models import Customer, Member


async def keeper(owner: Member, customer: Customer) -> Member | None:
    """Who has it now: the owner; of one who left, the customer's new owner, else whoever leads the one who left."""
    if owner.gone_at is None:
        return owner
    successor = await Member.get(id=customer.owner_id)
    if successor.gone_at is None:
        return successor
    here = Member.filter(gone_at=None).order_by("-leads", "id")
    for above in (
        here.filter(role=Role.SUPERVISOR, region=owner.region, team=owner.team),
        here.filter(role=Role.REGIONAL_DIRECTOR, region=owner.region),
        here.filter(role=Role.EXECUTIVE),
    ):
        if found := await above.first():
            return found
    return None
