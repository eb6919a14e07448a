"""The key ring's file in a backup: sealed with AES-256-GCM, under a key that scrypt makes of a passphrase."""

import hashlib
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pipelines.store.backup_errors import PassphraseShort

LEAST = 12
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
# As RFC 7914 and OWASP advise for what somebody may take home and try: 128 MiB and about a third of a second a try.
_COST, _BLOCK, _LANES, _MEMORY = 2**17, 8, 1, 256 * 2**20
_ABOUT = b"benefits-ledger key ring"


def seal_ring(ring: bytes, passphrase: str) -> bytes:
    """The ring's file, sealed. PassphraseShort where the passphrase has less than LEAST letters."""
    if len(passphrase) < LEAST:
        raise PassphraseShort(letters=len(passphrase), least=LEAST)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, ring, _ABOUT)
    return json.dumps({"salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}).encode()


def open_ring(content: bytes, passphrase: str) -> bytes | None:
    """The ring's file; None where the passphrase does not open it."""
    told = {name: bytes.fromhex(value) for name, value in json.loads(content).items()}
    try:
        return AESGCM(_key(passphrase, told["salt"])).decrypt(told["nonce"], told["sealed"], _ABOUT)
    except InvalidTag:
        return None


def _key(passphrase: str, salt: bytes) -> bytes:
    told = passphrase.encode()
    return hashlib.scrypt(told, salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY, dklen=_KEY_BYTES)
