"""Whether a report covers its agency alone, or a whole area with all its organs."""

import re

_CONSOLIDATED_TITLE = re.compile(r"全(?:省|自治区|市|州|盟|县|区|旗)|汇总")
_PARTS = r"(?:部门|单位|乡镇|镇|街道|机关|区县|县区|县\(市、区\)|市区)"
_OWN = re.compile(
    rf"(?:不含|不包括|未包括|不包含|未包含|未汇总)[^。;\n]{{0,24}}{_PARTS}"
    r"|(?:仅|只)(?:包括|包含|涵盖|统计|含|反映|限)[^。;\n]{0,12}(?:本级|本机关|本部门|本单位)"
)
_CONSOLIDATED = re.compile(
    rf"(?:数据|报告|情况)?(?:汇总|涵盖|包括|包含|含)(?:了)?[^。;\n《]{{0,16}}(?:各|所属|全[省市州盟县区旗])[^。;\n]{{0,24}}{_PARTS}"
    r"[^。;\n]{0,16}(?:数据|情况|报告)"
    r"|全(?:省|自治区|市|州|盟|县|区|旗)(?:政府系统|行政机关)?政府信息公开(?:工作)?(?:年度报告|情况汇总|数据汇总)"
    r"|汇总(?:了)?全(?:省|自治区|市|州|盟|县|区|旗)[^。;\n]{0,8}(?:数据|情况)"
    r"|由[^。;\n]{0,40}汇总[^。;\n]{0,40}(?:编制|形成)"
)


def tell_scope(title: str, text: str) -> str | None:
    """The scope that the title or an explicit sentence states.

    Returns:
        'own', 'consolidated', or None if the text does not say.
    """
    if re.search(r"本级|机关本级", title):
        return "own"
    if _CONSOLIDATED_TITLE.search(title):
        return "consolidated"
    own, consolidated = _OWN.search(text), _CONSOLIDATED.search(text)
    if bool(own) == bool(consolidated):
        return None
    return "own" if own else "consolidated"
