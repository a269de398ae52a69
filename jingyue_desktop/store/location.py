"""Whether a folder is a safe place for a database: a local disk, not a share and not a cloud."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

Verdict = Literal["local", "refused", "unknown"]
LOCAL = frozenset(
    "ntfs ntfs3 refs ext2 ext3 ext4 xfs btrfs f2fs zfs apfs hfs overlay tmpfs jfs bcachefs "
    "fixed".split()
)
REMOTE = frozenset(
    "cifs smb3 smbfs smb2 nfs nfs4 fuse.sshfs 9p afs davfs fuse.davfs2 ncpfs ceph glusterfs "
    "fuse.glusterfs fuse.rclone fuse.gvfsd-fuse fuse.kio-fuse fuse.s3fs fuse.ceph lustre gfs2 ocfs2 "
    "vboxsf vmhgfs fuse.vmhgfs-fuse drive_remote unc".split()
)
REMOVABLE = frozenset("vfat exfat msdos drive_removable iso9660 drive_cdrom".split())
SYNCED = (
    "onedrive",
    "坚果云",
    "nutstore",
    "百度网盘",
    "baidunetdisk",
    "baidusyncdisk",
    "百度云",
    "wps云",
    "wpsdrive",
    "wps cloud files",
    "阿里云盘",
    "天翼云盘",
    "和彩云",
    "微云",
    "weiyun",
    "dropbox",
    "icloud",
    "google drive",
    "googledrive",
    "nextcloud",
    "seafile",
    "syncthing",
)


@dataclass(frozen=True)
class Place:
    """The judgement on a folder: verdict, the kind of file system, a Chinese reason."""

    verdict: Verdict
    kind: str
    reason: str


Probe = Callable[[Path], str]


def judge(folder: Path, probe: Probe | None = None) -> Place:
    """Judge ``folder``; ``probe`` tells the file system kind (default: asks the system)."""
    # Also where the folder really lies: a link or a relative path may hide a share or a cloud.
    names = (str(folder), str(folder.resolve()))
    if any(name.startswith(("\\\\", "//")) for name in names):
        return Place("refused", "unc", "这是网络共享文件夹，断线时会损坏数据。")
    cloud = next(filter(None, (_synced(PurePath(name)) for name in names)), "")
    if cloud:
        return Place("refused", cloud, f"这个文件夹由“{cloud}”同步，同步会损坏数据。")
    kind = (probe or system_probe)(folder).lower()
    if kind in REMOTE or kind.startswith(("nfs", "smb", "cifs")):
        return Place("refused", kind, "这是网络盘，断线时会损坏数据。")
    if kind in REMOVABLE:
        return Place("refused", kind, "这是移动盘，拔出时会损坏数据。")
    if kind in LOCAL:
        return Place("local", kind, "")
    return Place("unknown", kind, f"不认识的磁盘类型“{kind or '未知'}”，需要系统管理员确认。")


def _synced(path: PurePath) -> str:
    for part in path.parts:
        if any(name in part.lower() for name in SYNCED):
            return part
    return ""


def system_probe(folder: Path) -> str:
    """Return the file system kind of the disk ``folder`` is on, empty when nobody knows."""
    if sys.platform == "win32":
        return _windows(folder)
    return mounted_kind(folder, Path("/proc/self/mountinfo"))


def mounted_kind(folder: Path, table: Path) -> str:
    """Return the kind of the mount ``folder`` is on by a table in the form of ``mountinfo``."""
    try:
        lines = table.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    target = os.path.realpath(_existing(folder))
    best, kind = "", ""
    for line in lines:
        left, _, right = line.partition(" - ")
        # Spaces and the like stand there as three octal digits.
        point = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), left.split()[4])
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, right.split()[0]
    return kind


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _windows(folder: Path) -> str:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    root = f"{_existing(folder).resolve().drive}\\"
    kinds = {2: "drive_removable", 3: "fixed", 4: "drive_remote", 5: "drive_cdrom", 6: "tmpfs"}
    return kinds.get(int(kernel.GetDriveTypeW(root)), "")
