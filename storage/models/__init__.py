"""Every table as a model, one file per subject."""

from storage.models.configuration import Holiday, JobRun, SharedToken
from storage.models.contracts import Contract, Installment, Payment
from storage.models.deals import Asked, Reply, Request, Requirement, SolutionVersion, StageMove
from storage.models.dialogue import Draft, JournalEntry, Receipt, Suggestion, Unplaced
from storage.models.people import Company, Department, Member
from storage.models.quotes import Approval, ApprovalStep, Delegation, NumberSeries, PriceFloor, Quote, QuoteLine
from storage.models.sales import Activity, Contact, Customer, CustomerKey, Opportunity, Reminder
from storage.models.traffic import Inbox, Lane, Outbox

__all__ = [
    "Activity",
    "Approval",
    "ApprovalStep",
    "Asked",
    "Company",
    "Contact",
    "Contract",
    "Customer",
    "CustomerKey",
    "Delegation",
    "Department",
    "Draft",
    "Holiday",
    "Inbox",
    "Installment",
    "JobRun",
    "JournalEntry",
    "Lane",
    "Member",
    "NumberSeries",
    "Opportunity",
    "Outbox",
    "Payment",
    "PriceFloor",
    "Quote",
    "QuoteLine",
    "Receipt",
    "Reminder",
    "Reply",
    "Request",
    "Requirement",
    "SharedToken",
    "SolutionVersion",
    "StageMove",
    "Suggestion",
    "Unplaced",
]
