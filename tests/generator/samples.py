"""The sample reports: which agency, year, layout and traps each of them has."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.generator.agencies import AGENCIES, Agency
from tests.generator.damage import do_damage
from tests.generator.draft import compose
from tests.generator.figures import TrueCell, TrueReport, draw_report
from tests.generator.files import FILE_FORMATS
from tests.generator.form_data import APPLICATIONS, codes, read_form
from tests.generator.golden import facts_of, narrative_of
from tests.generator.layouts import BLANK_LAYOUTS, blank_marks_of, print_report

REMARK = "（演示样例：所列数字均为随机生成，并非该机关的实际数据。）"
"""Ends every sample, so that no invented figure passes for an agency's own."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample report.

    Attributes:
        agency: its printed name.
        file_format: "txt", or a key of `FILE_FORMATS`; then `layout` is "merged".
        folder: below the samples; "" for the folder itself.
        remark: ends the file's name; "" for most.
        consolidated: the report adds up the whole area.
        revises: the same agency's sample of that year comes before; this one corrects it.
        named: it prints its agency's name.
        listed: the date of publication that the manifest in its folder gives; None if unlisted.
        after: year of the same agency's sample that this one continues: its carried over
            applications are that one's carried forward.
        misstated: what the agency adds to the total of applications received, by mistake.
        mistold: what its text adds to figures of the tables by mistake, by what they count.
        misremembered: what it adds to last year's carried forward of natural persons by mistake.
        sentences: what its overview says besides.
        findings: rules of severity error or warning that this breaks.
    """

    agency: str
    year: int
    edition: str
    layout: str
    style: str
    damages: tuple[str, ...] = ()
    title: str = "agency_year"
    label_style: str = "spread"
    after: int | None = None
    misstated: int = 0
    mistold: tuple[tuple[str, int], ...] = ()
    misremembered: int = 0
    sentences: tuple[str, ...] = ()
    findings: tuple[str, ...] = field(default=())
    file_format: str = "txt"
    folder: str = ""
    remark: str = ""
    consolidated: bool = False
    revises: bool = False
    named: bool = True
    listed: str | None = None

    @property
    def path(self) -> str:
        """Of its file, below the samples."""
        return f"{self.folder}/{self.name}" if self.folder else self.name

    @property
    def name(self) -> str:
        """Of its file."""
        return self.stem + self.suffix

    @property
    def suffix(self) -> str:
        """Of its file's name, with the dot."""
        return ".txt" if self.file_format == "txt" else f".{FILE_FORMATS[self.file_format].suffix}"

    @property
    def stem(self) -> str:
        """Name of its file: year, province where there is one, agency."""
        province = _agency(self.agency).province or "全国"
        return f"{self.year}_{province}_{self.agency}{self.remark}"


CHANGES = "沿革与更正"
"""Folder of the samples on changes: of divisions and organs, of scope, of figures."""

DOUBTS = "正文与跨年"
"""Folder of the samples whose text or whose last year's report says otherwise than the tables."""

