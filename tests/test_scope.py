"""Own or consolidated: by title, sentences about the figures, the table's total, or untold."""

import pytest

from extract.reading import read_document
from transform.identity import Identity, identify, settle_scope
from transform.report import understand

BODY = ("一、总体情况", "{}", "二、主动公开政府信息情况", "六、其他需要报告的事项", "无。")


def told(title: str, sentence: str = "工作正常。", totals: tuple[int, ...] = ()) -> Identity:
    identity = identify([title, *(line.format(sentence) for line in BODY)], {})
    return settle_scope(identity, totals)


def of(agency: str, remark: str = "") -> str:
    return f"{agency}2021年政府信息公开工作年度报告{remark}"


def conflicts(identity: Identity) -> int:
    return [note.rule_id for note in identity.notes].count("scope_conflict")


TITLES = [
    (of("全市"), "consolidated"),
    (of("吴忠市", "（汇总）"), "consolidated"),
    (of("青岛关区"), "consolidated"),
    (of("全 县"), "consolidated"),
    (of("吴忠市人民政府", "（本级）"), "own"),
    (of("海关总署（本级机关）"), "own"),
    (of("资中县教育局（机关）"), "own"),
    # untold
    (of("吴忠市"), None),
    (of("吴忠市人民政府"), None),
    (of("全州县人民政府"), None),
    (of("全南县教育局"), None),
    (of("资中县机关事务服务中心"), None),
]


@pytest.mark.parametrize(("title", "scope"), TITLES)
def test_titles(title: str, scope: str | None) -> None:
    assert told(title).scope == scope


SENTENCES = [
    ("本报告汇总了全市各部门、各乡镇的数据。", "consolidated"),
    ("本报告汇总全市各级行政机关数据。", "consolidated"),
    ("本报告涵盖各县区和市直各部门的情况。", "consolidated"),
    ("报告数据由全县各乡镇、各部门汇总而成。", "consolidated"),
    ("统计数据包括全县各乡镇、各部门数据。", "consolidated"),
    ("本报告数据系全系统汇总。", "consolidated"),
    ("以下数据仅包括市政府本级。", "own"),
    ("数据仅统计本机关。", "own"),
    ("本报告数据不含各县（市、区）和市直部门。", "own"),
    ("数据未包括下属单位。", "own"),
    ("本报告综合全区各部门、各镇街年度报告编制而成。", "consolidated"),
    ("文中所列数据含县政府本级、各乡镇街道和县直各部门。", "consolidated"),
    ("各苏木镇、旗直各部门的数据均包含在内。", "consolidated"),
    ("数据范围为本机关，不包括下属学校。", "own"),
    ("本报告仅反映市公安局机关的工作情况。", "own"),
    ("现将全市政府信息公开工作年度报告公布如下。", "consolidated"),
    # untold
    ("全市经济社会发展取得新成绩。", None),
    ("全市各级行政机关认真贯彻条例。", None),
    ("全县各乡镇各部门公开信息500条。", None),
    ("召开全市政府信息公开工作会议。", None),
    ("督促各地各部门公开政府信息。", None),
    ("公开信息6条，包括各部门预算情况。", None),
    ("全系统开展培训三次。", None),
    ("不包括重复申请。", None),
    ("我局负责汇总全市各部门、各乡镇政府信息公开数据。", None),
    ("我局数据已报市政府办公室汇总，纳入全市政府信息公开工作年度报告。", None),
    ("本报告由市政府办公室根据市直部门年报汇总编制，不含各乡镇。", None),
    ("本报告仅统计依申请公开的情况。", None),
    ("对全市各部门政务新媒体数据进行汇总。", None),
    ("本报告所列数据包括局机关各科室、各部门公开情况。", None),
    ("以下数据包括局属各单位。", None),
    ("本报告汇总了我局各部门、各单位全年工作。", None),
    ("本报告由总体情况、各部门主动公开情况等六部分组成。", None),
    ("本年度报告内容包括全市各级各部门主动公开等情况。", None),
]


@pytest.mark.parametrize(("sentence", "scope"), SENTENCES)
def test_sentences(sentence: str, scope: str | None) -> None:
    identity = told(of("吴忠市公安局"), sentence)
    assert (identity.scope, conflicts(identity)) == (scope, 0)


