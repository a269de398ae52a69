"""Who is at the desk: login, forced change of a first password, idle lock, change of user."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject

from jingyue_desktop.domain.errors import NotAllowed, UserError
from jingyue_desktop.services import drafts, login, opening
from jingyue_desktop.services.acts import Session, record
from jingyue_desktop.services.login import LoginRefused
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.desk import Desk
from jingyue_desktop.ui.help_dialog import HelpDialog
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.locking import IdleWatch, cover, empty_clipboard
from jingyue_desktop.ui.login_page import LoginPage
from jingyue_desktop.ui.password_dialog import PasswordChange
from jingyue_desktop.ui.window import MainWindow
from jingyue_desktop.ui.wiring import Wiring


class SessionDrafts:
    """The drafts of one person, in the workspace."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, key: str, body: dict[str, Any]) -> None:
        drafts.keep(self._session, key, body)

    def kept(self, key: str) -> dict[str, Any] | None:
        return drafts.kept(self._session, key)

    def drop(self, key: str) -> None:
        drafts.drop(self._session, key)


class Attendance(QObject):
    """Lets people in one after another on the same PC; ``desk`` is the present one's, if any."""

    def __init__(
        self, wiring: Wiring, window: MainWindow, workspace: Workspace, page: LoginPage
    ) -> None:
        super().__init__()
        self._wiring, self._window, self._workspace = wiring, window, workspace
        self._page = page
        self.session: Session | None = None
        self.desk: Desk | None = None
        self._drafts: Drafts | None = None
        self._doubt = opening.doubtful_clock(workspace)
        if self._doubt:
            # On a disk that takes nothing more the office can still be read.
            with suppress(UserError):
                record(workspace, "clock.doubtful", success=False, reason=self._doubt)
        self.watch = IdleWatch(wiring.clock, self)
        self.watch.idle.connect(lambda: self.lock("idle"))
        page.submitted.connect(self._on_submitted)

    def _on_submitted(self, name: str, password: str) -> None:
        back = self.session is not None and self.session.login == name
        try:
            purpose = "login.unlock" if back else "login"
            session = login.log_in(self._workspace, name, password, purpose)
        except LoginRefused as refused:
            self._page.say_fault(str(refused), refused.wait)
            return
        except UserError as fault:
            self._page.say_fault(str(fault))
            return
        if session.actor().must_change and not PasswordChange.force(
            self._window, session, password
        ):
            login.log_out(session)
            self._page.reset(name)
            return
        self._let_in(session, back)

    def _let_in(self, session: Session, back: bool) -> None:
        if back and self.desk is not None:
            self._window.show_page(self.desk, keep=self._page)
            self.desk.reload_all()
        else:
            self._wiring.jobs.release(hand_over=False)
            self._leave_desk()
            self.session = session
            self.desk = self._make_desk(session)
            self._window.show_page(self.desk, keep=self._page)
            self.desk.take_focus()
        self.watch.start(60.0 * int(self._workspace.parameter("idle_minutes")))
        # What was finished under the cover may open dialogs: the last thing here.
        self._wiring.jobs.release(hand_over=True)

    def _make_desk(self, session: Session) -> Desk:
        wiring = self._wiring
        self._drafts = Drafts(SessionDrafts(session), parent=self)
        self._drafts.failed.connect(self._on_drafts_failed)
        context = Context(session, wiring.press, wiring.jobs, wiring.remember, self._drafts)
        desk = Desk(context, wiring.entries())
        desk.switch_wanted.connect(lambda: self.lock("switch"))
        desk.lock_wanted.connect(lambda: self.lock("manual"))
        desk.help_wanted.connect(lambda: dialogs.run(HelpDialog(self._window)))
        desk.password_wanted.connect(lambda: PasswordChange.offer(self._window, session))
        desk.say(self._standing(), "due")
        return desk

    def _standing(self) -> str:
        if self._doubt:
            return self._doubt
        try:
            self._workspace.store.must_write()
        except UserError as fault:
            return fault.message
        return ""

    def lock(self, why: str) -> None:
        """Keep drafts, close every dialog, cover everything; never asks a question first."""
        if self.session is None or self._window.page() is self._page:
            return
        self.watch.stop()
        self._wiring.jobs.hold()
        # The page first: whatever fails from here on, nothing of a record is on the screen.
        self._page.reset("" if why == "switch" else self.session.login)
        self._window.show_page(self._page, keep=self.desk)
        try:
            if self._drafts is not None:
                self._drafts.keep_all()
        finally:
            cover(self._window)
            empty_clipboard()
        try:
            login.lock(self.session, why)
            self._workspace.rest()
        except NotAllowed:
            # The account was stopped meanwhile: its desk does not come back.
            self._leave_desk()
        except UserError as fault:
            self._page.say_fault(str(fault))

    def _on_drafts_failed(self, fault: UserError) -> None:
        # A locked screen is no place for a dialog.
        if self._window.page() is self._page:
            self._page.say_fault(str(fault))
        else:
            show_error(self._window, fault)

    def _leave_desk(self) -> None:
        self._drafts = None
        if self.desk is not None:
            self.desk.leave()
            self._window.stack.removeWidget(self.desk)
            self.desk.deleteLater()
            self.desk = None
        if self.session is not None:
            # A stopped account is refused even this; nobody is there to be told, the log has it.
            with suppress(UserError):
                login.log_out(self.session)
            self.session = None

    def end(self) -> None:
        """Keep what is typed and log out (the program ends, or other data is opened)."""
        self.watch.stop()
        self._wiring.jobs.release(hand_over=False)
        self._leave_desk()
