"""The stages of a run, in the order in which the nightly flow takes them."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from expectations.checkpoint import validate
from expectations.page import write_page
from expectations.rules import load_rules
from expectations.summary import RunSummary
from expectations.verdict import Status, Verdict
from extract import EXTRACTOR_VERSION, __version__
from extract.names import shown_name
from flows.batch import BatchOutcome, Content
from flows.discover import Discovery, discover
from flows.failures import RunFailedError, describe_os_error
from flows.home import Home
from flows.limits import find_limits
from flows.mail import MailOutcome, send_report
from flows.manifests import read_manifests
from flows.origins import changed_contents, find_origins
from flows.plan import plan_contents, split_batches, without_changed
from flows.progress import Progress
from flows.quarantine import write_quarantine
from flows.replaced import log_replaced, replaced_contents
from flows.second_look import passing_refusals
from flows.workers import WorkerPool
from transform import TRANSFORM_VERSION
from transform.lake import Lake
from transform.lake_removal import forget_refusals, remove_contents
from transform.schema import AGENCY_ID_HISTORY
from warehouse.agency_history import changed_agency_ids
from warehouse.build import build_warehouse, publish

_FACT_TABLES = ("fact_applications", "fact_review_litigation", "fact_proactive_disclosure")

_log = logging.getLogger("gongkai")


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(slots=True)
class Run:
    """One run, from its start to its end.

    Attributes:
        raws: the files and folders that it was given.
        started_at: UTC.
        known: the table of sources as the last run left it.
        published: the rename has happened; from here on the run cannot fail.
        troubles: what went wrong and did not end the run, as sentences.
    """

    run_id: str
    home: Home
    raws: tuple[str, ...]
    pool: WorkerPool
    progress: Progress
    lake: Lake
    started_at: datetime = field(default_factory=_utc_now)
    known: list[dict[str, object]] = field(default_factory=list)
    discovery: Discovery = field(default_factory=Discovery)
    batches: list[Sequence[Content]] = field(default_factory=list)
    outcome: BatchOutcome = field(default_factory=BatchOutcome)
    verdict: Verdict = field(default_factory=lambda: Verdict(()))
    summary: RunSummary | None = None
    published: bool = False
    troubles: list[str] = field(default_factory=list)

    @property
    def shown_raws(self) -> tuple[str, ...]:
        """The raws as they may be printed anywhere."""
        return tuple(map(shown_name, self.raws))

    @property
    def built(self) -> Path:
        """The database that this run builds."""
        return self.home.building(self.run_id)

    def trouble(self, sentence: str) -> None:
        """Note what went wrong without ending the run."""
        _log.warning("%s", sentence)
        self.troubles.append(sentence)


def prepare_run(
    home: Home, raws: Sequence[str], run_id: str, workers: int | None, progress: Progress
) -> Run:
    """Make the home ready; the caller holds the home's lock.

    Raises:
        NewerHomeError: a newer gongkai wrote this home.
        OSError: the home cannot be written.
    """
    home.remove_debris()
    lake = Lake(home.lake)
    lake.prepare()
    pool = WorkerPool(lake, home.run_log(run_id), workers, find_limits())
    return Run(run_id, home, tuple(raws), pool, progress, lake)


def find_sources(run: Run) -> None:
    """Find the source files, note them in the lake, and plan the batches."""
    forget_refusals(run.lake, passing_refusals())
    run.progress.stage(f"发现文件 finding files: {', '.join(run.shown_raws)}")
    run.known = run.lake.read_sources()
    run.discovery = discover(run.raws, run.home.folder, run.known, run.lake.extracted())
    for fault in run.discovery.faults:
        run.trouble(f"{fault.path}: {fault.reason}; passed over")
    # before the table of sources forgets them: a run that is killed here loses no former report
    log_replaced(run.lake, run.known, run.discovery.sources, run.started_at)
    run.lake.write_sources(run.discovery.sources)
    contents = _plan(run)
    run.batches = split_batches(contents)
    run.pool.start(len(run.batches))
    run.progress.stage(f"读取 reading {len(contents):,} of {len(run.discovery.files):,} files")
    run.progress.begin(len(contents))


def _plan(run: Run) -> list[Content]:
    """The contents that are to be understood: new ones, and those whose origin has changed."""
    sources = run.discovery.sources
    listing = read_manifests(run.discovery.manifests, sources)
    origins, troubles = find_origins(run.lake, sources, listing)
    for sentence in (*listing.troubles, *troubles):
        run.trouble(sentence)
    remove_contents(run.lake, changed_contents(run.lake, origins))
    return plan_contents(run.discovery.files, sources, run.lake, origins)


def read_batch(run: Run, number: int) -> BatchOutcome:
    """Have one batch read and understood by a worker process."""
    return run.pool.process(run.batches[number], run.progress.see)


def note_read(run: Run, outcomes: Sequence[BatchOutcome]) -> None:
    """Add up what the batches gave; files that changed underfoot are the next run's."""
    run.outcome = sum(outcomes, BatchOutcome())
    run.pool.close()
    if run.outcome.left:
        count = len(run.outcome.left)
        run.trouble(f"{count} files changed or went away while being read: left to the next run")
        rows = without_changed(run.discovery.sources, run.known, run.outcome.left)
        run.lake.write_sources(rows)
    remove_contents(run.lake, run.lake.understood() - _held_contents(run.lake))


