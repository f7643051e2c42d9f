import ast
import json
import re
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from tests.generator.blank_layouts import as_radicals
from tests.generator.damage import DAMAGES
from tests.generator.figures import STYLES, TrueReport, column_of, draw_report
from tests.generator.files import FILE_FORMATS
from tests.generator.form_data import (
    APPLICATIONS,
    PROACTIVE,
    REVIEW,
    Form,
    cell_ids,
    codes,
    read_form,
)
from tests.generator.layouts import (
    BLANK_LAYOUTS,
    LAYOUTS,
    blank_marks_of,
    print_report,
    random_reports,
)
from tests.generator.printing import BLANK_MARKS, MANNERS, print_amount, print_change, print_count
from tests.generator.samples import CHANGES, NOT_REPORTS, SAMPLES, build_samples
from tests.generator.write_samples import GOLDEN_FOLDER, SAMPLES_FOLDER, sample_files

EDITIONS = ("2019", "2021")
PACKED = {".docx", ".xlsx", ".ofd", ".pdf"}
"""Files whose bytes differ with the versions of zlib and typst; what they say is tested too."""
Violation = tuple[str, str]


def violations(report: TrueReport) -> list[Violation]:
    """The form's equations that do not hold, blanks counted as 0; by identity and instance."""
    assert report.form_edition is not None
    form = read_form(report.form_edition)
    found = []
    for identity in form["identities"]:
        for instance, cells in _instances(form, identity):
            left = sum(report.count(*cells[code]) for code in identity["left"])
            right = sum(report.count(*cells[code]) for code in identity["right"])
            if left != right:
                found.append((identity["id"], instance))
    return found


def _instances(form: Form, identity: Form):
    along_row = identity["along"] == "row"
    if identity["table"] == "review_litigation":
        fact, instances = REVIEW, codes(form["review_litigation"]["channels"])
    else:
        table = form["applications"]
        fact, instances = APPLICATIONS, codes(table["rows"] if along_row else table["columns"])
    for instance in instances:
        terms = [*identity["left"], *identity["right"]]
        yield (
            instance,
            {c: (fact, instance, c) if along_row else (fact, c, instance) for c in terms},
        )


def draw(layout: str, seed: int, style: str = "some_blanks", edition: str = "2021") -> TrueReport:
    return draw_report(
        Random(seed),
        edition,
        style=style,
        solid=layout in BLANK_LAYOUTS,
        marks=blank_marks_of(layout),
    )


