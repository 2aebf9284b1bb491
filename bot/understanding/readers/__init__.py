"""One module for each subject; importing them fills the list of readers."""

from bot.understanding.readers import (
    agenda,
    amendments,
    cards,
    change_forms,
    customer_facts,
    customers,
    deals,
    decisions,
    departments,
    dialogue,
    documents,
    figures,
    filled,
    forms,
    handovers,
    lists,
    losses,
    payments,
    people,
    quotes,
    quotes_of_each,
    reminders,
    signing,
    stages,
    telegrams,
    undoing,
    withdrawals,
)
from bot.understanding.reading import READERS

SUBJECTS = (
    agenda, amendments, cards, change_forms, customer_facts, customers, deals, decisions, departments, dialogue, documents, figures, filled, forms, handovers, lists, losses, payments, people, quotes, quotes_of_each, reminders, signing, stages, telegrams, undoing, withdrawals
)  # fmt: skip

__all__ = ["READERS", "SUBJECTS"]
