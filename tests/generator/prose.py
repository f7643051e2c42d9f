"""The running text of a report: title, six sections, signature; all wording is our own."""

from random import Random

from tests.generator.figures import TrueReport
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW

TITLE_FORMS = (
    "agency_year",
    "year_agency",
    "broken",
    "without_work",
    "year_in_brackets",
    "agency_in_text",
    "short_name",
    "none",
)
"""How the title is printed; in the last three the full name stands in the text only."""

WHOLE_AREA = "whole_area"
"""The title of a report that adds up a whole area; for such reports only."""


HEADINGS = {
    1: ("总体情况",),
    2: ("主动公开政府信息情况",),
    3: ("收到和处理政府信息公开申请情况",),
    4: (
        "政府信息公开行政复议、行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    ),
    5: ("存在的主要问题及改进情况",),
    6: ("其他需要报告的事项",),
}
_ORDINALS = "一二三四五六"

Text = list[str]


def write_title(report: TrueReport, rng: Random, form: str | None = None) -> Text:
    """The title's lines, in one of `TITLE_FORMS` or `WHOLE_AREA`; empty for one without a title."""
    name, year = report.agency.name, report.report_year
    titles = {
        "agency_year": [f"{name}{year}年政府信息公开工作年度报告"],
        "year_agency": [f"{year}年度{name}政府信息公开工作年度报告"],
        "broken": [f"{name}", f"{year}年政府信息公开工作年度报告"],
        "without_work": [f"{name}{year}年政府信息公开年度报告"],
        "year_in_brackets": ["政府信息公开工作年度报告", f"（{year}年度）", name],
        "agency_in_text": [f"{year}年政府信息公开工作年度报告"],
        "short_name": [f"{report.agency.short_name}{year}年政府信息公开工作年度报告"],
        "none": [],
        WHOLE_AREA: [f"{report.agency.place}{year}年政府信息公开工作年度报告（汇总）"],
    }
    if not report.agency.place:
        titles["short_name"] = titles["agency_in_text"]
    return titles[form or rng.choice(TITLE_FORMS)]


def write_heading(section: int, rng: Random) -> str:
    """The heading of a section with its ordinal."""
    return f"{_ORDINALS[section - 1]}、{rng.choice(HEADINGS[section])}"


def write_opening(report: TrueReport, rng: Random) -> Text:
    """What stands before the first section: who reports, on what year; the name in full."""
    name, year = report.agency.name, report.report_year
    period = f"所列数据的统计时段为{year}年1月1日到{year}年12月31日"
    if not report.named:
        return [f"本机关依照《中华人民共和国政府信息公开条例》编写本报告，{period}。"]
    whole = ["本报告的数据汇总了所属各部门和各乡镇、街道的情况。"] if report.scope else []
    return [
        *whole,
        rng.choice(
            (
                f"{name}依照《中华人民共和国政府信息公开条例》编写本报告，{period}。",
                f"按照条例第五十条，现将{name}{year}年度的公开工作报告如下。{period}。",
                f"本报告由{name}编制并对外发布，{period}。",
            )
        ),
    ]


def write_overview(report: TrueReport, rng: Random) -> Text:
    """Section one: publication, applications, platforms; its figures agree with the tables."""
    self_name, year = report.agency.self_name, report.report_year
    return [
        f"{year}年，{self_name}把公开贯穿到日常办事之中，"
        + rng.choice(("做法与结果如下。", "各项任务按时完成。", "没有出现泄密和迟报。")),
        f"（一）主动公开。全年在网站登载信息{rng.randint(20, 900)}条，"
        f"通过公众号推送消息{rng.randint(5, 400)}篇。",
        "（二）依申请公开。" + _applications_sentence(report, rng),
        "（三）信息管理。"
        + rng.choice(
            (
                "文件起草时先定公开属性，拿不准的请保密部门把关。",
                f"清理旧文件{rng.randint(2, 60)}份，失效的已经注明。",
            )
        ),
        "（四）平台与监督。"
        + rng.choice(
            (
                f"每季度自查栏目一次，改正错链{rng.randint(1, 30)}处。",
                f"办了{rng.randint(1, 4)}场培训，参加的有{rng.randint(15, 160)}人。",
            )
        ),
        *report.sentences,
    ]


def write_problems(report: TrueReport, rng: Random) -> Text:
    """Section five."""
    problems = ("栏目更新有快有慢", "解读材料偏少", "答复文书写得不够规范", "基层人手不足")
    plans = ("按月通报更新情况", "请业务科室自己写解读", "统一答复文书的样式", "安排专人跟班学习")
    first, second = rng.sample(range(len(problems)), k=2)
    return [
        f"回头看，{report.report_year}年还有两点不足：一是{problems[first]}；二是{problems[second]}。",
        f"下一步准备{plans[first]}，并{plans[second]}。",
    ]


def write_other_matters(report: TrueReport, rng: Random) -> Text:
    """Section six."""
    return [
        rng.choice(
            (
                "无其他事项。",
                "本年度没有向申请人收取信息处理费。",
                f"{report.agency.self_name}没有别的事项需要说明。",
            )
        )
    ]


def write_signature(report: TrueReport, rng: Random) -> Text:
    """Name and date at the end, or nothing."""
    if rng.random() < 0.4 or not report.named:
        return []
    date = f"{report.report_year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日"
    return [report.agency.name, date]


def write_notice_before_table(rng: Random) -> Text:
    """A sentence between a heading and its table, or nothing."""
    return rng.choice(([], [], ["具体数字见下表。"]))


def narrated(report: TrueReport) -> dict[str, int]:
    """The figures of the tables that the text repeats; keyed by what they count."""
    counted = {
        "applications_received": report.count(APPLICATIONS, "received", "total"),
        "applications_carried_over": report.count(APPLICATIONS, "carried_over", "total"),
        "applications_processed": report.count(APPLICATIONS, "processed_total", "total"),
        "applications_carried_forward": report.count(APPLICATIONS, "carried_forward", "total"),
        "reviews": report.count(REVIEW, "review", "total"),
        "lawsuits": report.count(REVIEW, "litigation_direct", "total")
        + report.count(REVIEW, "litigation_after_review", "total"),
        "normative_documents_issued": report.count(PROACTIVE, "normative_documents", "issued"),
    }
    return {name: count + report.mistold.get(name, 0) for name, count in counted.items()}


def _applications_sentence(report: TrueReport, rng: Random) -> str:
    told = narrated(report)
    received, over = told["applications_received"], told["applications_carried_over"]
    if received + over == 0:
        head = rng.choice(("全年没有收到公开申请", "本年度未收到政府信息公开申请"))
    elif over == 0:
        head = f"全年收到政府信息公开申请{received}件，办结{told['applications_processed']}件"
    else:
        head = (
            f"全年新收政府信息公开申请{received}件，加上年结转的{over}件，"
            f"共办结{told['applications_processed']}件"
        )
    forward = told["applications_carried_forward"]
    tail = f"，转到下一年度接着办理的有{forward}件。" if forward else "。"
    return head + tail + _disputes_sentence(told["reviews"], told["lawsuits"])


def _disputes_sentence(reviews: int, lawsuits: int) -> str:
    if reviews + lawsuits == 0:
        return "没有因公开引起的行政复议和行政诉讼。"
    return f"因公开引起行政复议{reviews}件、行政诉讼{lawsuits}件。"