def damaged(name: str, layout: str) -> tuple[TrueReport, TrueReport, bytes]:
    """A report before and after a damage: the first of some seeds in which it finds a place."""
    for seed in range(40):
        style = ("some_blanks", "medium")[seed % 2]
        report = draw(layout, seed, style, EDITIONS[seed // 2 % 2])
        expected, content = print_report(report, layout, Random(seed), (name,))
        if expected.damages == (name,):
            return report, expected, content
    raise AssertionError(f"{name} found no place in {layout}")


def rows_of(report: TrueReport, fact: str) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for (table, row, _), cell in report.cells.items():
        if table == fact:
            rows.setdefault(row, []).append(cell.printed)
    return rows


def squeezed(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("style", STYLES)
def test_drawn_figures_satisfy_the_form(style: str, edition: str) -> None:
    for seed in range(8):
        report = draw_report(Random(seed), edition, style=style)
        assert list(report.cells) == cell_ids(read_form(edition))
        assert violations(report) == []


def test_a_changed_figure_is_noticed() -> None:
    report = draw("tab_grid", 1, "medium")
    key = (APPLICATIONS, "granted", "natural_person")
    cell = report.cells[key]
    broken = report.with_cells({key: type(cell)(7 + report.count(*key), "reported", "7")})
    assert violations(broken) == [("applicant_types", "granted"), ("outcomes", "natural_person")]


@pytest.mark.parametrize("style", STYLES)
def test_status_value_and_print_agree(style: str) -> None:
    for cell in draw_report(Random(style), "2019", style=style).cells.values():
        assert (cell.value is None) == (cell.status == "blank")
        assert (cell.printed.strip() in BLANK_MARKS) == (cell.status == "blank")


def test_styles_differ_as_they_say() -> None:
    statuses = {s: {c.status for c in draw("tab_grid", 4, s).cells.values()} for s in STYLES}
    assert statuses["zeros"] == statuses["small"] == {"reported"}
    assert statuses["some_blanks"] == {"reported", "blank"}
    zeros = draw("tab_grid", 4, "zeros").cells.values()
    assert {cell.value for cell in zeros} == {0}
    assert not any(cell.value == 0 for cell in draw("tab_grid", 4, "blanks").cells.values())
    large = [cell.value for cell in draw("tab_grid", 4, "large").cells.values()]
    assert max(value for value in large if isinstance(value, int)) > 1000


def test_last_years_carried_forward_is_taken_over() -> None:
    types = codes(read_form("2021")["applications"]["columns"])[:-1]
    over = dict(zip(types, (3, 0, 11, 1, 0, 2), strict=True))
    report = draw_report(Random(5), "2021", style="small", carried_over=over)
    assert {t: report.count(APPLICATIONS, "carried_over", t) for t in types} == over
    assert violations(report) == []


@pytest.mark.parametrize("unit", [None, "元", "万元"])
def test_printed_money_is_the_amount(unit: str | None) -> None:
    rng = Random(3)
    for _ in range(200):
        yuan = Decimal(rng.randrange(10**8)) / 10
        printed = print_amount(rng, yuan, unit, MANNERS["odd"])
        named = re.search(r"万?元$", printed)
        assert named or unit
        number = Decimal(re.sub(r"\s*万?元$", "", printed))
        factor = 10_000 if (named.group() if named else unit) == "万元" else 1
        assert number * factor == yuan


def test_odd_prints_keep_the_digits() -> None:
    rng = Random(9)
    for value in (0, 7, 20, 1234, 56_789):
        for _ in range(60):
            printed = print_count(rng, value, MANNERS["odd"], notes=True)
            shown = unicodedata.normalize("NFKC", printed.split("（")[0]).split("]")[-1]
            assert int(re.sub(r"[,\s件]", "", shown)) == value
    assert {print_change(rng, -3, MANNERS["odd"]) for _ in range(40)} == {"减3", "-3", "减少3"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_stands_in_the_text_in_order(layout: str) -> None:
    for seed, style in enumerate(STYLES):
        report = draw(layout, seed, style, EDITIONS[seed % 2])
        expected, content = print_report(report, layout, Random(seed))
        assert expected.cells.keys() == report.cells.keys()
        text = squeezed(content.decode())
        start = 0
        for fact in (PROACTIVE, APPLICATIONS):
            for row, printed in rows_of(report, fact).items():
                needle = squeezed("".join(printed))
                needle = as_radicals(needle) if layout == "blanks_radicals" else needle
                assert needle in text[start:], (row, printed)
                start = text.index(needle, start) + len(needle)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_full_name_and_year_stand_in_the_text(layout: str) -> None:
    for expected, content in random_reports(layout, 12, seed=8):
        text = content.decode("gb18030" if "gb18030" in expected.damages else "utf-8-sig")
        text = unicodedata.normalize("NFKC", re.sub(r"\s", "", text)).translate(PLAIN)
        assert expected.agency_name in text
        assert str(expected.report_year) in text


PLAIN = str.maketrans("⺠⻅⻉⻋⻓⻔⻚⻛⻢⻦⻩⻬⻰", "民见贝车长门页风马鸟黄齐龙")


def test_radicals_go_beyond_compatibility_forms() -> None:
    text = as_radicals("工作人员长期专门为人民")
    assert text == "⼯作⼈员⻓期专⻔为⼈⺠"
    assert unicodedata.normalize("NFKC", text) == "工作人员⻓期专⻔为人⺠"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_seed_gives_the_same_reports(layout: str) -> None:
    assert list(random_reports(layout, 4, seed=2)) == list(random_reports(layout, 4, seed=2))
    assert list(random_reports(layout, 4, seed=2)) != list(random_reports(layout, 4, seed=3))


def test_clean_prints_have_no_damage() -> None:
    reports = list(random_reports("tab_grid", 6, seed=2, most_damages=0))
    assert len(reports) == 6
    assert all(expected.damages == () for expected, _ in reports)


@pytest.mark.parametrize(
    ("name", "layout"),
    [(n, layout) for n, d in DAMAGES.items() for layout in d.layouts if layout in LAYOUTS],
)
def test_damage_changes_what_is_expected_as_it_says(name: str, layout: str) -> None:
    report, expected, content = damaged(name, layout)
    if name == "no_tables":
        assert expected.form_edition is None
        assert not expected.cells
        return
    lost = {
        key
        for key, cell in expected.cells.items()
        if cell.status != report.cells[key].status or cell.value != report.cells[key].value
    }
    kind = DAMAGES[name].recoverable
    assert bool(lost) == (kind == "no")
    assert all(expected.cells[key].status in ("missing", "unreadable") for key in lost)
    if kind == "yes":
        assert not any(cell.may_be_missing for cell in expected.cells.values())
    assert content != print_report(report, layout, Random(0))[1]


def test_a_damage_is_refused_where_it_does_not_occur() -> None:
    with pytest.raises(ValueError, match="shifted_label does not occur in the layout blanks"):
        print_report(draw("blanks", 1), "blanks", Random(1), ("shifted_label",))


def test_a_shifted_row_keeps_its_width_and_loses_its_total() -> None:
    report, expected, content = damaged("shifted_label", "tab_grid")
    (key,) = (key for key, cell in expected.cells.items() if cell.status == "missing")
    assert key[2] == "total"
    label = next(
        row["label"]
        for row in read_form(report.form_edition or "")["applications"]["rows"]
        if row["code"] == key[1]
    )
    line = next(line for line in content.decode().split("\n") if label in line)
    printed = rows_of(report, APPLICATIONS)[key[1]]
    assert line.split("\t")[:10] == ["", "", "", label, *printed[:6]]


def test_a_surplus_column_gives_sixteen_fields() -> None:
    report, _, content = damaged("surplus_litigation_column", "bars")
    printed = [text for row in rows_of(report, REVIEW).values() for text in row]
    lines = [line.split(" | ") for line in content.decode().replace(" |\n", "\n").split("\n")]
    (line,) = (line for line in lines if len(line) == 16)
    blank = next(at for at in range(16) if line[:at] + line[at + 1 :] == printed)
    assert line[blank] == ""


@pytest.mark.parametrize(
    ("name", "start", "encoding"),
    [("gb18030", b"\n", "gb18030"), ("byte_order_mark", b"\xef\xbb\xbf", "utf-8-sig")],
)
def test_encodings(name: str, start: bytes, encoding: str) -> None:
    report, _, content = damaged(name, "cell_lines")
    assert content.startswith(start)
    assert report.agency_name in content.decode(encoding)


def test_windows_line_ends() -> None:
    content = damaged("crlf", "bars")[2]
    assert content.count(b"\r\n") == content.count(b"\n") > 50


def test_the_generator_imports_nothing_of_the_pipeline() -> None:
    drawing = {"numpy", "PIL", "pylopdf_fonts_zh_cn", "pypdfium2", "typst"}
    allowed = {"tests", "yaml", *drawing, *sys.stdlib_module_names}
    for path in (Path(__file__).parent / "generator").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, path.name


def test_samples_are_what_the_generator_writes() -> None:
    files = sample_files()
    written = {path: data for path, data in files.items() if path.suffix not in PACKED}
    assert {path for path, data in written.items() if path.read_bytes() != data} == set()
    held = {path for path in SAMPLES_FOLDER.rglob("*") if path.is_file()}
    assert held == {p for p in files if SAMPLES_FOLDER in p.parents}
    assert set(GOLDEN_FOLDER.glob("*.json")) == {p for p in files if p.suffix == ".json"}


def test_samples_cover_what_they_are_for() -> None:
    assert {sample.layout for sample in SAMPLES} == {*LAYOUTS, "merged"}
    held = {name for name, form in FILE_FORMATS.items() if form.keeps_cells}
    assert {sample.file_format for sample in SAMPLES} == {"txt", *held}
    assert {sample.edition for sample in SAMPLES} == set(EDITIONS)
    assert len({sample.agency for sample in SAMPLES}) >= 10
    assert len({sample.stem for sample in SAMPLES}) == len(SAMPLES)
    assert sum(sample.after is not None for sample in SAMPLES) == 3


def test_all_figures_of_the_samples_can_be_told() -> None:
    for sample in SAMPLES:
        for name in sample.damages:
            assert DAMAGES[name].recoverable != "no"
        facts = json.loads((GOLDEN_FOLDER / f"{sample.stem}.json").read_text(encoding="utf-8"))
        assert {status for *_, status in facts["nulls"]} <= {"blank"}
        assert facts["may_be_missing"] == []
        assert facts["findings"] == list(sample.findings)


def test_only_the_misstated_sample_breaks_the_form() -> None:
    for sample in SAMPLES:
        facts = json.loads((GOLDEN_FOLDER / f"{sample.stem}.json").read_text(encoding="utf-8"))
        broken = {
            f"identity_{identity['id']}"
            for identity in read_form(sample.edition)["identities"]
            if not _holds(facts, identity)
        }
        told = {rule for rule in sample.findings if rule.startswith("identity_")}
        assert broken == told, sample.stem


def _holds(facts: dict, identity: Form) -> bool:
    form = read_form(facts["form_edition"])
    key = identity["table"]
    names = codes(form[key]["columns"])
    table = {
        (row, name): v or 0
        for row, vs in facts[key].items()
        for name, v in zip(names, vs, strict=True)
    }
    along_row = identity["along"] == "row"
    for instance in facts[key] if along_row else names:
        left, right = (
            sum(table[(instance, code) if along_row else (code, instance)] for code in codes_)
            for codes_ in (identity["left"], identity["right"])
        )
        if left != right:
            return False
    return True


def test_consecutive_samples_are_chained() -> None:
    for sample in SAMPLES:
        if sample.after is None:
            continue
        before = next(s for s in SAMPLES if (s.agency, s.year) == (sample.agency, sample.after))
        earlier, later = (
            json.loads((GOLDEN_FOLDER / f"{s.stem}.json").read_text(encoding="utf-8"))
            for s in (before, sample)
        )
        forward = [value or 0 for value in earlier["applications"]["carried_forward"]]
        over = [value or 0 for value in later["applications"]["carried_over"]]
        assert (forward == over) == ("chain_applications" not in sample.findings)


def test_a_correction_differs_in_what_it_corrects_only() -> None:
    for sample in SAMPLES:
        if not sample.revises:
            continue
        before, after = (
            json.loads((GOLDEN_FOLDER / f"{stem}.json").read_text(encoding="utf-8"))
            for stem in (sample.stem.removesuffix(sample.remark), sample.stem)
        )
        assert {name for name in before if before[name] != after[name]} <= {
            "applications",
            "layout",
            "narrative",
            "nulls",
        }
        assert before["applications"]["received"] != after["applications"]["received"]


def test_what_is_no_report_looks_like_none() -> None:
    contents = {name: content for name, content, facts in build_samples() if facts is None}
    del contents[f"{CHANGES}/manifest.csv"]
    assert {Path(name).stem for name in contents} == set(NOT_REPORTS)
    for content in contents.values():
        text = content.decode(errors="replace")
        assert not re.search("年度报告|申请|第二十条|总体情况", text)


def test_amounts_are_money_and_the_rest_counts() -> None:
    for edition in EDITIONS:
        for key, cell in draw("tab_grid", 2, "medium", edition).cells.items():
            money = key[0] == PROACTIVE and column_of(read_form(edition), key)["unit"] == "CNY"
            assert isinstance(cell.value, Decimal if money else int)
