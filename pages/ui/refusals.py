"""What a session refuses, each in one sentence of the catalogs."""

from pipelines.errors import BenefitsError


class NotKnown(BenefitsError):
    """The reader has no access at all."""

    code = "not_known"


class NotAllowed(BenefitsError):
    """The reader lacks a right. Facts: roles that give it, people at the reader's partners who have one of them."""

    code = "not_allowed"


class DayUnreadable(BenefitsError):
    """The address names a reporting day that is none. Facts: found."""

    code = "day_unreadable"
