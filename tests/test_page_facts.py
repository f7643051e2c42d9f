"""What a page says of itself: address, day of publication, publisher."""

from datetime import date

import pytest

from extract.reading import read_document
from transform.origin import ManifestRow, Origin
from transform.page_facts import page_address, publication_date, publishers
from transform.report import understand

DATES = [
    ("2022-01-20", date(2022, 1, 20)),
    ("2022-01-20 15:04:05", date(2022, 1, 20)),
    ("2022-01-20T15:04:05+08:00", date(2022, 1, 20)),
    ("2022/1/20", date(2022, 1, 20)),
    ("2022年1月20日", date(2022, 1, 20)),
    ("20220120", date(2022, 1, 20)),
    ("20220120150405", date(2022, 1, 20)),
    # refused
    ("", None),
    ("2022", None),
    ("2022-01", None),
    ("2022-13-20", None),
    ("2022-02-30", None),
    ("1970-01-01", None),
    ("2007-12-31", None),
    ("2099-01-01", None),
    ("0001-01-01", None),
    ("发布于 2022-01-20", None),
    ("1.2022-01-20", None),
    ("2022-01-201", None),
    ("202201201", None),
    ("20-01-2022", None),
    ("2022115", None),
    ("202211", None),
    ("2022-0120", None),
    ("2022012015", None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
@pytest.mark.parametrize("key", ["PubDate", "publishdate", "article:published_time"])
def test_days_of_publication(key: str, text: str, day: date | None) -> None:
    assert publication_date({key: text}) == day


def test_the_day_when_a_file_was_made_is_none_of_publication() -> None:
    assert publication_date({"created": "2022-01-20", "title": "2022-01-20"}) is None


ADDRESSES = [
    ("https://www.example.gov.cn/2022/1.html", True),
    ("http://example.gov.cn:8080/a?b=1&c=%E4%B8%AD", True),
    ("https://example.gov.cn", True),
    # refused
    ("/2022/1.html", False),
    ("www.example.gov.cn/1.html", False),
    ("javascript:alert(1)", False),
    ("file:///etc/passwd", False),
    ("ftp://example.gov.cn/1", False),
    ("https://example.gov.cn/a b", False),
    ("https://example.gov.cn/<script>", False),
    ('https://example.gov.cn/"x', False),
    ("https://user:pass@example.gov.cn/", False),
    ("https://" + "a" * 3000, False),
    ("", False),
]


@pytest.mark.parametrize(("url", "is_taken"), ADDRESSES)
def test_addresses(url: str, is_taken: bool) -> None:
    assert page_address({"og:url": url}) == (url if is_taken else None)


PUBLISHED = [
    (["发布机构：资中县信访局"], ["资中县信访局"]),
    (["索引号：X1 发布机构：资中县信访局 发布日期：2022-01-20"], ["资中县信访局"]),
    (["发布机构", "资中县信访局"], ["资中县信访局"]),
    (["发布机构|资中县信访局|主题分类|政务公开"], ["资中县信访局"]),
    (["信息来源：本站"], ["本站"]),
    (["发布日期：2022-01-20"], []),
    (["资中县信访局发布机构改革方案"], []),
    (["发布机构"], []),
]


@pytest.mark.parametrize(("lines", "names"), PUBLISHED)
def test_publishers_in_the_table_of_the_index_number(lines: list[str], names: list[str]) -> None:
    plain = [line.replace("：", ":").replace(" ", "") for line in lines]
    assert list(publishers({}, plain)) == names


def test_publishers_in_the_head_come_first_and_once() -> None:
    metadata = {"ContentSource": "县信访局 ", "author": "张三"}
    assert publishers(metadata, ["来源:县信访局"]) == ("县信访局", "张三")


PAGE = """<html><head><meta name="PubDate" content="2022-01-20 10:00">
<meta property="og:url" content="https://www.example.gov.cn/1.html">
<meta name="ContentSource" content="资中县人民政府办公室"></head><body>
<h1>资中县信访局2021年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>工作正常。</p></body></html>"""


def test_a_page_tells_where_and_when_it_was_published_unless_the_manifest_does() -> None:
    document = read_document(PAGE.encode())
    (row,) = understand(document, "0" * 64)["reports"]
    assert row["source_url"] == "https://www.example.gov.cn/1.html"
    assert row["published_on"] == date(2022, 1, 20)
    assert row["report_year"] == 2021
    listed = ManifestRow(url="https://www.example.gov.cn/2.html", published_on=date(2022, 3, 6))
    (row,) = understand(document, "0" * 64, origin=Origin("1.html", listed))["reports"]
    assert (row["source_url"], row["published_on"]) == (listed.url, listed.published_on)


def test_a_page_without_address_and_day_has_none() -> None:
    (row,) = understand(read_document(PAGE.replace("meta", "m").encode()), "0" * 64)["reports"]
    assert (row["source_url"], row["published_on"]) == (None, None)
