"""What a password must be (reliability design 2.8), and one-time codes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from jingyue_desktop.domain.errors import Invalid

SHORT, LONG, CLASSES = 10, 16, 3
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
COMMON = frozenset(
    "password passw0rd p@ssw0rd password1 password12 password123 p@ssword123 admin123 admin@123 "
    "administrator qwertyuiop qwerty123 1qaz2wsx3edc 1q2w3e4r5t zaq12wsx abc123456 abcd123456 "
    "a123456789 aa123456789 123456789a 1234567890a woaini1314 woaini520 iloveyou520 5201314520 "
    "letmein123 welcome123 welcome@123 changeme123 huawei@123 root@123456 test@123456 "
    "qwer1234!@#$ 1qaz@wsx 1qaz!qaz admin@2026 admin@2025 abc@123456 abc123!@# a1b2c3d4e5".split()
)
_CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
_DATE = re.compile(r"(19|20)\d{2}[-/.年]?(0?[1-9]|1[0-2])[-/.月]?(0?[1-9]|[12]\d|3[01])日?")


def check_password(password: str, names: Iterable[str] = ()) -> None:
    """Raise Invalid with one sentence under ``password`` unless it is good enough.

    ``names`` are the office's and the person's names and logins, which it may not be built on.
    """
    fault = _fault(password, [name for name in names if len(name) >= 2])
    if fault:
        raise Invalid({"password": fault}, "密码不符合要求。")


def _fault(password: str, names: list[str]) -> str:
    classes = sum(bool(re.search(pattern, password)) for pattern in _CLASSES)
    if len(password) < LONG and (len(password) < SHORT or classes < CLASSES):
        return "密码至少 10 位，含大写、小写、数字、符号中的三类；或者不少于 16 位。"
    lowered = password.lower()
    if lowered in COMMON or len(set(lowered)) < 5:
        return "这个密码太常见，请换一个。"
    if any(name.lower() in lowered for name in names):
        return "密码不能含有单位名称、姓名或登录名。"
    # A date with a few signs around it is guessed first.
    if len(_DATE.sub("", password)) < 6 and _DATE.search(password):
        return "密码不能以日期为主，请换一个。"
    return ""


def one_time_code() -> str:
    """Return a code for a first login, easy to read aloud (no 0/O, 1/I)."""
    return "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(3))
