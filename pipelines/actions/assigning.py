"""What the deeds have in common that give a person something: a seat, a credit."""

from pipelines.actions.action import Facts, Written
from pipelines.actions.asking import Asking


def given_to(asking: Asking, facts: Facts, field: str, *kept: str) -> Written:
    """The deed's subject is the person of this field; its details are the product, so that next year's benefit still
    finds its people, and what else of the form is kept."""
    told = {name: asking.values.get(name) for name in kept}
    details = {"product": facts["product"]} | {name: value for name, value in told.items() if value}
    return Written(asking.person_id(str(asking.values[field])), details)


def handed_over(asking: Asking, facts: Facts, *kept: str) -> Written:
    """The same for what goes from `person` to `to_person`: the details also name who had it."""
    given = given_to(asking, facts, "to_person", *kept)
    return Written(given.subject, {**given.details, "from": asking.person_id(str(asking.values["person"]))})
