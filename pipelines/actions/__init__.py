"""Deeds: facts, a decision by the rules, one row of the ledger. One module a family of benefits."""

from pipelines.actions.action import Action, Field, Letter, Written
from pipelines.actions.asking import Asking, Order
from pipelines.actions.can import can, judged
from pipelines.actions.outcome import Broken, Changed, Done, Outcome, Receipt, Refused
from pipelines.actions.perform import act
from pipelines.actions.reasons import broken_rules
from pipelines.actions.registry import ACTIONS, known
from pipelines.actions.reveal import revealed_keys
from pipelines.actions.sentences import sentence

__all__ = [
    "ACTIONS", "Action", "Asking", "Broken", "Changed", "Done", "Field", "Letter", "Order", "Outcome", "Receipt",
    "Refused", "Written", "act", "broken_rules", "can", "judged", "known", "revealed_keys", "sentence",
]  # fmt: skip
