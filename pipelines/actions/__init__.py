"""Deeds: facts, a decision by the rules, one row of the ledger. One module a family of benefits."""

from pipelines.actions.action import Action, Field, Letter, Line, Written
from pipelines.actions.asking import Asking, Order
from pipelines.actions.can import can, judged
from pipelines.actions.outcome import Broken, Changed, Done, Outcome, Receipt, Refused
from pipelines.actions.perform import act
from pipelines.actions.reasons import broken_rules
from pipelines.actions.registry import ACTIONS, OF_NO_PARTNER, known, known_at_partner
from pipelines.actions.reveal import revealed_keys
from pipelines.actions.sentences import sentence
from pipelines.actions.tokens import Bearer, Token, bearer, looks_like_token, new_token, token_named

__all__ = [
    "ACTIONS", "OF_NO_PARTNER", "Action", "Asking", "Bearer", "Broken", "Changed", "Done", "Field", "Letter", "Line",
    "Order", "Outcome", "Receipt", "Refused", "Token", "Written", "act", "bearer", "broken_rules", "can", "judged",
    "known", "known_at_partner", "looks_like_token", "new_token", "revealed_keys", "sentence", "token_named",
]  # fmt: skip
