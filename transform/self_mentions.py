"""Tell where a text speaks of the organ that reports, and where of any other.

Reports name neighbours, superiors and guests in words that no list will hold. So a mention is
the reporting organ's own only where it does what reports tell of their organ, compiles the
report, is to be asked about it, or stands on a line of its own.
"""

import re
from functools import lru_cache
from itertools import islice

_SUBJECT_AFTER = ("", *"\n。;,:()年度况“")
_AS_LINE = re.compile(r"\(?20\d\d|关于|(?:政府)?信息公开(?:工作)?年|政务公开(?:工作)?年")
_OWN_DEEDS = re.compile(
    r"(?:人民政府|办事处)?(?:党组|党委|领导班子|全体[^,。]{0,6})?(?:始终|一直|不断|进一步|继续|全年|累计|共(?!同)|均|及时|按时|按期|主动|认真|严格"
    r"|坚持|坚决|高度重视|积极|深入|全面|持续|切实|扎实|紧紧|紧扣|紧密|围绕|按照?|根据|依照|依据|依法|通过(?!了)|未|没有|无"
    r"|公开|公布|发布|收到|受理|新收|办理|答复|制定|开展|组织|建立|完善|健全|成立|以(?:习近平|公开|政府|人民|群众)"
    r"|着力|大力|努力|改进|加强|强化|结合|落实|贯彻|执行|编制|编写|(?:政府)?信息公开|政务公开|(?:门户)?网站改版"
    r"|在(?:政府信息|政务|信息|推进|做好|公开|党|习近平|编制|[省市县区州旗]|上级)|将(?:政府|政务|信息|进一步|继续)"
    r"|立足|聚焦|突出|把)"
)
"""What a report tells of its own organ, right behind its name."""
_TO_US = re.compile(
    r"(?:对|向|给|给予|指导|要求|督促|帮助|约谈|表扬|支持|支援|检查|咨询|邀请|通知|委托|联合|与|和|同|来|到|赴)(?:了)?[我本]"
    r"(?:局|办|委|厅|镇|乡|街道|院|校|中心|单位|机关|县|市|区|州|旗|省|分局|所|队)"
)
"""Who does something to us is another."""
PARTY = r"(?<![统唯])一行(?!业|政|动|为|使)"
"""Visitors: 威远县教育局一行; 统一行动 and 唯一行政 are none."""
_AS_GUEST = re.compile(
    r"前来(?!办事|办理|咨询|查阅|申请|反映|信访|的?群众)|来我|(?<!信)(?<!众)来访(?!群众|人|接待|事项)"
    r"|听取(?![^,。;]{0,16}(?:意见|建议|诉求|民意|心声|呼声|社会|群众|公众|民声))"
    rf"|派(?:人|员)(?!(?:参加|出席|赴)(?!我))|{PARTY}"
    r"|(?<![检察试、])考察(?![公对结情期材、])|观摩"
)
"""What visitors do, in a sentence with their name."""
_VISIT = re.compile(
    rf"接待了?|迎接|陪同|欢迎|{PARTY}|来访(?!群众|人|接待|事项)|前来|派员|派人|来我"
)
_RECEIVES = ("接待", "迎接", "陪同", "欢迎")
_NEAR = 40
_MOST_VISITS = 500
"""A visitor's name stands right beside such a word; a text that is no report holds any number."""
_LONGEST_SENTENCE = 120
_BEFORE_COMPILED = re.compile(r"由$")
_COMPILES = re.compile(
    r"(?:负责|组织|统一|根据[^。,]{0,20}|按照[^。,]{0,20})?(?:编制|编写|制作|解释)"
)
_ASKED = re.compile(
    r"(?:请|可|敬请)(?:与|和|向|联系|致电|咨询|拨打)$|(?:请|可)?(?:直接)?联系$|联系(?:单位|部门|人):$"
)


def is_own_mention(text: str, start: int, end: int) -> bool:
    """Whether the organ named from one position to another is the one that reports.

    Args:
        text: normalised.
        start: where the name starts, its place included.
        end: where it ends.
    """
    before = text[max(start - 8, 0) : start]
    if (before.endswith("\n") or not before) and _AS_LINE.match(text, end):
        return True
    if _BEFORE_COMPILED.search(before):
        return _COMPILES.match(text, end) is not None
    if _ASKED.search(before):
        return True
    if before[-1:] not in _SUBJECT_AFTER or not _OWN_DEEDS.match(text, end):
        return False
    stop = text.find("。", end, end + _LONGEST_SENTENCE)
    sentence_end = stop if stop >= 0 else end + _LONGEST_SENTENCE
    if _TO_US.search(text, end, sentence_end) or _AS_GUEST.search(text, end, sentence_end):
        return False
    return not _is_guest(text, text[start:end])


def _is_guest(text: str, name: str) -> bool:
    """Whether a text tells anywhere of a visit by the organ of a name."""
    return any(
        name in (before[-len(name) :], after[: len(name)]) for before, after in _visits(text)
    )


@lru_cache(maxsize=8)
def _visits(text: str) -> tuple[tuple[str, str], ...]:
    """What stands right before and right behind each word that tells of a visit.

    Before 接待 stands the host, before 来访 the guest.
    """
    return tuple(
        ("", text[m.end() : m.end() + _NEAR])
        if m[0].startswith(_RECEIVES)
        else (text[max(m.start() - _NEAR, 0) : m.start()], "")
        for m in islice(_VISIT.finditer(text), _MOST_VISITS)
    )
