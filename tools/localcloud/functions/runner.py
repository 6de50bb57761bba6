"""Which environment runs an invocation: a warm one, else a new one; and when they are given up."""
import threading
import time
from collections import Counter
from typing import Any

from localcloud.functions.environment import Environment

MOST_WARM = 60  # 11 MB of its own each
MOST_BUSY = 200  # AWS allows an account 1000 at once
IDLE_SECONDS = 600


class Throttled(Exception):
    """More invocations at once than the function, or this cloud, may have."""


class Runner:
    """Runs Programs. Thread-safe; the calling thread does the work and waits for the answer."""

    def __init__(self, spawner):
        self._spawner = spawner
        self._changed = threading.Condition()
        self._warm = []  # idle environments, the longest idle first
        self._busy = Counter()  # arn -> how many run now
        self._current = {}  # arn -> the Program it runs since it was last changed
        self._closed = threading.Event()
        threading.Thread(target=self._reap, daemon=True, name="reaper").start()

    def run(self, program, invocation, limit=None, wait=False):
        """(its Outcome, the log stream of its environment). Beyond `limit` waits, or raises Throttled."""
        self._enter(program.arn, limit, wait)
        environment: Any = None
        try:
            if self._current.get(program.arn) != program:
                self.retire(program.arn, program)
            outcome = None
            while outcome is None:  # a warm one may have died since
                if environment:
                    environment.close()
                environment = self._warm_one(program) or Environment(program, self._spawner)
                outcome = environment.invoke(invocation)
            return outcome, environment.stream
        finally:
            self._leave(program.arn, environment)

    def _enter(self, arn, limit, wait):
        """Count one more that runs; wait for that to be allowed, or raise Throttled."""
        def free():
            return (limit is None or self._busy[arn] < limit) and self._busy.total() < MOST_BUSY

        with self._changed:
            if limit == 0 or not (free() or wait):
                raise Throttled(arn)
            self._changed.wait_for(free)
            self._busy[arn] += 1

    def _warm_one(self, program):
        """The environment of that very program that was used last: few stay warm that way."""
        with self._changed:
            for environment in reversed(self._warm):
                if environment.program == program:
                    self._warm.remove(environment)
                    return environment
        return None

    def _leave(self, arn, environment):
        """Keep the environment for the next time, or not; at most MOST_WARM are kept."""
        surplus = []
        with self._changed:
            self._busy[arn] -= 1
            if environment and not environment.ended and environment.program == self._current.get(arn):
                self._warm.append(environment)
                surplus = self._warm[:-MOST_WARM]
                del self._warm[:-MOST_WARM]
            elif environment:
                surplus = [environment]
            self._changed.notify_all()
        for old in surplus:
            old.close()

    def retire(self, arn, program=None):
        """Give up what runs for that ARN, which from now on runs another Program, or none."""
        with self._changed:
            self._current[arn] = program
            old = [one for one in self._warm if one.program.arn == arn and one.program != program]
            self._warm = [one for one in self._warm if one not in old]
        for environment in old:
            environment.close()

    def _reap(self):
        """In a thread: give up what has been idle for long."""
        while not self._closed.wait(5):
            with self._changed:
                limit = time.monotonic() - IDLE_SECONDS
                old = [one for one in self._warm if one.used < limit]
                self._warm = [one for one in self._warm if one.used >= limit]
            for environment in old:
                environment.close()

    def close(self):
        """Kill the idle. The busy go with the zygote."""
        self._closed.set()
        with self._changed:
            old, self._warm = self._warm, []
        for environment in old:
            environment.close()
