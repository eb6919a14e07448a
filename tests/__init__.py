"""The tests. A process that one of them starts keeps homes where that test does."""

import os

if os.environ.get("TESTS_BACKEND") == "postgres":
    from tests.backend import keep_homes_on_postgres

    keep_homes_on_postgres()
