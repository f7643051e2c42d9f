"""The table of modes: how many cases, what became of them, and whom the findings blame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.breakages.judging import Verdict

HEAD = (
    f"{'mode':44}{'cases':>7}{'altered':>9}{'visible':>9}{'detected':>10}{'blame right':>13}"
    f"{'undecided':>11}{'wrong':>7}{'unseen':>8}{'lost':>6}{'said':>6}{'alarms':>8}"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the cases of one mode, or of several.

    Attributes:
        altered: cases in which a published number, or a sentence, is not as it should be.
        visible: of these, those that an equation, a claim or another year's report can see.
        detected: of the visible ones, those that a warning or an error names.
        right, undecided, accused: of the detected ones, those in which the findings blame the
            culprit, leave it open, or blame the other (one that blames both is among these).
            Where no cell stands clear, leaving it open is right.
        lost: cases in which true numbers are missing and none is wrong; `said` of these, those
            in which a finding says so.
        alarms: cases in which a rule about figures fires where nothing is altered or lost.
    """

    mode: str
    cases: int
    altered: int
    visible: int
    detected: int
    right: int
    undecided: int
    accused: int
    lost: int
    said: int
    alarms: int

    @property
    def line(self) -> str:
        """A line of the table."""
        return (
            f"{self.mode:44}{self.cases:7}{self.altered:9}{self.visible:9}{self.detected:10}"
            f"{self.right:13}{self.undecided:11}{self.accused:7}"
            f"{self.altered - self.visible:8}{self.lost:6}{self.said:6}{self.alarms:8}"
        )


def tally(mode: str, verdicts: Sequence[Verdict]) -> Tally:
    """Count the cases of a mode."""
    seen = [v for v in verdicts if v.visible]
    detected = [v for v in seen if v.detected]
    return Tally(
        mode,
        len(verdicts),
        sum(v.altered for v in verdicts),
        len(seen),
        len(detected),
        sum(v.blame == "right" for v in detected),
        sum(v.blame == "undecided" for v in detected),
        sum(v.blame == "wrong" for v in detected),
        sum(v.lost_only for v in verdicts),
        sum(v.lost_only and v.said for v in verdicts),
        sum(bool(v.false_alarms) for v in verdicts),
    )


def by_mode(verdicts: Iterable[Verdict]) -> list[Tally]:
    """One tally a mode, in the order in which the modes come first."""
    grouped: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        grouped.setdefault(verdict.case.mode, []).append(verdict)
    return [tally(mode, group) for mode, group in grouped.items()]
