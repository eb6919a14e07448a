"""A mark before the word for a status, so that it is told by more than its word and never by colour."""

MARKS = {
    "status": {"not_activated": "○", "requested": "◔", "active": "●", "expired": "■", "cancelled": "✕"},
    "key_state": {"hidden": "○", "revealed": "◔", "redeemed": "●", "replacement_asked": "↻", "replaced": "■"},
    "term_state": {
        "not_started": "○",
        "running": "●",
        "refund_requested": "◔",
        "grace": "◑",
        "ended": "■",
        "cancelled": "✕",
    },
    "outcome": {"done": "✓", "refused": "✕"},
    "token_state": {"valid": "●", "expired": "■", "revoked": "✕"},
    "reconcile_reason": {"agrees": "✓", "unexplained": "▲"},
    "agreement": {"agrees": "✓", "differs": "▲", "only_vendor": "○", "only_ours": "○"},
    "credit_status": {"not_started": "○", "no_usage": "◌", "running": "●", "used_up": "✓", "ended": "■"},
}


def marked(codes: str, code: str, word: str) -> str:
    """'● Active' for a status; the word alone for any other code."""
    mark = MARKS.get(codes, {}).get(code)
    return f"{mark} {word}" if mark else word
