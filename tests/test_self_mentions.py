"""Where a text speaks of the organ that reports, and where of another."""

import pytest

from transform.self_mentions import is_own_mention

NAME = "资中县信访局"
OWN = [
    "2021年,{}认真落实条例。",
    "2021年,在县委领导下,{}共公开信息40条。",
    "{}坚持公开为常态,我局公开信息40条。",
    "(一)主动公开情况。{}通过门户网站公开信息40条。",
    "存在不足。{}在政府信息公开方面做了一些工作。",
    "本报告由{}编制。",
    "本报告由{}根据条例编制并公布。",
    "如有疑问,请与{}办公室联系。",
    "请联系{}(电话0832)。",
    "\n{}2020年政府信息公开工作年度报告\n",
    "{}党组高度重视。",
    "{}认真听取社会各界意见建议。",
    "{}主动派员参加全市培训。",
    "{}认真办理群众来信来访。",
    "{}积极为前来办事的群众服务。",
    "{}主动公开招录体检、考察公告。",
    "{}坚持统一行动。",
]
OTHERS = [
    "2021年,{}的做法值得借鉴,我局已吸收3条。",
    "2021年,{}向我局移送申请1件。",
    "2021年,{}高度重视,多次指导我局工作。",
    "2021年,{}荣获全市第一,我局排名第五。",
    "2021年,{}印发通知,要求我局公开信息。",
    "2021年,{}一行5人来访。",
    "我局与{}开展互查。",
    "我局参加由{}牵头的活动。",
    "我局对标{},完善目录。",
    "向{}申请行政复议1件。",
    "参考《{}政府信息公开指南》。",
    "按照{}要求。",
    "相关链接\n{}\n",
    "{}、威远县信访局来访。",
    "{}组织人员前来学习。",
    "{}组织3人来访。",
    "{}认真听取了介绍。",
    "{}全面听取经验介绍,主动查看现场。",
    "{}主动派员学习。",
    "{}组织派人参加我县培训。",
    "{}深入现场考察。",
    "{}组织观摩政务公开专区。",
    "{}积极组织一行5人查看专区。",
]
GUESTS = [
    "{0}认真学习了做法。我局接待{0}一行。",
    "接待{0}3人。{0}全面了解情况。",
    "{0}来访1次。{0}高度重视公开工作。",
]


def told(text: str) -> bool:
    start = text.index("{}")
    return is_own_mention(text.replace("{}", NAME), start, start + len(NAME))


@pytest.mark.parametrize("text", OWN)
def test_deeds_of_the_reporting_organ(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize("text", OTHERS)
def test_deeds_of_others(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize("text", GUESTS)
def test_who_is_a_guest_once_is_one_throughout(text: str) -> None:
    full = text.format(NAME)
    starts = [at for at in range(len(full)) if full.startswith(NAME, at)]
    assert starts
    assert not any(is_own_mention(full, at, at + len(NAME)) for at in starts)
