"""Whether a report covers its agency alone, or a whole area with all its organs."""

import re

_AREA = r"全(?:省|自治区|市|州|盟|县|区|旗)"
_CONSOLIDATED_TITLE = re.compile(rf"{_AREA}|汇总|关区")
_PARTS = r"(?:部门|单位|乡镇|镇|街道|机关|区县|县区|县\(市、区\)|市区|区政府|县政府)"
_OWN = re.compile(
    rf"(?:不含|不包括|未包括|不包含|未包含|未汇总)[^。;\n]{{0,24}}{_PARTS}"
    r"|(?:仅|只)(?:包括|包含|涵盖|统计|含|反映|限)[^。;\n]{0,12}(?:本级|本机关|本部门|本单位)"
)
_CONSOLIDATED = re.compile(
    r"(?:报告|数据|统计|六部分组成)[^。;\n《]{0,24}(?:汇总|涵盖|包括|包含|含)(?:了)?"
    rf"[^。;\n《]{{0,16}}(?:各|所属|{_AREA})[^。;\n]{{0,24}}{_PARTS}[^。;\n]{{0,16}}(?:数据|情况)"
    rf"|汇总(?:了)?(?:各|所属|{_AREA})[^。;\n]{{0,24}}(?:数据|情况)"
    rf"|{_AREA}(?:政府系统|行政机关)?政府信息公开(?:工作)?(?:年度报告|情况汇总|数据汇总)"
)


def tell_scope(title: str, text: str) -> str | None:
    """The scope that the title or an explicit sentence states.

    Returns:
        'own', 'consolidated', or None if the text does not say.
    """
    if "本级" in title:
        return "own"
    if _CONSOLIDATED_TITLE.search(title):
        return "consolidated"
    own, consolidated = _OWN.search(text), _CONSOLIDATED.search(text)
    if bool(own) == bool(consolidated):
        return None
    return "own" if own else "consolidated"
