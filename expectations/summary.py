"""What a run did, as the expectation report tells it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run, in figures.

    Attributes:
        run_id: name of the run, as in its log.
        started_at, finished_at: UTC.
        roots: the files and folders that were given to the run.
        files: files under the roots, of which new_files are new or changed and
            unchanged_files are as the last run left them.
        gone_files: files that an earlier run saw and that are no longer there.
        new_reports: reports read in this run.
        reports, facts, findings: rows in the warehouse, `facts` of the three fact tables.
        quarantined: files in quarantine.
        seconds: from start to the report.
        home: the folder in which everything is written.
        structural_failure: whether a structural expectation failed or raised, so that
            nothing was published.
    """

    run_id: str
    started_at: datetime
    finished_at: datetime
    roots: tuple[str, ...]
    files: int
    new_files: int
    unchanged_files: int
    gone_files: int
    new_reports: int
    reports: int
    facts: int
    findings: int
    quarantined: int
    seconds: float
    home: str
    gongkai_version: str
    extractor_version: str
    transform_version: str
    structural_failure: bool
