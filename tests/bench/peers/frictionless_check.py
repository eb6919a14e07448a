"""frictionless: the rows of the file checked against a schema, and nothing loaded."""

from collections.abc import Callable

from frictionless import Resource, Schema, fields, system

_TEXTS = ("ResourceGuid", "ServiceName", "ServiceType", "ServiceRegion", "ServiceResource")


def work(file: str, folder: str) -> Callable[[], object]:
    """The check of every cell's type; the folder is not used."""

    def check() -> None:
        with system.use_context(trusted=True):
            report = Resource(path=file, schema=_schema()).validate()
        assert report.valid, report.to_summary()

    return check


def _schema() -> Schema:
    """The columns in the order of the file."""
    return Schema(
        fields=[
            fields.StringField(name="SubscriptionName"),
            fields.StringField(name="SubscriptionGuid"),
            fields.DateField(name="Date", format="%m/%d/%Y"),
            *(fields.StringField(name=name) for name in _TEXTS),
            fields.NumberField(name="Quantity"),
            fields.NumberField(name="Cost"),
        ]
    )
