"""The first start: whose office, where the data lies, the first accounts, the list of names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.domain.errors import Invalid, UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services.founding import REQUIRED, FirstPerson, check_first
from jingyue_desktop.services.typed import name_fault
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.labels import label, restyle

PEOPLE_ROWS = 11


@dataclass(frozen=True)
class Founding:
    """What the wizard gathered: office name, folder, everybody the office begins with."""

    office_name: str
    folder: Path
    people: tuple[FirstPerson, ...]


class Page(QWidget):
    """One page: heading, explanation, fields, and its faults beside the fields."""

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self._faults: dict[str, tuple[QWidget, QLabel]] = {}
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(8)
        self.box.addWidget(label(heading, "title"))
        self.box.addWidget(label(text, "quiet", wrap=True))
        self.box.addSpacing(8)

    def add_field(self, key: str, caption: str, field: QWidget) -> None:
        """Put a captioned field on the page, with room for its fault under it."""
        head, fault = label(caption, "caption"), label("", "fault", wrap=True)
        head.setBuddy(field)
        field.setAccessibleName(caption)
        for part in (head, field, fault):
            self.box.addWidget(part)
        self.watch(key, field, fault)

    def watch(self, key: str, field: QWidget, fault: QLabel) -> None:
        """Let ``show_faults`` mark this field."""
        fault.hide()
        self._faults[key] = (field, fault)

    def show_faults(self, faults: dict[str, str]) -> None:
        """Show every fault beside its field at once; the first faulty field gets the focus."""
        first: QWidget | None = None
        for key, (field, place) in self._faults.items():
            text = faults.get(key, "")
            place.setText(text)
            place.setVisible(bool(text))
            restyle(field, "fault", "yes" if text else "no")
            first = first or (field if text else None)
        if first is not None:
            first.setFocus()

    def check(self) -> dict[str, str]:
        """Return the page's faults by key, empty when one may go on."""
        return {}


class OfficePage(Page):
    """Whose office this is."""

    def __init__(self, name: str) -> None:
        super().__init__("单位名称", "印在承诺书、登记簿等纸样上，以后可以由目录修改。")
        self.name = QLineEdit(name, maxLength=60)
        self.add_field("name", "单位全称", self.name)
        self.box.addStretch()

    def check(self) -> dict[str, str]:
        fault = name_fault(self.name.text(), "单位全称")
        return {"name": fault} if fault else {}


class PlacePage(Page):
    """Where the data lies; a share, a removable disk or a synced folder is refused at once."""

    def __init__(
        self, folder: Path, judge: Callable[[Path], None], accept: Callable[[Path, str], None]
    ) -> None:
        super().__init__(
            "数据存放位置",
            "请放在本机固定硬盘。网络盘、移动盘、网盘同步文件夹会损坏数据，程序不接受。",
        )
        self._judge = judge
        self._accept = accept
        self.folder = QLineEdit(str(folder), maxLength=400)
        self.add_field("folder", "数据文件夹", self.folder)
        choose = QPushButton("选择文件夹……")
        choose.clicked.connect(self._on_choose)
        self.box.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addStretch()

    def _on_choose(self) -> None:
        chosen = dialogs.choose_folder(self, "选择数据文件夹", self.path())
        if chosen is not None:
            self.folder.setText(str(chosen))

    def path(self) -> Path:
        return Path(self.folder.text().strip()).expanduser()

    def check(self) -> dict[str, str]:
        if not self.folder.text().strip() or not self.path().is_absolute():
            return {"folder": "请填写完整的文件夹路径。"}
        if (self.path() / "office.db").exists():
            return {"folder": "这个文件夹里已经有数据，请换一个，或直接打开它。"}
        try:
            self._judge(self.path())
        except UserError as fault:
            return {} if self._accepted(fault) else {"folder": str(fault)}
        return {}

    def _accepted(self, fault: UserError) -> bool:
        """Ask once about a disk of a kind nobody knows; any other fault stands."""
        kind = str(getattr(fault, "kind", ""))
        if not kind or not dialogs.question(
            self,
            fault.message,
            "只有本机固定硬盘才能存放数据。",
            yes="是本机固定硬盘",
            no="换一个位置",
        ):
            return False
        self._accept(self.path(), kind)
        return True


