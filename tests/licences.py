"""Under which licence each package of the lock is: `python -m tests.licences` writes data/licences.csv."""

import csv
import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from io import StringIO

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipelines.settings import PROJECT

FILE, LOCK = PROJECT / "data" / "licences.csv", PROJECT / "requirements.lock"
PROJECT_FILE = PROJECT / "pyproject.toml"
# What their metadata leaves open, as their licence files say; the last two are not installed on Linux.
READ = {
    "altair": "BSD-3-Clause",
    "axe-playwright-python": "MIT AND MPL-2.0",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "patsy": "BSD-2-Clause",
    "protobuf": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
}
# Other words for a licence than its own short name (SPDX).
_WORDS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_SHORT = {"Apache-2.0", "BSD-3-Clause", "MIT", "MPL-2.0"}


def locked() -> list[str]:
    """The packages of the lock by name, those of other systems among them."""
    return sorted(set(re.findall(r"^([a-z0-9._-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)))


def licence_of(name: str) -> str | None:
    """The licence of a package in SPDX's words; None where it is neither installed nor read."""
    return READ.get(name) or (_stated(found) if (found := installed(name)) else None)


def installed(name: str) -> Distribution | None:
    """A package as it is installed here."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _stated(found: Distribution) -> str | None:
    told = [found.metadata[field] for field in ("License-Expression", "License") if field in found.metadata]
    told += [one.rpartition(" :: ")[2] for one in found.metadata.get_all("Classifier", ()) if "License" in one]
    if "License-Expression" in found.metadata:
        return str(told[0])
    return next((_WORDS.get(one, one) for one in told if one in _SHORT or one in _WORDS), None)


def of_the_program() -> set[str]:
    """The packages without which the program does not run; the others are for its tests."""
    found: set[str] = set()
    following = [Requirement(one) for one in tomllib.loads(PROJECT_FILE.read_text("utf-8"))["project"]["dependencies"]]
    while following:
        one = following.pop()
        name = canonicalize_name(one.name)
        if name not in found:
            found.add(name)
            following += _needed_by(distribution(name), one.extras)
    return found


def _needed_by(package: Distribution, extras: set[str]) -> list[Requirement]:
    wanted = [Requirement(one) for one in package.requires or ()]
    in_some = [{"extra": extra} for extra in (*extras, "")]
    return [one for one in wanted if one.marker is None or any(one.marker.evaluate(extra) for extra in in_some)]


def listed() -> str:
    """The list as CSV: package, licence, and whether the program or only its tests need it."""
    text, program = StringIO(), of_the_program()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["package", "licence", "needed_by"])
    for name in locked():
        writer.writerow([name, licence_of(name), "program" if name in program else "tests"])
    return text.getvalue()


if __name__ == "__main__":
    FILE.write_text(listed(), "utf-8")
