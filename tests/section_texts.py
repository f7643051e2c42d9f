"""Made-up running text for tests: sentences that nobody else has, without any sense."""

import random

_CHARACTERS = (
    "信息公开工作群众服务平台建设推进落实规范管理制度完善渠道拓展解读政策回应关切监督保障培训"
    "队伍网站更新栏目基层标准目录流程梳理审核发布窗口咨询热线办理质量效率意识能力基础重点领域"
)


def own_sentences(seed: object, count: int = 20) -> list[str]:
    """Sentences of 12 to 30 characters; other ones for each seed."""
    chance = random.Random(repr(seed))
    return ["".join(chance.choices(_CHARACTERS, k=chance.randrange(12, 30))) for _ in range(count)]


def own_text(seed: object, count: int = 20) -> str:
    """A paragraph of these sentences."""
    return "。".join(own_sentences(seed, count)) + "。"
