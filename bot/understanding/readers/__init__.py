"""One module for each subject; importing them fills the list of readers."""

from bot.understanding.readers import (
    amendments,
    customers,
    deals,
    decisions,
    departments,
    dialogue,
    figures,
    handovers,
    lists,
    losses,
    money,
    people,
    quotes,
    reminders,
    undoing,
)
from bot.understanding.reading import READERS

SUBJECTS = (
    amendments, customers, deals, decisions, departments, dialogue, figures, handovers, lists, losses, money, people, quotes, reminders, undoing
)  # fmt: skip

__all__ = ["READERS", "SUBJECTS"]
