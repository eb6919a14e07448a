"""What a check finds wrong."""

from dataclasses import dataclass, field

from pipelines.text import text


@dataclass(frozen=True)
class Finding:
    """What is wrong: the code and facts of a sentence of the catalogs (`check.<code>`)."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """What is wrong, where, and what to do, in one of LANGUAGES."""
        return text(f"check.{self.code}", language, **self.facts)

    def __str__(self) -> str:
        return self.sentence()
