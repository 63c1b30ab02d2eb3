"""What offices write in their files, and what the tables call it: columns and values.

Every column and value may be written as the tables have it or with any Chinese name below.
``docs/imports.md`` lists them; a test compares it with this page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

COLUMNS: Mapping[str, Sequence[str]] = {
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "社会保障号码", "证件号码"),
    "name": ("姓名",),
    "mobile": ("手机号", "手机号码", "联系电话", "移动电话"),
    "insured_place": ("参保地", "参保地代码", "行政区划代码", "统筹区"),
    "employer": ("单位名称", "工作单位", "参保单位"),
    "scheme": ("险种", "险种类型"),
    "status": ("状态", "参保状态", "缴费状态", "缴费标志", "报销状态", "卡状态"),
    "since": ("参保日期", "参保时间", "首次参保日期"),
    "months": ("累计月数", "累计缴费月数", "缴费月数"),
    "account": ("账户", "账户类型", "个人账户"),
    "balance": ("余额", "账户余额"),
    "as_of": ("截止日期", "余额日期"),
    "date": ("日期", "发生日期", "交易日期"),
    "kind": ("类型", "收支类型", "交易类型"),
    "amount": ("金额", "发生金额", "交易金额", "待遇金额"),
    "description": ("摘要", "说明", "备注"),
    "period": ("所属期", "费款所属期", "缴费年月", "待遇年月"),
    "base": ("缴费基数", "基数"),
    "employer_amount": ("单位缴费", "单位缴费金额", "单位应缴"),
    "personal_amount": ("个人缴费", "个人缴费金额", "个人应缴"),
    "paid_on": ("到账日期", "缴费日期", "发放日期"),
    "benefit": ("待遇", "待遇类型", "待遇名称"),
    "service_date": ("就诊日期", "就医日期", "费用日期"),
    "provider": ("医疗机构", "就诊机构", "定点医疗机构"),
    "total": ("总费用", "费用总额", "医疗费总额"),
    "fund_paid": ("基金支付", "统筹支付", "医保支付"),
    "personal_paid": ("个人支付", "个人自付"),
    "card_number": ("社保卡号", "卡号", "社会保障卡号"),
    "pin": ("查询密码", "密码"),
}

SCHEMES: Mapping[str, Sequence[str]] = {
    "employee-medical": ("职工医保", "职工基本医疗保险", "城镇职工基本医疗保险"),
    "resident-medical": ("居民医保", "居民基本医疗保险", "城乡居民基本医疗保险"),
    "employee-pension": (
        "职工养老",
        "职工基本养老保险",
        "企业职工基本养老保险",
        "城镇职工基本养老保险",
    ),
    "resident-pension": ("居民养老", "居民基本养老保险", "城乡居民基本养老保险"),
    "unemployment": ("失业", "失业保险"),
    "work-injury": ("工伤", "工伤保险"),
    "maternity": ("生育", "生育保险"),
}

ACCOUNTS: Mapping[str, Sequence[str]] = {
    "medical": ("医保", "医保个人账户", "医疗", "医疗保险个人账户"),
    "pension": ("养老", "养老个人账户", "养老保险个人账户"),
}

ENTRY_KINDS: Mapping[str, Sequence[str]] = {
    "credit": ("划入", "计入", "收入"),
    "spend": ("支出", "消费", "使用"),
    "interest": ("利息", "计息"),
    "adjustment": ("调整", "冲正", "更正"),
}

CONTRIBUTION_STATUSES: Mapping[str, Sequence[str]] = {
    "paid": ("已缴", "已缴费", "已到账", "正常缴费"),
    "owed": ("欠缴", "欠费", "未缴", "未到账"),
}

ENROLMENT_STATUSES: Mapping[str, Sequence[str]] = {
    "active": ("在保", "参保缴费", "正常参保"),
    "paused": ("暂停", "暂停缴费", "暂停参保", "中断"),
    "ended": ("终止", "终止缴费", "终止参保"),
}

CLAIM_STATUSES: Mapping[str, Sequence[str]] = {
    "received": ("已收件", "已提交", "收件"),
    "accepted": ("已受理", "受理"),
    "paid": ("已支付", "已拨付", "已到账"),
    "rejected": ("不予受理", "已退回", "驳回", "拒付"),
}

CARD_STATUSES: Mapping[str, Sequence[str]] = {
    "active": ("正常", "已激活", "启用"),
    "frozen": ("冻结", "临时挂失", "口头挂失"),
    "lost": ("挂失", "正式挂失", "书面挂失"),
    "in-production": ("制卡中", "制作中"),
}

BENEFITS: Mapping[str, Sequence[str]] = {
    "pension": ("养老金", "基本养老金", "职工养老金", "居民养老金", "城乡居民养老金"),
    "medical-reimbursement": ("医疗费报销", "医疗报销", "医保报销"),
    "unemployment": ("失业保险金", "失业金"),
    "work-injury": ("工伤保险待遇", "工伤待遇"),
    "maternity-allowance": ("生育津贴",),
    "sickness-allowance": ("病残津贴",),
    "survivors": ("遗属待遇", "抚恤金", "供养亲属抚恤金"),
    "funeral-grant": ("丧葬补助金", "丧葬费"),
    "other": ("其他待遇", "其他"),
}


def spellings(vocabulary: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every way to write a name, and the name: ``{"paid": "paid", "已缴": "paid", …}``."""
    return {spelling: name for name, chinese in vocabulary.items() for spelling in (name, *chinese)}
