"""The demo city: a place that cannot be, so that nobody in it can be a real person.

ID numbers begin with the division they were given out in. GB/T 2260 has provinces from 11 to 82
(91 for abroad): nothing begins with 99, and no number in this city can belong to anybody. Mobile
numbers begin with 154, the one range between 150 and 159 that no operator has ever been given.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

CITY = "990100"
"""Division of the city itself; the people of the showcase come from here, nobody else."""
DISTRICTS = ("990101", "990102", "990103", "990104")
DEMO_PLACES = "99"
"""What every division code of the demo begins with."""
MOBILE = "+86154"

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文博宇浩然子涵欣怡梓轩晨曦雨桐嘉瑞"

EMPLOYERS = (
    "示范市第一纺织厂",
    "示范市公共交通有限公司",
    "示范机床制造有限公司",
    "示范市第二中学",
    "示范软件技术有限公司",
    "示范市人民医院",
    "示范物流有限公司",
    "示范食品股份有限公司",
    "示范建筑工程有限公司",
    "示范市自来水公司",
)
PHARMACIES = ("示范大药房一店", "示范大药房二店", "康民药店", "惠民药店", "同心药店")
CLINICS = ("示范市人民医院门诊", "东区社区卫生服务中心", "西区社区卫生服务中心", "示范市中医院门诊")
HOSPITALS = ("示范市人民医院", "示范市中医院", "示范市妇幼保健院", "邻市中心医院")


def full_name(chance: Random) -> str:
    """A name made of common characters; whoever has it is not meant."""
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))


def weighted(chance: Random, choices: Sequence[tuple[str, float]]) -> str:
    """One of the names, each as often as its weight says."""
    names, weights = zip(*choices, strict=True)
    drawn: str = chance.choices(names, weights)[0]
    return drawn
