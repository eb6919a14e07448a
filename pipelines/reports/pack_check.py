"""Whether a pack is as it was made: the month-end pack, or the evidence for an audit."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile
from zlib import error

from pipelines.errors import BenefitsError
from pipelines.reports.evidence import EVIDENCE
from pipelines.reports.pack import MONTH_END
from pipelines.reports.pack_file import MANIFEST
from pipelines.store.audit import Seal
from pipelines.text import text

_CHUNK = 1 << 20
# What the manifest of each kind of pack says it is of, and the refusal of what is no such pack.
ABOUT = {MONTH_END: ("month", "snapshot"), EVIDENCE: ("partner", "first", "last", "snapshot")}
NO_SUCH = {MONTH_END: "not_a_pack", EVIDENCE: "not_evidence"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a pack: the code and facts of a sentence of the catalogs (`pack.<code>`)."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """What is wrong, in one of LANGUAGES."""
        return text(f"pack.{self.code}", language, **self.facts)


@dataclass(frozen=True)
class Checked:
    """What a pack says it is of (ABOUT), how many members it has, the seal that it has of the ledger, the SHA-256 of
    its manifest, and what is wrong with its members."""

    about: dict[str, Any]
    members: int
    seal: Seal
    manifest: str
    faults: tuple[Fault, ...]


def check_pack(file: BinaryIO, kind: str = MONTH_END) -> Checked:
    """Compares each member with the manifest. BenefitsError for what is no pack of this kind."""
    try:
        with ZipFile(file) as pack:
            content = pack.read(MANIFEST)
            told = json.loads(content)
            about = {name: told[name] for name in ("pack", *ABOUT[kind])}
            if about.pop("pack") != kind:
                raise ValueError(kind)
            sealed = Seal.from_json(json.dumps(told["ledger"]).encode())
            faults = tuple(_faults(pack, told["members"]))
            digest = hashlib.sha256(content).hexdigest()
            return Checked(about, len(told["members"]) + 1, sealed, digest, faults)
    except (BadZipFile, KeyError, TypeError, ValueError, error) as fault:
        raise BenefitsError(NO_SUCH[kind]) from fault


def _faults(pack: ZipFile, members: list[dict[str, Any]]) -> Iterator[Fault]:
    there, stated = pack.namelist(), [one["file"] for one in members]
    for one in members:
        if one["file"] not in there:
            yield Fault("member_missing", {"member": one["file"]})
        elif _digest(pack, one["file"]) != one["sha256"]:
            yield Fault("member_differs", {"member": one["file"]})
    for name in dict.fromkeys(there):
        if name not in (*stated, MANIFEST) or there.count(name) > 1:
            yield Fault("member_unknown", {"member": name})


def _digest(pack: ZipFile, name: str) -> str | None:
    """The SHA-256 of a member; None of one that cannot be read."""
    found = hashlib.sha256()
    try:
        with pack.open(name) as member:
            while chunk := member.read(_CHUNK):
                found.update(chunk)
    except (BadZipFile, OSError, error):
        return None
    return found.hexdigest()
