"""系统 · 账号: who may log in, as what, since when not; made, stopped, given a code, given roles."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.roles import POST_ROLES
from jingyue_desktop.services import accounts, people
from jingyue_desktop.services.accounts import ACTIVE, AccountRow
from jingyue_desktop.services.acts import new_op_id
from jingyue_desktop.services.risk_search import found_in
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar, allow
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.facts import Fact
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.permitted import permit
from jingyue_desktop.ui.second import captions
from jingyue_desktop.ui.system.account_dialogs import CodeDialog, change_roles, new_account
from jingyue_desktop.ui.tab import Tab

CHOOSE = "请先选择一个账号。"
EVERYBODY_HAS_ONE = "每个人都有账号了；新来的人员先在“岗位职责”登记任职。"


def standing(row: AccountRow, now: datetime) -> str:
    """Return how an account stands, in a word or two."""
    if row.state != ACTIVE:
        return "已停用"
    if not row.must_change:
        return "正常"
    expired = row.code_expires is not None and row.code_expires < now
    return "初始密码已过期" if expired else "待首次登录"


STATES = {"正常": State.FINE, "待首次登录": State.DUE, "初始密码已过期": State.OVERDUE}


def moment(when: datetime) -> str:
    """Return a moment in the office's time, to the minute."""
    return f"{when.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


class AccountsPage(Tab):
    """List and detail; what the present person may not do says who may."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rows: list[AccountRow] = []
        self._free: list[people.PersonRow] = []
        self._needle = ""
        self.bar = ActBar()
        self.new = self.bar.add("新建账号", self.on_new, icon="user-plus", keys="Ctrl+N")
        self.roles = self.bar.add("变更角色", self.on_roles, icon="shield")
        self.code = self.bar.add("重发初始密码", self.on_code, icon="key")
        self.stop = self.bar.add("停用", self.on_stop, icon="ban")
        self.search = self.bar.add_search("搜索姓名、登录名、角色（Ctrl+F）")
        self.model = RowsModel(self._columns(), identity=lambda row: row.id)
        self.table = TableView(self.model, name="accounts", remember=context.remember)
        self.table.set_menu([self.roles, self.code, self.stop])
        self.table.set_empty("没有符合条件的账号", "请换个词再找。")
        self.detail = DetailPanel("从列表中选择一个账号")
        rows = Rows(self)
        rows.addWidget(self.bar)
        rows.addWidget(
            master_detail(self.table, self.detail, remember=context.remember, name="accounts"), 1
        )
        self.search.searched.connect(self._on_searched)
        self.table.current_changed.connect(self._on_current)

    def _columns(self) -> tuple[Column[AccountRow], ...]:
        def told(row: AccountRow) -> str:
            return standing(row, self.context.session.workspace.now())

        return (
            Column("name", "姓名", lambda r: r.name, width=110),
            Column("login", "登录名", lambda r: r.login, width=150),
            Column("own", "任职角色", lambda r: captions(set(r.roles) & POST_ROLES), width=110),
            Column("given", "另给角色", lambda r: captions(r.given), width=140, stretch=True),
            Column(
                "state",
                "状态",
                told,
                width=140,
                state=lambda r: STATES.get(told(r), State.QUIET),
                look="mark",
            ),
            Column(
                "expires",
                "初始密码有效至",
                lambda r: r.code_expires,
                show=lambda when: moment(when) if when else "—",
                width=160,
                hidden=True,
            ),
        )

    def reload(self) -> None:
        session = self.context.session
        self._rows = accounts.listed(session)
        self._free = [row for row in people.listed(session) if row.active and not row.login]
        self._show()
        self.table.select_first()
        self._mark_acts()

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def on_new(self) -> None:
        """新建账号 for somebody who has none."""
        if self.new.isEnabled():
            new_account(self, self.context.session, self._free)

    def on_roles(self) -> None:
        """变更角色 of the chosen account."""
        row = self._current()
        if row is not None:
            change_roles(self, self.context.session, row)

    def on_code(self) -> None:
        """重发初始密码: the old password ends, the new code is shown once."""
        row = self._current()
        if row is None or not dialogs.question(
            self,
            f"重发{row.name}的初始密码？",
            "原密码立即作废；新的初始密码只显示一次，72 小时内有效。",
            yes="重发",
            no="取消",
        ):
            return
        code = accounts.one_time_code()
        try:
            accounts.reset(self.context.session.once(new_op_id()), row.id, code)
        except UserError as fault:
            show_error(self, fault)
            return
        dialogs.run(CodeDialog(self, row.name, row.login, code))

    def on_stop(self) -> None:
        """停用 or 启用 the chosen account."""
        row = self._current()
        if row is None:
            return
        stops = row.state == ACTIVE
        if stops and not dialogs.question(
            self,
            f"停用{row.name}的账号？",
            "停用后立即不能登录和办理；登记、日志都保留，可以再启用。",
            yes="停用",
            no="取消",
            danger=True,
        ):
            return
        do = accounts.stop if stops else accounts.start
        try:
            do(self.context.session.once(new_op_id()), row.id, row.revision)
        except UserError as fault:
            show_error(self, fault)

    def _current(self) -> AccountRow | None:
        row: AccountRow | None = self.table.current()
        return row

    def _on_searched(self, needle: str) -> None:
        self._needle = needle
        self._show()

    def _show(self) -> None:
        self.model.set_rows([row for row in self._rows if self._passes(row)])

    def _passes(self, row: AccountRow) -> bool:
        texts = (row.name, row.login, captions(row.roles))
        return not self._needle or found_in(self._needle, texts)

    def _on_current(self, row: AccountRow | None) -> None:
        self._mark_acts()
        if row is None:
            self.detail.show_nothing()
            return
        told = standing(row, self.context.session.workspace.now())
        own = captions(set(row.roles) & POST_ROLES)
        facts = [
            Fact("登录名", row.login),
            Fact("随任职而来的角色", own or "无（没有任职）"),
            Fact("另给的角色", captions(row.given) or "无"),
            Fact("密码", "须在首次登录时修改" if row.must_change else "由本人掌握"),
        ]
        if row.code_expires is not None:
            facts.append(Fact("初始密码有效至", moment(row.code_expires), STATES.get(told)))
        self.detail.show_record(
            row.name, facts, badges=[Badge(told, STATES.get(told, State.QUIET))]
        )

    def _mark_acts(self) -> None:
        session, row = self.context.session, self._current()
        nothing = CHOOSE if row is None else ""
        permit(self.new, session, "accounts.create", "" if self._free else EVERYBODY_HAS_ONE)
        permit(self.roles, session, "accounts.set_roles", nothing)
        permit(self.code, session, "accounts.reset", nothing)
        stopped = row is not None and row.state != ACTIVE
        self.stop.setText("启用" if stopped else "停用")
        permit(self.stop, session, "accounts.start" if stopped else "accounts.stop", nothing)
        if stopped and self.code.isEnabled():
            allow(self.code, "账号已停用，请先启用。")
