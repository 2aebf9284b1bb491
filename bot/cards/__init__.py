"""What people see: templates that render to cards within the platform's limits."""

from bot.cards.render import Card, card

__all__ = ["Card", "card"]
