"""Print a draft as a web page, in the manners of several websites and editors."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from random import Random

from tests.generator.draft import Draft
from tests.generator.merged import MergedCell
from tests.generator.tables import Sheet
from tests.generator.web_tables import (
    TableManner,
    print_broken_cell,
    print_plain_cell,
    print_rows,
    print_sheet,
    print_sheet_in_two,
    print_text,
    print_word_cell,
    print_wrapped_cell,
    stretched_rows,
)

SheetPrinter = Callable[[Sheet, TableManner, Random], str]
OFFICES = ("信息中心", "政务服务数据科", "网站编辑部")


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page before it is encoded.

    Attributes:
        template: its name in `TEMPLATES`.
        source: its markup.
        encoding: what it is written in, which need not be what it says.
    """

    template: str
    source: str
    encoding: str

    @property
    def data(self) -> bytes:
        """The file."""
        return self.source.encode(self.encoding)


def write_web_page(draft: Draft, rng: Random) -> bytes:
    """Print a draft as a web page in a template that is drawn."""
    return draw_web_page(draft, rng).data


def draw_web_page(draft: Draft, rng: Random, template: str | None = None) -> WebPage:
    """Print a draft in a template, or in one that is drawn."""
    name = template or rng.choice(sorted(TEMPLATES))
    return TEMPLATES[name](draft, rng)


def print_plain(draft: Draft, rng: Random) -> WebPage:
    """A bare page: meta tags, the title, paragraphs and tables one after another."""
    title = title_of(draft)
    body = _pieces(draft, rng, TableManner(rng.choice((print_plain_cell, print_broken_cell))))
    source = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">\n{_meta(draft, rng)}'
        f"<title>{escape(title)}_{rng.choice(('政务公开', '年度报告'))}</title>\n"
        "<style>td{border:1px solid #000}</style></head>\n"
        f"<body>\n<!-- 正文 -->\n{body}\n<p>扫一扫在手机打开当前页</p>\n</body></html>\n"
    )
    return WebPage("plain", source, rng.choice(("utf-8", "utf-8-sig")))


def print_old(draft: Draft, rng: Random) -> WebPage:
    """Tables that lay out the page, capitals, end tags left out; GB18030 that says gb2312."""
    title = title_of(draft)
    manner = TableManner(print_plain_cell, '<TABLE border=1 align="center">', open_ended=True)
    links = "".join(f"<tr><td><a href='/n/{i}.htm'>{t}</a>" for i, t in enumerate(_others(draft)))
    source = (
        "<HTML><HEAD><TITLE>政府信息公开</TITLE>\n"
        '<META http-equiv="Content-Type" content="text/html; charset=gb2312">\n'
        "<SCRIPT>var a='<table><tr><td>1</td><td>2</td></tr></table>';</SCRIPT></HEAD>\n"
        "<BODY bgcolor=#ffffff><TABLE width=1000><TR><TD colspan=2 height=90>&nbsp;\n"
        "<TR><TD colspan=2>当前位置：<A href=/>首页</A> &gt; <A href=/gk>公开年报</A>\n"
        f"<TR><TD width=200 valign=top><TABLE>{links}</TABLE>\n"
        f"<TD valign=top>{_index_table(draft, rng)}<CENTER><FONT size=4><B>{escape(title)}</B>"
        f"</FONT></CENTER><HR>\n{_pieces(draft, rng, manner)}\n<P align=right>"
        "【<A href='javascript:print()'>打印</A>】【<A href='javascript:close()'>关闭</A>】\n"
        f"<TR><TD colspan=2 align=center>主办单位：{rng.choice(OFFICES)}<BR>浏览次数：\n"
        f"{rng.randint(10, 9999)}</TABLE></BODY></HTML>"
    )
    return WebPage("old", source, "gb18030")


def print_pasted(draft: Draft, rng: Random) -> WebPage:
    """A report pasted from a word processor into a site's frame of divs."""
    manner = TableManner(
        print_word_cell,
        "<table class=MsoTableGrid border=1 cellpadding=0 style='mso-yfti-tbllook:1184'>",
    )
    source = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        f"<meta http-equiv=Content-Type content='text/html; charset=gbk'>{_meta(draft, rng)}"
        f"<title>{escape(title_of(draft))}</title></head><body>\n"
        f"<div class='top'><a href='/'>首页</a><a href='/xxgk'>政务公开</a></div>\n"
        f"<div class='main'>{_index_table(draft, rng)}<div class='txt'>\n"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>"
        "</w:WordDocument></xml><![endif]-->\n<div class=WordSection1 style='layout-grid:15.6pt'>"
        f"{_pieces(draft, rng, manner, _word_paragraph)}</div></div></div>\n"
        f"<div class='foot'><p>{rng.choice(OFFICES)}维护</p></div></body></html>"
    )
    return WebPage("pasted", source, "gb18030")


def print_modern(draft: Draft, rng: Random) -> WebPage:
    """Semantic markup: the title above the article, tables that scroll, parts that are hidden."""
    title = title_of(draft)
    manner = TableManner(print_wrapped_cell, '<table class="tb">', sections=True)
    years = "".join(f"<option>{title_of(draft, -back)}</option>" for back in range(1, 4))
    others = "".join(f'<li><a href="/{i}">{t}</a></li>' for i, t in enumerate(_others(draft)))
    source = (
        '<!doctype html><html><head><meta charset="UTF-8"><meta name="viewport" content="w">'
        f'<meta property="og:title" content="{escape(title)}"><title>{escape(title)} - 门户</title>'
        "</head><body><header><nav><ul><li><a href='/'>首页</a></li><li><a href='/a'>机构</a></li>"
        f"</ul></nav><form><input type=hidden value=1><select>{years}</select></form></header>"
        f"<main><aside><h3>往年年报</h3><ul>{others}</ul></aside>"
        f"<h1>{escape(title)}</h1><div class='info'><span>发布时间：{_date(draft, rng)}</span>"
        f"<span>来源：{rng.choice(OFFICES)}</span></div>{_hidden_parts()}<article>"
        f"{_pieces(draft, rng, manner, scrolled=True)}</article>"
        "<div class='share'><button>分享</button><a href='#'>收藏</a></div></main>"
        f"<footer><p>主办：{rng.choice(OFFICES)}　<a href='/map'>网站地图</a></p></footer>"
        "<script>document.write('<p>9</p>')</script></body></html>"
    )
    return WebPage("modern", source, "utf-8")


