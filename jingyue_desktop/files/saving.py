"""Files that appear whole or not at all, and why one could not be written."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from jingyue_desktop.domain.errors import UserError


@contextmanager
def save_whole(target: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes ``target``'s name once it is written and synced; else it is gone."""
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".part-", suffix=target.suffix, dir=target.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as out:
            yield cast(BinaryIO, out)
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o644)
        part.replace(target)
    except OSError as error:
        raise _fault(error, target) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _fault(error: OSError, target: Path) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("磁盘空间不足，文件没有保存。", "请清理磁盘或换一个位置。")
    if isinstance(error, FileNotFoundError):
        return UserError("保存位置不存在，文件没有保存。", f"没有这个文件夹：{target.parent}")
    if isinstance(error, PermissionError) and os.name == "nt" and target.exists():
        return UserError(
            f"“{target.name}”正被其他程序（如 WPS）打开，没有保存。", "请关闭它，或换一个文件名。"
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UserError("这个位置不能写入，文件没有保存。", "请换一个文件夹。")
    return UserError("文件没有保存：磁盘读写出错。", "请换一个位置再试。")
