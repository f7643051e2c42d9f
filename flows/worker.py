"""The process that reads batches: `python -m flows.worker`, started by `flows.workers`.

Its standard input is a connection to the run: jobs arrive and answers leave there, pickled.
It ends when the connection does, so that it never outlives the run, and an alarm of the
system ends it if one file holds it longer than is allowed.
"""

import logging
import os
import queue
import signal
import sys
import threading
from multiprocessing.connection import Connection

from flows.batch import process_batch
from flows.failures import describe_os_error
from flows.jobs import OVER_MEMORY, Answer, Began, Done, Failed, Job
from flows.limits import WRITE_SECONDS, is_worn, limit_process
from flows.places import PlaceReader

_SPARE_SECONDS = 15
"""The alarm comes this long after the run should have ended a worker that hangs."""


def main(memory_mib: int) -> None:
    """Answer jobs until the input ends."""
    limit_process(memory_mib)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    connection = _take_connection()
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, jobs), daemon=True).start()
    reader = PlaceReader()
    files_read = 0
    while True:
        job = jobs.get()
        files_read += len(job.contents)
        connection.send(_answer(job, connection, reader, files_read))


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


def _answer(
    job: Job, outgoing: "Connection[Answer, Job]", reader: PlaceReader, files_read: int
) -> Answer:
    def begin(sha256: str | None, data: bytes) -> None:
        seconds = job.limits.seconds_for(data) if sha256 else WRITE_SECONDS
        signal.alarm(seconds + _SPARE_SECONDS)
        try:
            outgoing.send(Began(sha256, seconds))
        except OSError:
            os._exit(0)  # the run has ended

    try:
        outcome = process_batch(job.lake, job.contents, begin, reader)
        return Done(outcome, is_worn(files_read))
    except MemoryError:
        os._exit(OVER_MEMORY)  # the libraries may be in any state: a new process goes on
    except OSError as error:
        return Failed(describe_os_error(error))
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