def print_split(draft: Draft, rng: Random) -> WebPage:
    """A page whose editor has split long tables in two, and breaks lines by br alone."""
    manner = TableManner(rng.choice((print_plain_cell, print_wrapped_cell)))
    body = _pieces(draft, rng, manner, _broken_line, print_sheet_in_two)
    source = (
        f"<html><head><meta charset=utf-8>{_meta(draft, rng)}<title>年报</title></head><body>"
        f"<div id=nav><a href=/>首页</a>|<a href=/b>公开</a></div><div id=c><div>{body}</div></div>"
        "<noscript>请启用脚本</noscript></body></html>"
    )
    return WebPage("split", source, "utf-8")


def print_exported(draft: Draft, rng: Random) -> WebPage:
    """A worksheet saved as a page: everything stands in the rows of one table."""
    width = max((piece.width for piece in draft.pieces if isinstance(piece, Sheet)), default=1)
    rows: list[list[MergedCell]] = []
    for piece in draft.pieces:
        if isinstance(piece, str):
            rows.append([MergedCell(piece, 0, 1, width)])
        else:
            rows += stretched_rows(piece, width)
    table = print_rows(rows, TableManner(print_plain_cell, "<table x:str border=0>"), rng, 0)
    source = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
        f"<style>.xl65{{mso-style-parent:style0}}</style></head><body link=blue>{table}"
        "</body></html>"
    )
    return WebPage("exported", source, "gb18030")


TEMPLATES: dict[str, Callable[[Draft, Random], WebPage]] = {
    "plain": print_plain,
    "old": print_old,
    "pasted": print_pasted,
    "modern": print_modern,
    "split": print_split,
    "exported": print_exported,
}
"""Every template by name."""


def title_of(draft: Draft, later: int = 0) -> str:
    """The title that a site gives the page, or the page of another year."""
    return f"{draft.report.agency.name}{draft.report.report_year + later}年政府信息公开工作年度报告"


def _pieces(
    draft: Draft,
    rng: Random,
    manner: TableManner,
    paragraph: Callable[[str, Random], str] | None = None,
    sheet: SheetPrinter = print_sheet,
    *,
    scrolled: bool = False,
) -> str:
    """The report itself."""
    before, after = ('<div style="overflow-x:auto">', "</div>") if scrolled else ("", "")
    return "\n".join(
        (paragraph or _paragraph)(piece, rng)
        if isinstance(piece, str)
        else f"{before}{sheet(piece, manner, rng)}{after}"
        for piece in draft.pieces
    )


def _paragraph(text: str, rng: Random) -> str:
    indent = rng.choice(("", "　　", "&emsp;&emsp;"))
    return f'<p style="text-indent:2em">{indent}{print_text(text)}</p>'


def _broken_line(text: str, rng: Random) -> str:
    return f"{print_text(text)}<br><br>"


def _word_paragraph(text: str, rng: Random) -> str:
    at = rng.randint(0, len(text))
    return (
        "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>"
        f"<a name='_Toc{rng.randint(1, 999)}'></a><span style='mso-spacerun:yes'></span>"
        f"<span style='font-family:仿宋'>{escape(text[:at])}</span><b><span\nlang=EN-US>"
        f"{escape(text[at:])}<o:p></o:p></span></b></p>"
    )


def _meta(draft: Draft, rng: Random) -> str:
    return (
        f'<meta name="ArticleTitle" content="{escape(title_of(draft))}">\n'
        f'<meta name="PubDate" content="{_date(draft, rng)} 09:30">\n'
        f'<meta name="ContentSource" content="{rng.choice(OFFICES)}">\n'
    )


def _date(draft: Draft, rng: Random) -> str:
    return f"{draft.report.report_year + 1}-01-{rng.randint(10, 30)}"


def _others(draft: Draft) -> list[str]:
    """Titles of the same agency's reports of other years, as a sidebar lists them."""
    return [title_of(draft, -back) for back in (1, 2, 3)]


def _index_table(draft: Draft, rng: Random) -> str:
    """The table of a page's particulars that stands above the report."""
    number = f"{rng.randint(10**8, 10**9)}/{draft.report.report_year + 1}-00{rng.randint(100, 999)}"
    return (
        "<table class=xxgk><tr><td>索 引 号：</td><td>"
        f"{number}</td><td>发布机构：</td><td>{rng.choice(OFFICES)}</td></tr>"
        f"<tr><td>名　　称：</td><td>{escape(title_of(draft))}</td>"
        f"<td>发文日期：</td><td>{_date(draft, rng)}</td></tr>"
        "<tr><td>文　　号：</td><td>无</td><td>主 题 词：</td><td></td></tr></table>"
    )


def _hidden_parts() -> str:
    """Parts that no visitor sees: a pattern of a table, a message."""
    return (
        "<table hidden><tr><td>规章</td><td>901</td><td>902</td><td>903</td></tr></table>"
        '<div style="color:red; display: none">暂无数据<table><tr><td>行政许可</td><td>904</td>'
        "<td>905</td></tr></table></div><template><p>906</p></template>"
    )
