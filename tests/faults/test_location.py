"""B10: shares, removable disks and synced folders are refused, local disks pass, unknown ones ask."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.founding import found
from jingyue_desktop.services.opening import PLACE_ACCEPTED, open_workspace
from jingyue_desktop.store import gate
from jingyue_desktop.store.location import judge, mounted_kind, system_probe
from jingyue_desktop.store.tables import Log
from tests.offices import FORMS, RESOURCES, START, first_people

REFUSED = (
    "cifs smb3 smbfs nfs nfs4 fuse.sshfs 9p afs davfs fuse.gvfsd-fuse fuse.rclone glusterfs "
    "vboxsf drive_remote vfat exfat drive_removable iso9660 drive_cdrom CIFS".split()
)
LOCAL = "ext4 ext3 xfs btrfs f2fs zfs ntfs ntfs3 apfs overlay tmpfs fixed EXT4".split()
SYNCED = (
    "OneDrive",
    "OneDrive - 净月规划局",
    "我的坚果云",
    "Nutstore Files",
    "百度网盘同步空间",
    "BaiduSyncdisk",
    "WPS云盘",
    "WPS Cloud Files",
    "WPSDrive",
    "Dropbox",
    "iCloudDrive",
)
UNC = (r"\\server\share\office", "//server/share/office", r"\\?\UNC\server\share")


def local(folder: Path) -> str:
    return "ext4"


@pytest.mark.parametrize("kind", REFUSED)
def test_shares_and_removable_disks_are_refused(tmp_path: Path, kind: str) -> None:
    place = judge(tmp_path, lambda folder: kind)
    assert (place.verdict, place.kind) == ("refused", kind.lower())
    assert "损坏数据" in place.reason


@pytest.mark.parametrize("kind", LOCAL)
def test_local_disks_pass(tmp_path: Path, kind: str) -> None:
    """The control of all refusals: the same folder on another kind of disk."""
    assert judge(tmp_path / "局里的数据", lambda folder: kind).verdict == "local"


@pytest.mark.parametrize("name", SYNCED)
def test_synced_folders_are_refused_whatever_the_disk(tmp_path: Path, name: str) -> None:
    place = judge(tmp_path / name / "office", local)
    assert place.verdict == "refused"
    assert name in place.reason


@pytest.mark.parametrize("name", UNC)
def test_network_names_are_refused(name: str) -> None:
    assert judge(Path(name), local).kind == "unc"


def test_a_synced_folder_hidden_by_a_link_or_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = tmp_path / "坚果云"
    cloud.mkdir()
    (tmp_path / "link").symlink_to(cloud)
    assert judge(tmp_path / "link" / "office", local).verdict == "refused"
    monkeypatch.chdir(cloud)
    assert judge(Path("office"), local).verdict == "refused"
    monkeypatch.chdir(tmp_path)
    assert judge(Path("office"), local).verdict == "local"


def test_the_table_of_mounts(tmp_path: Path) -> None:
    names = ("data", "data/共享 盘", "data/共享 盘x", "usb", "twice")
    for name in names:
        (tmp_path / name).mkdir()
    share = str(tmp_path / "data/共享 盘").replace(" ", r"\040")
    lines = [
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        f"30 22 8:2 / {tmp_path}/data rw,noatime - xfs /dev/sda2 rw",
        f"31 30 0:50 / {share} rw shared:9 master:2 - cifs //server/share rw,vers=3",
        f"32 22 8:17 / {tmp_path}/usb rw - vfat /dev/sdb1 rw",
        f"33 22 8:18 / {tmp_path}/twice rw - ext4 /dev/sdc1 rw",
        f"34 33 0:51 / {tmp_path}/twice rw - nfs4 server:/export rw",
    ]
    table = tmp_path / "mountinfo"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "data/共享 盘")
    for name, kind in (
        ("data", "xfs"),
        ("data/new/office", "xfs"),
        ("data/共享 盘", "cifs"),
        ("data/共享 盘/new/office", "cifs"),
        # Beside the share, not on it, though the name begins alike.
        ("data/共享 盘x", "xfs"),
        ("usb/office", "vfat"),
        ("twice", "nfs4"),
        ("link/office", "cifs"),
        ("elsewhere", "ext4"),
    ):
        assert mounted_kind(tmp_path / name, table) == kind, name
    assert mounted_kind(tmp_path, tmp_path / "none") == ""


def test_the_real_table_knows_the_disk_this_test_is_on(tmp_path: Path) -> None:
    assert system_probe(tmp_path)
    if os.path.ismount("/proc"):
        assert system_probe(Path("/proc")) == "proc"


def test_the_gate_refuses_what_was_moved_onto_a_share(folder: Path) -> None:
    for kind in ("cifs", "vfat"):
        with pytest.raises(UserError, match="数据不能放在这里") as refused:
            open_workspace(
                folder, SetClock(START), RESOURCES, FORMS, probe={folder: kind}.__getitem__
            )
        assert "本机固定硬盘" in refused.value.advice
    open_workspace(folder, SetClock(START), RESOURCES, FORMS, probe=local).close()


def test_founding_on_a_share_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with pytest.raises(UserError, match="网络盘"):
        found(folder, SetClock(START), RESOURCES, FORMS, first_people(), probe=lambda _: "nfs4")
    assert not folder.exists()


def test_an_unknown_disk_asks_once_and_is_logged_once(folder: Path) -> None:
    def opened_on(kind: str) -> int:
        clock = SetClock(START)
        workspace = open_workspace(folder, clock, RESOURCES, FORMS, probe=lambda _: kind)
        count = Log.select().where(Log.action == PLACE_ACCEPTED).count()
        workspace.close()
        return int(count)

    with pytest.raises(gate.UnknownPlace) as asked:
        opened_on("kylinfs")
    assert asked.value.kind == "kylinfs"
    assert "kylinfs" in asked.value.message and "系统管理员" in asked.value.advice
    gate.accept_kind(folder, "kylinfs")
    assert [opened_on("kylinfs"), opened_on("kylinfs")] == [1, 1]
    with pytest.raises(gate.UnknownPlace):
        opened_on("otherfs")
    assert opened_on("ext4") == 1
