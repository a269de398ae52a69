"""Invented applicants and projects, drawn by seed; any likeness to real ones is chance."""

from __future__ import annotations

import random

PLACES = (
    "净月大街 福祉大路 生态大街 丙十三路 新城大街 聚业大街 临河街 彩宇大街 天富路 银杏路".split()
)
WORDS = "恒岳 汇景 森和 启辰 瑞庭 嘉源 博川 泽润 盛野 云栖 卓信 朗润 安澜 新禾 弘博".split()
KINDS = "置业有限公司 房地产开发有限公司 科技发展有限公司 建设投资有限公司 生物技术有限公司".split()
WORKS = (
    "住宅小区一期 商务中心 研发孵化园 幼儿园 物流仓储中心 体育公园 社区服务中心 康养中心 "
    "供热管网改造 学校扩建 数据中心 文化活动中心 停车楼 标准厂房"
).split()


def applicant(chance: random.Random) -> str:
    """Return an invented company."""
    return f"长春{chance.choice(WORDS)}{chance.choice(KINDS)}"


def project(chance: random.Random) -> str:
    """Return an invented project."""
    return f"{chance.choice(PLACES)}{chance.choice(WORDS)}{chance.choice(WORKS)}"
