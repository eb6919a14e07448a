"""What goes wrong in words: an error knows its sentence."""

from pipelines.text import text


class BenefitsError(Exception):
    """A refusal or a fault that has a sentence, `error.<code>` of the catalogs, filled with the facts.

    A subclass may state its `code` once; its docstring then names the facts. `str()` is the English sentence. `ours`
    says that it is no fault of what was asked.
    """

    code = ""
    ours = False

    def __init__(self, code: str | None = None, /, **facts: object) -> None:
        super().__init__()
        if code is not None:
            self.code = code
        self.facts = facts

    def sentence(self, language: str = "en") -> str:
        """What is wrong, the value, and what to do, in one of LANGUAGES."""
        return text(f"error.{self.code}", language, **self.facts)

    def __str__(self) -> str:
        return self.sentence()
