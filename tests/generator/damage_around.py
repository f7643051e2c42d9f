"""Damage around the tables: what web pages, editors and encodings leave in the text."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from tests.generator.draft import Draft, Piece
from tests.generator.tables import Field, Line, Sheet

HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE reports; --",
    '=HYPERLINK("http://example.invalid","点此")',
    "../../etc/passwd",
    "{{ 7*7 }}",
)
"""Texts that must reach every table and page as mere text."""


def add_decoy_table(draft: Draft, rng: Random) -> Draft | None:
    """Put a table of other figures before section two."""
    at = _index_of(draft, "二、")
    table = rng.choice((_posts_by_month, _visits_by_channel))(rng)
    return _inserting(draft, at, ["各渠道数量如下：", table])


def add_navigation(draft: Draft, rng: Random) -> Draft | None:
    """Put a page's navigation before the report, and other years' reports after it."""
    year, name = draft.report.report_year, draft.report.agency.name
    above: list[Piece] = [
        "首页 > 政务公开 > 法定主动公开内容 > 年报",
        f"索引号：{rng.randint(10**7, 10**8)}　发布日期：{year + 1}-01-{rng.randint(10, 28)}",
        "字号：[大] [中] [小]　打印本页",
    ]
    below: list[Piece] = [
        "相关文档",
        f"{name}{year - 1}年政府信息公开工作年度报告",
        "分享到：微信 微博　主办单位：信息中心　网站标识码：0000000000",
    ]
    return replace(draft, pieces=(*above, *draft.pieces, *below))


def add_hostile_text(draft: Draft, rng: Random) -> Draft | None:
    """Put markup, SQL, a formula or a path into section six."""
    at = _index_of(draft, "六、")
    return _inserting(draft, at + 1, [rng.choice(HOSTILE)])


def encode_gb18030(draft: Draft, rng: Random) -> Draft | None:
    """Write the file in GB18030."""
    return None if draft.encoding != "utf-8" else replace(draft, encoding="gb18030")


def add_byte_order_mark(draft: Draft, rng: Random) -> Draft | None:
    """Write a byte order mark before the text."""
    return None if draft.encoding != "utf-8" else replace(draft, encoding="utf-8-sig")


def end_lines_with_crlf(draft: Draft, rng: Random) -> Draft | None:
    """End every line as Windows does."""
    return replace(draft, newline="\r\n")


def _posts_by_month(rng: Random) -> Sheet:
    months = [f"{month}月" for month in range(1, 13)]
    counts = [str(rng.randint(0, 60)) for _ in months]
    return Sheet("", (_line("月份", months), _line("发布条数", counts)))


def _visits_by_channel(rng: Random) -> Sheet:
    channels = ("网站", "公众号", "微博", "报刊", "电视", "展板", "合计")
    rows = [
        _line(label, [str(rng.randint(0, 900)) for _ in channels])
        for label in ("发布条数", "转载条数")
    ]
    return Sheet("", (_line("渠道", channels), *rows))


def _line(label: str, texts: Iterable[str]) -> Line:
    return Line("foreign", (Field(label), *(Field(text, figure=True) for text in texts)))


def _index_of(draft: Draft, heading: str) -> int:
    found = (at for at, p in enumerate(draft.pieces) if isinstance(p, str) and p[:2] == heading)
    return next(found)


def _inserting(draft: Draft, at: int, new: list[Piece]) -> Draft:
    return replace(draft, pieces=(*draft.pieces[:at], *new, *draft.pieces[at:]))