def _held_contents(lake: Lake) -> set[str]:
    """The contents that some source holds, or held when it was last there, and former reports."""
    held = {row["source_sha256"] for row in lake.read_sources() if row["listed_by"] is None}
    return held | {row["source_sha256"] for row in replaced_contents(lake)}


def build(run: Run) -> None:
    """Build the database beside the published one."""
    run.progress.stage("构建仓库 building the warehouse")
    changed = changed_agency_ids(run.home.warehouse, run.lake, run.started_at)
    if changed:
        run.lake.append_log(AGENCY_ID_HISTORY, changed)
    build_warehouse(run.lake, run.built, load_rules())


def check(run: Run) -> None:
    """Validate the built database.

    Raises:
        RunFailedError: a structural expectation did not pass; a page says which.
    """
    run.progress.stage("校验 validating")
    run.verdict = validate(run.built)
    run.summary = _summarise(run, run.verdict)
    if run.verdict.structural_ok:
        return
    page = run.home.rejected_page
    write_page(page, run.verdict, run.built, run.summary)
    failed = [
        result.expectation.expectation_id
        for suite in run.verdict.suites
        for result in suite.results
        if suite.suite.structural and result.status is not Status.PASSED
    ]
    raise RunFailedError(
        f"validation refused publication: {', '.join(failed[:5])}"
        f"{' …' if len(failed) > 5 else ''}; see {page}"
    )


def publish_built(run: Run) -> None:
    """Put the built database in the place of the published one: the publication."""
    publish(run.built, run.home.warehouse)
    run.published = True
    _log.info("published %s", run.home.warehouse)


def write_report(run: Run) -> None:
    """Write the expectation report of what has been published."""
    with afterwards(run, "the expectation report could not be written"):
        run.summary = _summarise(run, run.verdict, run.home.warehouse)
        write_page(run.home.page, run.verdict, run.home.warehouse, run.summary)
        run.home.rejected_page.unlink(missing_ok=True)


def tidy(run: Run) -> None:
    """Bring the quarantine folder up to date, and remove what older versions understood."""
    with afterwards(run, "the quarantine folder could not be brought up to date"):
        write_quarantine(run.home.quarantine, run.lake)
    with afterwards(run, "batches of older versions could not be removed"):
        run.lake.remove_older_generations()


def mail(run: Run) -> None:
    """Mail the expectation report to the reviewers, if there are any."""
    with afterwards(run, "the report could not be mailed"):
        if run.summary:
            outcome = send_report(run.home.folder, run.home.page, run.summary, run.verdict)
            for sentence in _mail_troubles(outcome):
                run.trouble(sentence)


@contextmanager
def afterwards(run: Run, what: str) -> Iterator[None]:
    """After the publication nothing may end the run; the next run makes up for what fails."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the data are published
        _log.exception("%s", what)
        reason = describe_os_error(error) if isinstance(error, OSError) else str(error)
        run.trouble(f"{what}: {reason or type(error).__name__}")


def _mail_troubles(outcome: MailOutcome) -> Iterator[str]:
    yield from outcome.problems
    for refusal in outcome.refused:
        yield f"mail to {refusal.address} was not taken: {refusal.reason}"
    if outcome.error:
        yield outcome.error


def _summarise(run: Run, verdict: Verdict, database: Path | None = None) -> RunSummary:
    counts = _count_rows(database or run.built)
    finished = _utc_now()
    return RunSummary(
        run_id=run.run_id,
        started_at=run.started_at,
        finished_at=finished,
        roots=run.shown_raws,
        files=len(run.discovery.files),
        new_files=run.discovery.new_files,
        unchanged_files=len(run.discovery.files) - run.discovery.new_files,
        gone_files=run.discovery.gone_files,
        new_reports=run.outcome.reports,
        reports=counts["reports"],
        facts=sum(counts[table] for table in _FACT_TABLES),
        findings=counts["findings"],
        quarantined=counts["quarantined"],
        seconds=(finished - run.started_at).total_seconds(),
        home=str(run.home.folder),
        gongkai_version=__version__,
        extractor_version=EXTRACTOR_VERSION,
        transform_version=TRANSFORM_VERSION,
        structural_failure=not verdict.structural_ok,
    )


def _count_rows(database: Path) -> dict[str, int]:
    tables = ("reports", "findings", "quarantined", *_FACT_TABLES)
    with duckdb.connect(str(database), read_only=True) as connection:
        return {name: connection.table(name).shape[0] for name in tables}
