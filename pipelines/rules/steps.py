"""How a partner makes its account: what it must have at hand, then five steps in their order (source rows 93-102)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A step, or what is needed before the first one. Its words are `step.<name>` and `step.<name>.how`."""

    name: str
    source: str
    prerequisite: bool = False


STEPS = (
    Step("tenant_credentials", "S3 row 93", prerequisite=True),
    Step("legal_profile", "S3 row 94", prerequisite=True),
    Step("authority_to_sign", "S3 row 95", prerequisite=True),
    Step("welcome", "S3 row 98"),
    Step("tenant_sign_in", "S3 rows 26, 99"),
    Step("enrolment", "S3 row 100"),
    Step("agreement", "S3 row 101"),
    Step("admin_agent", "S3 row 102"),
)
NAMES = tuple(step.name for step in STEPS)


def before(name: str) -> tuple[str, ...]:
    """The steps that come before one; what is needed at hand can be ticked in any order."""
    place = NAMES.index(name)
    return () if STEPS[place].prerequisite else NAMES[:place]
