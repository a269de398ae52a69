"""From the first page to the desk and back: wizard, opening, login, lock, change of user."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.ui.fault_page import DAMAGED, FaultPage
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.login_page import LoginPage
from jingyue_desktop.ui.opening import Opening
from jingyue_desktop.ui.window import MainWindow
from jingyue_desktop.ui.wiring import Wiring

NOT_OURS = "没有打开数据"


class FrontDoor(QObject):
    """Leads from page to page until somebody is logged in; then ``Attendance`` takes over."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__()
        self.wiring = wiring
        self.window = MainWindow(wiring.remember, self.may_close)
        self.workspace: Any = None
        self.attendance: Any = None
        self._opening: Opening | None = None
        self._lock: Any = None

    def start(self, folder: Path | None) -> None:
        """Open a workspace, or begin with the wizard where there is none yet."""
        if folder is not None:
            self.open_folder(folder)
            return
        try:
            self.show_wizard()
        except UserError as fault:
            self._show_fault(None, fault)

    def show_wizard(self) -> None:
        """Ask whose office this is (first start)."""
        from jingyue_desktop.ui.wizard import Wizard

        name, posts = self.wiring.first_office()
        wiring = self.wiring
        wizard = Wizard(name, wiring.default_folder, posts, wiring.judge, wiring.accept)
        wizard.finished.connect(lambda founding: self._found(wizard, founding))
        wizard.demo_wanted.connect(self._open_demo)
        wizard.open_wanted.connect(self.choose_folder)
        self.window.show_page(wizard)

    def _found(self, wizard: Any, founding: Any) -> None:
        try:
            self.wiring.found(founding)
        except UserError as fault:
            wizard.say_fault(str(fault))
            return
        self.open_folder(founding.folder)

    def _open_demo(self) -> None:
        self.wiring.jobs.start(
            "建立演示数据",
            lambda progress: self.wiring.make_demo(),
            done=self.open_folder,
            failed=lambda error: self._show_fault(None, error),
            owner=self,
        )

    def choose_folder(self) -> None:
        """Let the person point at another workspace."""
        chosen = dialogs.choose_folder(
            self.window, "选择数据文件夹", self.wiring.default_folder.parent
        )
        if chosen is not None:
            self.open_folder(chosen)

    def open_folder(self, folder: Path) -> None:
        """Pass the gate, show the login page, check and open behind it."""
        self.leave()
        try:
            self._lock = self.wiring.pass_gate(folder)
        except UserError as fault:
            self._show_fault(folder, fault)
            return
        page = LoginPage()
        page.set_checking("正在核验数据，可以先输入登录名和密码……")
        self.window.show_page(page)
        page.login.setFocus()
        lock = self._lock
        self._opening = Opening(
            self.wiring.jobs,
            self.wiring.load,
            lambda: self.wiring.open(folder, lock),
            self.wiring.check(folder),
            self,
        )
        self._opening.ready.connect(lambda workspace, text: self._on_ready(page, workspace, text))
        self._opening.unsound.connect(lambda texts: self._show_damage(folder, texts))
        self._opening.failed.connect(lambda fault: self._show_fault(folder, fault))
        # After the first painting: the window is there before anything is loaded.
        QTimer.singleShot(0, self._opening.start)

    def _on_ready(self, page: LoginPage, workspace: Any, text: str) -> None:
        from jingyue_desktop.ui.attendance import Attendance

        self.workspace = workspace
        self.wiring.remember_folder(workspace.folder)
        page.set_office(workspace.office().bureau.name)
        if workspace.demo:
            page.show_demo(self.wiring.demo_logins())
        self.attendance = Attendance(self.wiring, self.window, workspace, page)
        page.set_ready(text)

    def _show_fault(self, folder: Path | None, fault: Exception) -> None:
        self.leave()
        if not isinstance(fault, UserError):
            raise fault
        kind = str(getattr(fault, "kind", ""))
        page = FaultPage(fault.message, fault.advice or NOT_OURS, may_accept=bool(kind))
        if folder is not None:
            page.accepted.connect(lambda: self._accept(folder, kind))
        self._show_ways_on(page, folder)

    def _show_damage(self, folder: Path, texts: list[str]) -> None:
        self.leave()
        page = FaultPage("数据核验没有通过", DAMAGED, texts)
        self._show_ways_on(page, folder)

    def _show_ways_on(self, page: FaultPage, folder: Path | None) -> None:
        page.again.connect(lambda: self.start(folder))
        page.other.connect(self.choose_folder)
        self.window.show_page(page)

    def _accept(self, folder: Path, kind: str) -> None:
        self.wiring.accept(folder, kind)
        self.open_folder(folder)

    def leave(self) -> None:
        """Let go of the data that is open, if any."""
        if self.attendance is not None:
            self.attendance.end()
            self.attendance = None
        if self._opening is not None:
            self._opening.stop()
            self._opening.deleteLater()
            self._opening = None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None
        elif self._lock is not None:
            self._lock.release()
        self._lock = None

    def may_close(self) -> bool:
        """Ask about work that still runs, then end everything; False to stay."""
        running = self.wiring.jobs.running()
        if running and not dialogs.question(
            self.window,
            f"正在{running[0].title}，现在退出会中断它。",
            "中断的导出不会留下半截文件。",
            yes="仍要退出",
            no="继续等待",
            danger=True,
        ):
            return False
        self.wiring.jobs.shutdown()
        self.leave()
        return True
