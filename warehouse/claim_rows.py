"""The readings of claims as rows: which cells of the tables each may be compared with."""

from transform.claim_kinds import load_claim_kinds


def claim_reading_rows() -> list[dict[str, object]]:
    """Rows of the table claim_readings, claim after claim, in the order of their declaration."""
    return [
        {
            "claim": kind.code,
            "reading": number,
            "fact": term.cell.fact,
            "row_code": term.cell.row_code,
            "column_code": term.cell.column_code,
            "sign": term.sign,
        }
        for kind in load_claim_kinds().values()
        for number, reading in enumerate(kind.readings, 1)
        for term in reading
    ]
