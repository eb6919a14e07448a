"""What is refused of a file as a whole, and what is asked."""

from pipelines.errors import BenefitsError
from pipelines.ingest.mask import shortened

# No sentence is longer; a cell of which one tells may have megabytes.
_LONGEST_FACT = 2_000


class FileRefused(BenefitsError):
    """A file that cannot be loaded as it is; `code` names why, the facts what was found."""

    def __init__(self, code: str | None, /, **facts: object) -> None:
        told = {name: shortened(fact, _LONGEST_FACT) if isinstance(fact, str) else fact for name, fact in facts.items()}
        super().__init__(code, **told)


class SettingAsked(BenefitsError):
    """The file leaves something open that must not be guessed. Facts: setting, choices (joined), reason."""

    code = "setting_asked"

    def __init__(self, setting: str, choices: tuple[str, ...] = (), **facts: object) -> None:
        self.setting = setting
        self.choices = choices
        shown = " | ".join(choices) or setting.upper()
        super().__init__(setting=setting, choices=shown, **facts)


class ReplaceAsked(SettingAsked):
    """A day would lose whole resource groups. Facts: also count, and day and resource_group of the first."""

    code = "replace_asked"
