"""Calls one function for many items, on all cores if there are so many items that the processes save time."""
import os
from collections.abc import Callable, Sequence

import orjson

from kit import interrupts

FEWEST = 100  # items from which on a second process (some 20 ms) pays
MOST_TURNS = 250  # the number of a turn is a byte


def parallel_results(items: Sequence, work: Callable, fewest: int = FEWEST) -> list:
    """[work(item) for item in items]; the results of work must be plain JSON.

    A process takes turns, each of every n-th item, until none is left: no process waits for a slower core or a larger
    item. If a process fails, this process repeats its turns, so that the exception of a bug is raised here.
    """
    count = min(os.cpu_count() or 1, len(items) // fewest) if hasattr(os, "fork") else 1
    if count < 2:
        return [work(item) for item in items]
    number = min(len(items), MOST_TURNS)
    turns, into = os.pipe()
    os.write(into, bytes(range(number)))
    os.close(into)

    def share():
        return [(turn[0], [work(item) for item in items[turn[0]::number]])
                for turn in iter(lambda: os.read(turns, 1), b"")]
    processes = [_start(share) for _other in range(count - 1)]
    results = dict(share())
    os.close(turns)
    for process in processes:
        results.update(_result(*process))
    for turn in set(range(number)) - results.keys():
        results[turn] = [work(item) for item in items[turn::number]]
    return [results[at % number][at // number] for at in range(len(items))]


def _start(share):
    """(pid, the end of a pipe to read from) of a new process that writes its share to the pipe."""
    out, into = os.pipe()
    with interrupts.uninterrupted():
        pid = os.fork()
        if not pid:
            _write_share(share, out, into)
    os.close(into)
    return pid, out


def _write_share(share, out, into):
    """Write the results of share() to a pipe, in a child, which ends."""
    try:
        interrupts.permit()
        os.close(out)
        with open(into, "wb") as pipe:
            pipe.write(orjson.dumps(share()))
    finally:
        os._exit(0)


def _result(pid, out):
    """[(turn, results)] that a process wrote to a pipe, [] if the process failed."""
    with open(out, "rb") as pipe:
        output = pipe.read()
    os.waitpid(pid, 0)
    try:
        return orjson.loads(output)
    except orjson.JSONDecodeError:
        return []
