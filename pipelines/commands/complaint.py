"""What a command that does not end well tells on stderr."""

from pipelines import faults
from pipelines.commands.terminal import complain
from pipelines.errors import BenefitsError
from pipelines.full_disk import HOME, DiskFull, full_disk
from pipelines.settings import load_settings
from pipelines.text import text


def of_refusal(refusal: BenefitsError) -> None:
    """Prints its sentence."""
    complain(refusal.sentence(_language()))


def of_fault(fault: Exception) -> bool:
    """Keeps a fault of ours in the log, and prints the reference under which it stands there.

    A disk that is full is none: that is told, and False.
    """
    if full_disk(fault):
        of_refusal(DiskFull(HOME, load_settings().home))
        return False
    reference, log = faults.record(fault, load_settings().home)
    complain(text("error.fault", _language(), reference=reference, log=log))
    return True


def _language() -> str:
    """The language of what the terminal shows; English where the settings cannot be read."""
    try:
        return load_settings().language
    except BenefitsError:
        return "en"