SAMPLES: tuple[Sample, ...] = (
    Sample(
        "资中县信访局", 2019, "2019", "cell_lines", "zeros",
        ("misprinted_labels", "bookmark"), "broken",
    ),
    Sample("绍兴市教育局", 2021, "2021", "tab_grid", "small"),
    Sample(
        "绍兴市教育局", 2022, "2021", "tab_grid", "some_blanks",
        title="year_agency", label_style="ragged", after=2021,
    ),
    Sample("石河子市民政局", 2020, "2019", "cell_lines", "small", title="year_in_brackets"),
    Sample("石河子市民政局", 2021, "2021", "markdown", "small", title="without_work", after=2020),
    Sample(
        "国家税务总局宿迁市税务局", 2021, "2021", "tab_grid", "blanks",
        ("surplus_litigation_column",), label_style="ragged",
    ),
    Sample("贵州省科学技术厅", 2020, "2019", "bars", "some_blanks", ("half_width_brackets",)),
    Sample("昆明市西山区碧鸡街道办事处", 2022, "2021", "blanks", "zeros", title="agency_in_text"),
    Sample("东莞市虎门镇人民政府", 2021, "2021", "blanks_radicals", "small", title="year_agency"),
    Sample(
        "天津市河西区审计局", 2019, "2019", "tab_grid", "zeros", ("spaced_labels",),
        title="broken", label_style="one_column",
    ),
    Sample("北京市交通委员会", 2021, "2021", "tab_grid", "large", title="year_agency"),
    Sample("陵水黎族自治县水务局", 2023, "2021", "bar_lines", "some_blanks"),
    Sample(
        "六安市舒城县生态环境分局", 2021, "2021", "tab_grid", "small",
        ("label_over_two_rows", "surplus_values"), title="none",
    ),
    Sample(
        "呼伦贝尔市卫生健康委员会", 2020, "2019", "blanks", "small",
        ("other_ordinals", "repeated_header"),
    ),
    Sample(
        "赤壁市市场监督管理局", 2022, "2021", "tab_grid", "medium",
        ("upright_group_label", "local_extra_row"),
        findings=("unplaced_number",),
    ),
    Sample("大理白族自治州财政局", 2021, "2021", "cell_lines", "odd", ("gb18030", "crlf")),
    Sample("万源市人民政府", 2023, "2021", "markdown", "medium", ("decoy_table",)),
    Sample(
        "重庆市渝北区人力资源和社会保障局", 2024, "2021", "blanks_radicals", "some_blanks",
        ("navigation", "page_number"),
    ),
    Sample("桂林市统计局", 2021, "2019", "tab_grid", "zeros", label_style="ragged"),
    Sample(
        "洛阳市涧西区人民政府办公室", 2022, "2021", "tab_grid", "small", misstated=9,
        findings=("identity_applicant_types", "identity_balance"),
    ),
    Sample(
        "嘉峪关市应急管理局", 2019, "2019", "bars", "blanks", ("byte_order_mark",), "short_name",
    ),
    Sample("长春市二道区司法局", 2022, "2021", "merged", "some_blanks", file_format="html"),
    Sample("国家林业和草原局", 2023, "2021", "merged", "large", file_format="pdf"),
    Sample(
        "桂林市统计局", 2023, "2021", "merged", "small", ("upright_group_label",),
        file_format="docx",
    ),
    Sample("赤壁市市场监督管理局", 2020, "2019", "merged", "odd", file_format="doc"),
    Sample("北京市交通委员会", 2023, "2021", "merged", "medium", file_format="xlsx"),
    Sample(
        "呼伦贝尔市卫生健康委员会", 2022, "2021", "merged", "blanks", ("repeated_header",),
        file_format="ofd",
    ),
    Sample("海门市教育局", 2019, "2019", "tab_grid", "small", folder=CHANGES),
    Sample("南通市海门区教育局", 2022, "2021", "tab_grid", "small", folder=CHANGES),
    Sample("万源市扶贫开发局", 2020, "2019", "cell_lines", "zeros", folder=CHANGES),
    Sample("万源市乡村振兴局", 2021, "2021", "tab_grid", "zeros", folder=CHANGES),
    Sample(
        "万源市人民政府", 2023, "2021", "tab_grid", "large", title="whole_area", folder=CHANGES,
        remark="_汇总", consolidated=True,
    ),
    Sample(
        "桂林市应急管理局", 2022, "2021", "tab_grid", "medium", folder=CHANGES,
        listed="2023-01-18",
    ),
    Sample(
        "桂林市应急管理局", 2022, "2021", "merged", "medium", folder=CHANGES, remark="_更正",
        file_format="html", revises=True, listed="2023-03-06",
    ),
    Sample(
        "昆明市西山区碧鸡街道办事处", 2023, "2021", "tab_grid", "zeros", title="agency_in_text",
        folder=CHANGES, named=False, listed="2024-01-25",
    ),
    Sample(
        "大理白族自治州财政局", 2023, "2021", "tab_grid", "medium", folder=DOUBTS,
        mistold=(("reviews", 4),), findings=("claim_table_differs",),
    ),
    Sample(
        "重庆市渝北区人力资源和社会保障局", 2021, "2021", "merged", "small", folder=DOUBTS,
        file_format="html", findings=("claim_parts_differ",),
        sentences=(
            "按内容分，全年主动公开信息126条，其中政策文件类31条、工作动态类58条、公示公告类25条。",
        ),
    ),
    Sample(
        "赤壁市市场监督管理局", 2023, "2021", "tab_grid", "medium", folder=DOUBTS, after=2022,
        misremembered=3, findings=("chain_applications",),
    ),
)  # fmt: skip

NOTICE = "通知_并非年度报告"
NOISE = "随机字节_无法读取"
NOT_REPORTS = (NOTICE, NOISE)
"""Stems of the sample files that are no reports and belong in quarantine."""


