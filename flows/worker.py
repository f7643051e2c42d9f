"""The process that reads batches: `python -m flows.worker`, started by `flows.workers`.

Its standard input is a connection to the run: jobs arrive and answers leave there, pickled.
It ends when the connection does, so that it never outlives the run, and an alarm of the
system ends it if one file holds it longer than is allowed.
"""

import logging
import os
import queue
import signal
import threading
from multiprocessing.connection import Connection

from flows.batch import process_batch
from flows.failures import describe_os_error
from flows.jobs import Answer, Began, Failed, Job

_SPARE_SECONDS = 15
"""The alarm comes this long after the run should have ended a worker that hangs."""

_WRITE_SECONDS = 600


def main() -> None:
    """Answer jobs until the input ends."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    connection = _take_connection()
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, jobs), daemon=True).start()
    while True:
        connection.send(_answer(jobs.get(), connection))


def _take_connection() -> "Connection[Answer, Job]":
    """Keep standard input, which leads to the run, out of every library's reach."""
    connection: Connection[Answer, Job] = Connection(os.dup(0))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return connection


def _receive(incoming: "Connection[Answer, Job]", jobs: "queue.SimpleQueue[Job]") -> None:
    while True:
        try:
            jobs.put(incoming.recv())
        except (EOFError, OSError):
            os._exit(0)


def _answer(job: Job, outgoing: "Connection[Answer, Job]") -> Answer:
    def begin(sha256: str | None) -> None:
        seconds = job.file_seconds if sha256 else _WRITE_SECONDS
        signal.alarm(seconds + _SPARE_SECONDS)
        outgoing.send(Began(sha256))

    try:
        return process_batch(job.lake, job.contents, begin)
    except OSError as error:
        return Failed(describe_os_error(error))
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    main()