BOTH = "全县共收到政府信息公开申请120件，其中县政府本级15件。"
COUNTS = [
    (BOTH, (120,), "consolidated"),
    (BOTH, (15,), "own"),
    (BOTH, (110, 120), "consolidated"),
    ("全县各级行政机关受理信息公开申请1,204件，县政府办公室受理4件。", (1204,), "consolidated"),
    ("全县各级行政机关受理信息公开申请1,204件，县政府办公室受理4件。", (4,), "own"),
    ("全市各级行政机关共收到申请120件。", (120,), "consolidated"),
    ("全市公安机关共收到申请30件。", (30,), "consolidated"),
    ("全县收到12件信息公开申请。其中我局收到3件。", (3,), "own"),
    # untold
    (BOTH, (), None),
    (BOTH, (16,), None),
    (BOTH, (15, 120), None),
    ("全市各级行政机关共收到申请120件。", (4,), None),
    ("全县收到来信120件，其中县政府本级15件。", (120,), None),
    ("全县共收到申请0件，其中县政府本级0件。", (0,), None),
    ("全县共收到申请15件，其中县政府本级15件。", (15,), None),
    ("本局共收到申请15件。", (15,), None),
    ("共收到申请120件。", (120,), None),
]


@pytest.mark.parametrize(("sentence", "totals", "scope"), COUNTS)
def test_the_total_of_the_table_tells_which_count_it_covers(
    sentence: str, totals: tuple[int, ...], scope: str | None
) -> None:
    identity = told(of("资中县人民政府"), sentence, totals)
    assert (identity.scope, conflicts(identity)) == (scope, 0)
    pieces = [(p.source, p.used) for p in identity.evidence if p.attribute == "scope"]
    assert pieces == ([("table", True)] if scope else [])


CONTRADICTIONS = [
    # title, sentence, totals, scope
    (of("全市"), "数据仅包括市本级。", (), None),
    (of("吴忠市", "（本级）"), "本报告汇总全市各部门数据。", (), None),
    (of("吴忠市（本级）", "（汇总）"), "正常。", (), None),
    (of("资中县"), "本报告汇总各部门数据。数据不含乡镇。", (), None),
    (of("资中县", "（汇总）"), BOTH, (15,), None),
    (of("资中县"), f"本报告汇总全县各部门数据。{BOTH}", (15,), "own"),
    (of("资中县"), f"数据仅包括县本级。{BOTH}", (120,), "consolidated"),
]


@pytest.mark.parametrize(("title", "sentence", "totals", "scope"), CONTRADICTIONS)
def test_contradictions_are_found_and_only_the_table_overrules_a_sentence(
    title: str, sentence: str, totals: tuple[int, ...], scope: str | None
) -> None:
    identity = told(title, sentence, totals)
    assert (identity.scope, conflicts(identity)) == (scope, 1)


def test_agreeing_places_are_no_contradiction() -> None:
    identity = told(of("资中县", "（汇总）"), f"本报告汇总全县各部门数据。{BOTH}", (120,))
    assert (identity.scope, conflicts(identity)) == ("consolidated", 0)
    pieces = [(p.source, p.value) for p in identity.evidence if p.attribute == "scope" and p.used]
    assert pieces == [(s, "consolidated") for s in ("title", "narrative", "table")]


def _report(received: int, carried: int) -> str:
    columns = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
    zeros = "\t0\t0\t0\t0\t0"
    return "\n".join(
        [
            of("资中县人民政府"),
            "一、总体情况",
            BOTH,
            "三、收到和处理政府信息公开申请情况",
            columns,
            f"一、本年新收政府信息公开申请数量\t{received}{zeros}\t{received}",
            f"二、上年结转政府信息公开申请数量\t{carried}{zeros}\t{carried}",
            f"（一）予以公开\t{received + carried}{zeros}\t{received + carried}",
            f"（七）总计\t{received + carried}{zeros}\t{received + carried}",
            "六、其他需要报告的事项",
            "无。",
        ]
    )


@pytest.mark.parametrize(
    ("received", "carried", "scope"),
    [(120, 3, "consolidated"), (15, 0, "own"), (117, 3, "consolidated"), (40, 2, None)],
)
def test_the_table_of_a_whole_report_is_weighed(
    received: int, carried: int, scope: str | None
) -> None:
    rows = understand(read_document(_report(received, carried).encode()), "0" * 64)
    assert rows["reports"][0]["scope"] == scope
    told_by = [r["source"] for r in rows["identity_evidence"] if r["attribute"] == "scope"]
    assert told_by == (["table"] if scope else [])
