"""The people: the cast, one for each way of using the app, and their colleagues: people.csv."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.demo.files import DemoFile, write
from pipelines.demo.world import World

COLUMNS = ("partner_id", "email", "name", "member_type", "in_directory", "roles")


@dataclass(frozen=True)
class Person:
    """A person at a partner ('*': at every partner). `seat` is for those who must hold a Visual Studio seat."""

    partner_id: str
    email: str
    name: str
    member_type: str = "member"
    roles: tuple[str, ...] = ()
    seat: bool = False


def people(world: World) -> list[Person]:
    """All people; one who works at two partners is there twice."""
    return [*_cast(world), *_employees(world)]


def _cast(world: World) -> list[Person]:
    return [
        Person(
            partner_id,
            facts["email"],
            facts["name"],
            facts.get("member_type", "member"),
            tuple(facts.get("roles", ())),
            facts.get("seat", False),
        )
        for facts in world.facts["people"]
        for partner_id in facts["partners"]
    ]


def _employees(world: World) -> list[Person]:
    domains = {facts["partner_id"]: facts["domain"] for facts in world.facts["partners"]}
    return [
        Person(partner_id, f"{local_part}@{domains[partner_id]}", name)
        for partner_id, names in world.facts["employees"].items()
        for local_part, name in names.items()
    ]


def write_people(world: World, folder: Path) -> DemoFile:
    """people.csv."""
    rows = [
        {
            "partner_id": person.partner_id,
            "email": person.email,
            "name": person.name,
            "member_type": person.member_type,
            "in_directory": "yes",
            "roles": ";".join(person.roles),
        }
        for person in people(world)
    ]
    return DemoFile(write(folder / "people.csv", COLUMNS, rows), "people")