class AccountsPage(Page):
    """The four accounts an office cannot begin without."""

    def __init__(self) -> None:
        super().__init__(
            "首批账号",
            "密码至少 10 位含三类字符，或者不少于 16 位。系统管理员、安全管理员不能兼审计员，"
            "档案管理员不能兼系统管理员；同一人可以兼其余角色（填相同的姓名和登录名）。",
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, caption in enumerate(("角色", "姓名", "登录名", "密码", "再输一遍")):
            grid.addWidget(label(caption, "caption"), 0, column)
        self.rows: list[tuple[Role, QLineEdit, QLineEdit, QLineEdit, QLineEdit]] = []
        for n, role in enumerate(REQUIRED):
            self._add_row(grid, n, role)
        self.box.addLayout(grid)
        self.general = label("", "fault", wrap=True)
        self.box.addWidget(self.general)
        self.watch("roles", self.rows[0][1], self.general)
        self.box.addStretch()

    def _add_row(self, grid: QGridLayout, n: int, role: Role) -> None:
        fields = [QLineEdit(maxLength=60), QLineEdit(maxLength=30), QLineEdit(), QLineEdit()]
        for field, caption in zip(fields, ("姓名", "登录名", "密码", "再输一遍"), strict=True):
            field.setAccessibleName(f"{role.caption}{caption}")
        fields[0].textEdited.connect(lambda text, f=fields[1]: f.setText(text.strip()))
        for field in fields[2:]:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        line = 1 + 2 * n
        grid.addWidget(label(role.caption), line, 0)
        for column, field in enumerate(fields, 1):
            grid.addWidget(field, line, column)
        fault = label("", "fault", wrap=True)
        grid.addWidget(fault, line + 1, 1, 1, 4)
        self.watch(f"row{n}", fields[0], fault)
        self.rows.append((role, fields[0], fields[1], fields[2], fields[3]))

    def people(self) -> list[FirstPerson]:
        """Return the persons of the page; equal logins are one person with several roles."""
        merged: dict[str, FirstPerson] = {}
        for role, name, login, password, _ in self.rows:
            key = login.text().strip()
            person = merged.get(key)
            if person is None:
                merged[key] = FirstPerson(
                    name.text().strip(), login=key, password=password.text(), roles=(role,)
                )
            else:
                merged[key] = replace(person, roles=(*person.roles, role))
        return list(merged.values())

    def check(self) -> dict[str, str]:
        faults: dict[str, str] = {}
        seen: dict[str, str] = {}
        for n, (_, name, login, password, again) in enumerate(self.rows):
            key = login.text().strip()
            if not name.text().strip() or not key:
                faults[f"row{n}"] = "请填写姓名和登录名。"
            elif key not in seen and password.text() != again.text():
                faults[f"row{n}"] = "两遍密码不一致。"
            elif seen.get(key, name.text()) != name.text():
                faults[f"row{n}"] = "登录名与上面另一人的相同。"
            elif key not in seen and name.text() in seen.values():
                faults[f"row{n}"] = "与上面的人同名：同一人请用同一个登录名，两个人请加以区分。"
            seen.setdefault(key, name.text())
        return faults or self._of_service()

    def _of_service(self) -> dict[str, str]:
        people = self.people()
        row_of = [
            next(n for n, row in enumerate(self.rows) if row[2].text().strip() == person.login)
            for person in people
        ]
        try:
            check_first(people, [])
        except Invalid as invalid:
            return {
                "roles" if key == "roles" else f"row{row_of[int(key.partition('.')[0])]}": text
                for key, text in invalid.faults.items()
            }
        return {}


class PeoplePage(Page):
    """The people of the office: typed here now, or imported later in 岗位职责."""

    def __init__(self, posts: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            "人员名单",
            "填写在岗人员的姓名和岗位；也可以以后在“岗位职责”中导入。与首批账号同名的视为同一人。",
        )
        self.rows: list[tuple[QLineEdit, QComboBox]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for n in range(PEOPLE_ROWS):
            name, post = QLineEdit(maxLength=60), QComboBox()
            name.setPlaceholderText(f"第 {n + 1} 人姓名")
            name.setAccessibleName(f"第 {n + 1} 人姓名")
            post.setAccessibleName(f"第 {n + 1} 人岗位")
            post.addItem("（选择岗位）", "")
            for code, caption in posts:
                post.addItem(caption, code)
            fault = label("", "fault")
            line, column = divmod(n, 2)
            grid.addWidget(name, 2 * line, 3 * column)
            grid.addWidget(post, 2 * line, 3 * column + 1)
            grid.addWidget(fault, 2 * line + 1, 3 * column, 1, 2)
            self.watch(f"person{n}", name, fault)
            self.rows.append((name, post))
        grid.setColumnMinimumWidth(2, 12)
        self.box.addLayout(grid)
        self.box.addStretch()

    def people(self) -> list[tuple[str, str]]:
        """Return (name, post code) of every filled row."""
        return [
            (name.text().strip(), str(post.currentData()))
            for name, post in self.rows
            if name.text().strip()
        ]

    def check(self) -> dict[str, str]:
        faults: dict[str, str] = {}
        seen: set[str] = set()
        for n, (field, post) in enumerate(self.rows):
            name = field.text().strip()
            if not name:
                continue
            fault = name_fault(name) or ("" if post.currentData() else "请选择岗位。")
            if fault or name in seen:
                faults[f"person{n}"] = fault or "与上面的人同名，请加以区分。"
            seen.add(name)
        return faults


class Wizard(QWidget):
    """The pages in order; ``finished`` carries what was gathered, ``demo_wanted`` asks for the demo."""

    finished = Signal(object)
    demo_wanted = Signal()
    open_wanted = Signal()

    def __init__(
        self,
        office_name: str,
        folder: Path,
        posts: Sequence[tuple[str, str]],
        judge: Callable[[Path], None],
        accept: Callable[[Path, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.office_page = OfficePage(office_name)
        self.place_page = PlacePage(folder, judge, accept)
        self.accounts_page = AccountsPage()
        self.people_page = PeoplePage(posts)
        self.pages = [self.office_page, self.place_page, self.accounts_page, self.people_page]
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        self.progress = label("", "caption")
        self.fault = label("", "fault", wrap=True)
        self.back, self.forward = QPushButton("上一步"), QPushButton("下一步")
        self.forward.setProperty("role", "primary")
        self.back.clicked.connect(lambda: self._go(self.stack.currentIndex() - 1))
        self.forward.clicked.connect(self._on_forward)
        self._lay_out()
        self._go(0)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(860)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 24, 32, 24)
        inside.addWidget(self.progress)
        inside.addWidget(self.stack, 1)
        inside.addWidget(self.fault)
        buttons = QHBoxLayout()
        for caption, signal in (("打开已有数据", self.open_wanted), ("先看演示", self.demo_wanted)):
            button = QPushButton(caption)
            button.setProperty("role", "link")
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.back)
        buttons.addWidget(self.forward)
        inside.addLayout(buttons)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(1)
        outer.addWidget(card, 8)
        outer.addStretch(1)

    def _go(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        last = index == len(self.pages) - 1
        self.progress.setText(f"第一次使用　第 {index + 1} 步，共 {len(self.pages)} 步")
        self.back.setEnabled(index > 0)
        self.forward.setText("建立数据" if last else "下一步")
        self.fault.setText("")

    def _on_forward(self) -> None:
        page = self.pages[self.stack.currentIndex()]
        faults = page.check()
        page.show_faults(faults)
        if faults:
            return
        if self.stack.currentIndex() < len(self.pages) - 1:
            self._go(self.stack.currentIndex() + 1)
            return
        self.forward.setEnabled(False)
        self.finished.emit(self.gathered())

    def gathered(self) -> Founding:
        """Return everything typed; people who are also account holders are merged by name."""
        accounts = {person.name: person for person in self.accounts_page.people()}
        for name, post in self.people_page.people():
            holder = accounts.get(name)
            accounts[name] = replace(holder, post=post) if holder else FirstPerson(name, post)
        return Founding(
            self.office_page.name.text().strip(), self.place_page.path(), tuple(accounts.values())
        )

    def say_fault(self, text: str) -> None:
        """Show why the data could not be made; everything typed stays."""
        self.fault.setText(text)
        self.forward.setEnabled(True)
