"""Passwords: Argon2id in PHC form, its stored parameters kept within a floor and a cap."""

from __future__ import annotations

import os
import re

MEMORY_KIB = 64 * 1024
ITERATIONS = 3
LANES = 1
SALT_BYTES = 16
KEY_BYTES = 32
# Nobody's password: as dear to compare with as anybody's, and never right.
NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={ITERATIONS},p={LANES}${'A' * 22}${'A' * 43}"
_PHC = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$")
_LIMITS = ((MEMORY_KIB, 1024 * 1024), (ITERATIONS, 12), (1, 4))


def hash_password(password: str) -> str:
    """Return the PHC text of a password (64 MiB, three passes, fresh salt)."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return str(
        Argon2id(
            salt=os.urandom(SALT_BYTES),
            length=KEY_BYTES,
            iterations=ITERATIONS,
            lanes=LANES,
            memory_cost=MEMORY_KIB,
        ).derive_phc_encoded(_octets(password))
    )


def _octets(password: str) -> bytes:
    """Return a password as bytes, whatever a terminal or an input method put into it."""
    return password.encode("utf-8", "surrogatepass")


def sound(phc: str) -> bool:
    """Return whether stored parameters are within the floor and the cap (no cheap, no endless run)."""
    match = _PHC.match(phc)
    if match is None:
        return False
    return all(
        low <= int(text) <= high for text, (low, high) in zip(match.groups(), _LIMITS, strict=True)
    )


def verify_password(password: str, phc: str) -> bool:
    """Return whether the password is the one; False for a PHC text outside the limits."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if not sound(phc):
        return False
    try:
        Argon2id.verify_phc_encoded(_octets(password), phc)
    except InvalidKey:
        return False
    return True


def verify_nobody(password: str) -> bool:
    """Do the work of a verification for a login that does not exist; always False."""
    verify_password(password, NOBODY)
    return False
