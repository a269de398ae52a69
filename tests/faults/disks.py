"""Small disks that can be filled to the last byte and emptied again."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.children import must_be_root, tool

BALLAST = "ballast"


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """Yield ``place`` as a disk of its own of so many MB."""
    must_be_root("mounting a small disk (tmpfs)")
    mount, umount = tool("mount"), tool("umount")
    place.mkdir()
    subprocess.run([mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        # Busy means that something was left open, which fails the test; the mount goes all the same.
        left = subprocess.run([umount, place], capture_output=True, text=True)
        if left.returncode:
            subprocess.run([umount, "--lazy", place], check=True)
            raise AssertionError(f"something was left open: {left.stderr}")


def fill(disk: Path, leave: int = 0) -> None:
    """Fill the disk until nothing more goes in, then give ``leave`` bytes back."""
    block = bytes(1 << 20)
    handle = os.open(disk / BALLAST, os.O_WRONLY | os.O_CREAT)
    written = 0
    try:
        while True:
            written += os.write(handle, block)
    except OSError as error:
        assert error.errno == errno.ENOSPC
        os.ftruncate(handle, max(0, written - leave))
    finally:
        os.close(handle)


def empty(disk: Path) -> None:
    """Give all the space back."""
    (disk / BALLAST).unlink()
