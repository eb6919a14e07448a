"""Product keys at rest: AES-256-GCM, under keys that stand in one file of this installation's own, the key ring.

A ring holds several keys by their ids, so that a new one can be used while what older ones sealed can still be read.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pipelines.errors import BenefitsError

_KEY_BYTES = 32
_NONCE_BYTES = 12
_ID_BYTES = 4
_DIGEST_LETTERS = 32
# What a ring's file says of itself: with a digit that changed, keys would be sealed that nobody can open.
_DIGEST = "sha256"
_TOLD = {"current", "keys", "digest_secret"}
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_BLANKS = re.compile(r"\s")


class RingDamaged(BenefitsError):
    """The file of the key ring cannot be read as one of ours. Facts: path."""

    code = "ring_damaged"


class RingLacksKey(BenefitsError):
    """A product key was sealed under a key that the ring does not hold. Facts: key_id."""

    code = "ring_lacks_key"


class SealBroken(BenefitsError):
    """A sealed product key is not as it was sealed, or belongs to another entitlement. Facts: entitlement."""

    code = "seal_broken"


@dataclass(frozen=True)
class Sealed:
    """A product key as it is stored: the id of the ring's key, and nonce and ciphertext in hexadecimal."""

    key_id: str
    nonce: str
    ciphertext: str


@dataclass(frozen=True)
class KeyRing:
    """The secrets of an installation: keys by id, the id of the one that seals, and the secret of the digests."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    digest_secret: bytes = field(repr=False)

    def digest(self, product_key: str) -> str:
        """What names a product key without telling it: a keyed hash, which nobody can try keys against."""
        plain = normalised(product_key).encode()
        return hmac.new(self.digest_secret, plain, hashlib.sha256).hexdigest()[:_DIGEST_LETTERS]

    def seal(self, product_key: str, entitlement_id: str) -> Sealed:
        """The key sealed for one entitlement, with a nonce of its own: the same key never looks the same."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        about = _about(entitlement_id, self.digest(product_key))
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, normalised(product_key).encode(), about)
        return Sealed(self.current, nonce.hex(), sealed.hex())

    def turned(self) -> "KeyRing":
        """The ring with a new key, which seals from now on; what older keys sealed can still be opened."""
        key_id = secrets.token_hex(_ID_BYTES)
        return KeyRing(key_id, {**self.keys, key_id: secrets.token_bytes(_KEY_BYTES)}, self.digest_secret)

    def open(self, sealed: Sealed, entitlement_id: str, digest: str) -> str:
        """The product key. RingLacksKey, and SealBroken where it was not sealed for this entitlement and digest."""
        if sealed.key_id not in self.keys:
            raise RingLacksKey(key_id=sealed.key_id)
        nonce, ciphertext = bytes.fromhex(sealed.nonce), bytes.fromhex(sealed.ciphertext)
        try:
            return AESGCM(self.keys[sealed.key_id]).decrypt(nonce, ciphertext, _about(entitlement_id, digest)).decode()
        except InvalidTag:
            raise SealBroken(entitlement=entitlement_id) from None


def normalised(product_key: str) -> str:
    """The form in which product keys are compared and kept: capitals, plain hyphens, no blanks."""
    return _DASHES.sub("-", _BLANKS.sub("", product_key)).upper()


def key_ring(path: Path) -> KeyRing:
    """The ring in the file at `path`, made on first use and readable by its owner alone. RingDamaged."""
    if not path.exists():
        _make(path)
    try:
        return _read(_checked(json.loads(path.read_text("utf-8"))))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RingDamaged(path=path) from None


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """What a file tells; ValueError where it is not as it was written. Those of before tell no digest."""
    digest = told.pop(_DIGEST, None)
    if told.keys() != _TOLD or digest not in (None, _digest(told)):
        raise ValueError(digest)
    return told


def _digest(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _read(told: dict[str, Any]) -> KeyRing:
    keys = {key_id: _secret(text) for key_id, text in told["keys"].items()}
    return KeyRing(_known(told["current"], keys), keys, _secret(told["digest_secret"]))


def _secret(text: str) -> bytes:
    secret = bytes.fromhex(text)
    if len(secret) != _KEY_BYTES:
        raise ValueError
    return secret


def _known(key_id: str, keys: Mapping[str, bytes]) -> str:
    if key_id not in keys:
        raise ValueError
    return key_id


def _about(entitlement_id: str, digest: str) -> bytes:
    return json.dumps([entitlement_id, digest]).encode()


def _make(path: Path) -> None:
    """Appears whole or not at all; of two processes that make one, the first wins."""
    unfinished = _written(KeyRing("", {}, secrets.token_bytes(_KEY_BYTES)).turned(), path)
    with suppress(FileExistsError):
        os.link(unfinished, path)
    unfinished.unlink()


def keep_ring(ring: KeyRing, path: Path) -> None:
    """Puts the ring in the place of the one in the file at `path`, in one step. BenefitsError where that cannot be."""
    target = path.resolve()
    try:
        _written(ring, target).replace(target)
    except OSError as fault:
        raise BenefitsError("ring_not_writable", path=path, reason=fault.strerror) from fault


def _written(ring: KeyRing, path: Path) -> Path:
    """The ring in a file beside `path`, readable by its owner alone."""
    keys = {key_id: key.hex() for key_id, key in ring.keys.items()}
    told = {"current": ring.current, "keys": keys, "digest_secret": ring.digest_secret.hex()}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")  # mode 600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(told | {_DIGEST: _digest(told)}, file)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
