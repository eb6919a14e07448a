"""A deed's form on a page, found, filled in and sent as a reader does it."""

from typing import Any

from streamlit.testing.v1 import AppTest

from pipelines.text import text

WIDGETS = ("text_input", "text_area", "selectbox", "multiselect", "checkbox", "date_input")


class Form:
    """The form of an action as the page shows it, in the language it is shown in."""

    def __init__(self, seen: AppTest, action: str, language: str = "en") -> None:
        self.seen, self.language = seen, language
        label = text(f"action.{action}.button", language)
        [self.button] = [one for one in seen.button if one.label == label]

    @property
    def disabled(self) -> bool:
        """Whether its button does not press."""
        return bool(self.button.disabled)

    @property
    def fields(self) -> dict[str, Any]:
        """Its widgets by label."""
        mine = [one for kind in WIDGETS for one in self.seen.get(kind) if one.form_id == self.button.form_id]
        return {one.label: one for one in mine}

    def field(self, name: str) -> Any:
        """The widget of a field."""
        label = text(f"field.{name}", self.language)
        return self.fields.get(label) or self.fields[text("form.optional", self.language, label=label)]

    def send(self, **told: Any) -> AppTest:
        """Fills in fields by name, presses the button, and gives the page after it."""
        for name, value in told.items():
            self.field(name).set_value(value)
        return self.button.click().run()


def warnings(seen: AppTest) -> str:
    """What the page warns of, as it is read."""
    return "\n".join(one.value for one in seen.warning).replace("\\", "")


def captions(seen: AppTest) -> str:
    """The page's quiet lines, as they are read."""
    return "\n".join(one.value for one in seen.caption).replace("\\", "")
