"""The tests' own PostgreSQL does what tests of the product rely on."""

from tests.backend import server
from tests.postgres import Server


def test_each_test_has_a_database_of_its_own_on_one_server(database: str) -> None:
    name = database.partition("dbname=")[2]
    server().run("CREATE TABLE told (word TEXT)", name)
    assert server().run("SELECT count(*) FROM told", name) == "0"


def test_a_database_is_copied_while_somebody_uses_it(database: str) -> None:
    name = database.partition("dbname=")[2]
    server().run("CREATE TABLE told (word TEXT); INSERT INTO told VALUES ('a'), ('b')", name)
    server().create(f"{name}-copy", like=name)
    assert server().run("SELECT word FROM told ORDER BY word", f"{name}-copy") == "a\nb"
    server().drop(f"{name}-copy")


def test_a_server_that_dies_has_what_was_committed_when_it_is_back(postgres: Server) -> None:
    postgres.create("kept")
    postgres.run("CREATE TABLE told (word TEXT); INSERT INTO told VALUES ('a')", "kept")
    postgres.stop("immediate")
    postgres.start()
    assert postgres.run("SELECT word FROM told", "kept") == "a"
