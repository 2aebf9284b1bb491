"""Every table as a model, one file per subject."""

from storage.models.configuration import JobRun, SharedToken
from storage.models.dialogue import Draft, JournalEntry, Receipt, Suggestion
from storage.models.people import Member
from storage.models.sales import Activity, Contact, Customer, CustomerKey, Opportunity, Reminder
from storage.models.traffic import Inbox, Lane, Outbox

__all__ = [
    "Activity",
    "Contact",
    "Customer",
    "CustomerKey",
    "Draft",
    "Inbox",
    "JobRun",
    "JournalEntry",
    "Lane",
    "Member",
    "Opportunity",
    "Outbox",
    "Receipt",
    "Reminder",
    "SharedToken",
    "Suggestion",
]
