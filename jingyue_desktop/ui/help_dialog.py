"""F1: what the keys do, what each tab is for, whom to ask."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.facts import Fact, FactGrid, scrolled
from jingyue_desktop.ui.kit.labels import label

KEYS = (
    ("Ctrl+N", "新建（开具承诺书、登记人员等，依所在页面）"),
    ("Ctrl+F", "搜索：文字、编号或拼音首字母，如 jykfq 可找到“净月开发区”"),
    ("Ctrl+P", "预览并打印"),
    ("Ctrl+E", "导出 PDF 或 Excel"),
    ("Ctrl+D", "期限推算：按法律规定或若干工作日，哪天届满、为什么"),
    ("F5", "重新读取"),
    ("Ctrl+Shift+U", "切换用户：未保存的内容留作草稿"),
    ("Ctrl+Shift+L", "锁定屏幕"),
    ("Ctrl+C", "复制所选行，可直接粘贴到 WPS 表格"),
    ("Esc", "关闭对话框；在搜索框中清空搜索"),
)
PAGES = (
    ("工作台", "待我办理的事项、本局概况、上次登录以来的变化"),
    ("岗位职责", "机构、编制与在岗人员，各岗位职责与所负责的风险点"),
    ("风险防控表", "八个岗位的防控表和风险点清单，等级依据，残余等级复核"),
    ("业务流程", "七张流程图和七张风险防控图，各环节的岗位、时限、其他去向和风险点"),
    ("服务承诺", "开具、打印、登记签名扫描件、归档和作废服务承诺书"),
    ("制度", "依据、九项要求和各项制度，可阅读和打印"),
    ("系统", "账号与角色、岗位权限表、活动日志与核验、业务目录、日历与期限推算、参数"),
)


class HelpDialog(Dialog):
    """Two short lists and three sentences."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "帮助", ok="关闭", cancel="", width=620)
        grid = FactGrid()
        grid.show_facts(
            [
                *(Fact(key, text) for key, text in KEYS),
                *(Fact(page, text) for page, text in PAGES),
            ]
        )
        self.body.addWidget(
            label(
                "没有删除，只有作废：作废的记录保留编号，划线显示。日期、等级旁的“为什么？”说明依据。"
                "出错时按提示改正，已填写的内容不会丢失。",
                wrap=True,
            )
        )
        self.body.addWidget(scrolled(grid), 1)
        self.resize(620, 640)
