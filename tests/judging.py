"""Judge what was read of a generated report against what was printed."""

from collections import Counter
from decimal import Decimal

from tests.facts import Cells, cells_of
from tests.generator.figures import TrueReport
from transform.report import Rows


def judge(report: TrueReport, rows: Rows) -> Counter[str]:
    """Count the cells of a report by what became of them.

    Returns:
        'printed' numbers; cells with a 'wrong' number (any number where none is printed
        included); numbers 'lost', or 'lost to doubt' where only the form's arithmetic can
        tell them; and cells that are null for the wrong reason ('other status').
    """
    read = cells_of(rows)
    if report.form_edition is None:
        return Counter(wrong=len(read))
    assert read.keys() == report.cells.keys()
    outcomes: Counter[str] = Counter()
    for key, (value, status) in _expected(report).items():
        if status == "reported":
            outcomes["printed"] += 1
        if read[key] == (value, status):
            continue
        if read[key][0] is not None:
            outcomes["wrong"] += 1
        elif report.cells[key].may_be_missing:
            outcomes["lost to doubt"] += status == "reported"
        else:
            outcomes["lost" if status == "reported" else "other status"] += 1
    return outcomes


def _expected(report: TrueReport) -> Cells:
    return {
        key: (None if cell.value is None else Decimal(cell.value), cell.status)
        for key, cell in report.cells.items()
    }