def build_samples() -> Iterator[tuple[str, bytes, dict[str, Any] | None]]:
    """Print every sample: its file's name, its bytes, and its facts (None for no report)."""
    drawn: dict[tuple[str, int], TrueReport] = {}
    for sample in SAMPLES:
        # a correction has all its words from the report that it corrects
        rng = Random(sample.stem.removesuffix(sample.remark) if sample.revises else sample.stem)
        report = _draw(sample, drawn, rng)
        if not sample.consolidated:
            drawn[sample.agency, sample.year] = report
        told = replace(report, mistold=dict(sample.mistold), sentences=sample.sentences)
        expected, content = _print(sample, _misstate(told, sample.misstated), rng)
        assert expected.damages == sample.damages
        facts = facts_of(expected, narrative_of(told), sample.findings)
        yield sample.path, content, facts
    yield f"{CHANGES}/manifest.csv", _manifest().encode(), None
    yield f"{NOTICE}.txt", _NOTICE.encode(), None
    yield f"{NOISE}.txt", Random(NOISE).randbytes(3000), None


def _print(sample: Sample, report: TrueReport, rng: Random) -> tuple[TrueReport, bytes]:
    """What a careful reader finds in the sample, and its bytes."""
    if sample.file_format == "txt":
        return print_report(
            report,
            sample.layout,
            rng,
            sample.damages,
            title=sample.title,
            remark=REMARK,
            label_style=sample.label_style,
        )
    draft = compose(report, sample.layout, rng, title=sample.title, remark=REMARK)
    draft = do_damage(draft, sample.damages, rng)
    return draft.report, FILE_FORMATS[sample.file_format].write(draft, rng)


def _draw(sample: Sample, drawn: dict[tuple[str, int], TrueReport], rng: Random) -> TrueReport:
    before = drawn[sample.agency, sample.after] if sample.after else None
    report = draw_report(
        rng,
        sample.edition,
        style=sample.style,
        agency=_agency(sample.agency),
        year=sample.year,
        carried_over=_carried_forward(before, sample.misremembered) if before else None,
        solid=sample.layout in BLANK_LAYOUTS,
        marks=blank_marks_of(sample.layout),
    )
    scope = "consolidated" if sample.consolidated else None
    report = replace(report, named=sample.named, scope=scope)
    return _correct(report) if sample.revises else report


def _correct(report: TrueReport) -> TrueReport:
    """Two more applications, received from persons and granted, than the report had before."""
    keys = [
        (APPLICATIONS, row, column)
        for row in ("received", "granted", "processed_total")
        for column in ("natural_person", "total")
    ]
    counts = {key: report.count(*key) + 2 for key in keys}
    return report.with_cells(
        {key: TrueCell(count, "reported", str(count)) for key, count in counts.items()}
    )


def _manifest() -> str:
    """What a collector of reports would note of some of them, as a table."""
    rows = ["path,agency,year,url,published_on"]
    for sample in SAMPLES:
        if sample.listed:
            day = sample.listed.replace("-", "/")
            url = f"https://www.example.gov.cn/{day}/{len(rows)}.html"
            rows.append(f"{sample.name},{sample.agency},{sample.year},{url},{sample.listed}")
    return "\n".join(rows) + "\n"


def _carried_forward(report: TrueReport, error: int) -> dict[str, int]:
    """What next year's report carries over, by applicant type: wrong by `error` for persons."""
    assert report.form_edition is not None
    types = codes(read_form(report.form_edition)["applications"]["columns"])[:-1]
    forward = {code: report.count(APPLICATIONS, "carried_forward", code) for code in types}
    return forward | {"natural_person": forward["natural_person"] + error}


def _misstate(report: TrueReport, error: int) -> TrueReport:
    """Print a wrong total of applications received, as an agency that adds up wrongly."""
    key = (APPLICATIONS, "received", "total")
    wrong = report.count(*key) + error
    cell = replace(report.cells[key], value=wrong, printed=str(wrong))
    return report.with_cells({key: cell}) if error else report


def _agency(name: str) -> Agency:
    return next(agency for agency in AGENCIES if agency.name == name)


_NOTICE = """关于调整窗口办公时间的通知

各位办事群众：

自下月起，综合窗口周一至周五的办公时间改为上午八点半到十二点、下午两点到五点半。
周六上午照常受理预约事项。如有不便，请提前来电询问。

综合服务大厅
"""
