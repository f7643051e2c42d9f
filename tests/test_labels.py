"""Labels as they are printed, cut and misprinted, and the rows that they mean."""

import pytest

from transform.form import load_editions
from transform.labels import LabelIndex, match_in_order

ROWS = load_editions()["2021"].applications.rows
INDEX = LabelIndex.of(ROWS)


def _meant(*texts: str, after: tuple[str, ...] = ()) -> str | None:
    candidates = INDEX.candidates(texts, after)
    return ROWS[max(candidates, key=candidates.__getitem__)].code if candidates else None


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["一、本年新收政府信息公开申请数量"], "received"),
        (["㈠予以公开"], "granted"),
        (["⼀、本年新收政府信息公开申请数量"], "received"),
        (["（二）部分公开"], "partially_granted"),
        (["（二）部分公开(区分处理的, 只计这一情形, 不计其他情形)"], "partially_granted"),
        (["(三) 不 予 公 开", "1. 属于国家秘密"], "refused_state_secret"),
        (["１．属 于 国 家 秘 密"], "refused_state_secret"),
        (["1.本机关不掌控相关政府信息"], "unavailable_not_held"),
        (["3.要求提供公开出物"], "rejected_public_publication"),
        (["5.要求行政机关确认或重新出具以获取信息"], "rejected_reconfirmation"),
        (["（六）其他处理", "3.其他"], "other_remaining"),
        (["（七）总结"], "processed_total"),
        (["(五)", "另行制作", "3. 补正后申请内容仍不明确"], "unavailable_still_unclear"),
        (["2.没有现成信息需要"], "unavailable_requires_creation"),
    ],
)
def test_accepted(texts: list[str], code: str) -> None:
    assert _meant(*texts) == code


@pytest.mark.parametrize(
    "texts", [["（三）不予公开"], ["（五）不予处理"], ["另：电话咨询"], ["小计"], [""], []]
)
def test_refused(texts: list[str]) -> None:
    assert _meant(*texts) is None


def test_the_rest_of_a_cut_label_confirms_its_beginning() -> None:
    assert _meant("4.保护第") is None
    assert _meant("4.保护第", after=("三方合法权益",)) == "refused_third_party_rights"


def test_the_order_of_rows_decides_between_candidates() -> None:
    assert match_in_order([{0: 3.0}, {24: 3.0, 3: 1.0}, {4: 3.0}, {5: 3.0}]) == {
        0: 0,
        3: 1,
        4: 2,
        5: 3,
    }
    assert match_in_order([{}, {2: 1.0}, {2: 3.0}]) == {2: 2}
    assert match_in_order([]) == {}
