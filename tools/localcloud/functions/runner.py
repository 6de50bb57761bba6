"""Which environment runs an invocation: a warm one, else a new one; and when environments end."""
import enum
import threading
import time
from collections import Counter

from aws import arns
from localcloud.functions.environment import Environment

MAX_WARM = 60  # environments, of 11 MB each
MAX_BUSY = 200  # invocations at once; AWS allows an account 1000
IDLE_SECONDS = 600
MAX_STARTS = 10  # environments that an invocation starts if each is killed before it gets the event


class Throttled(Exception):
    """More concurrent invocations than the function, or this cloud, may have."""


class Wait(enum.Enum):
    """What an invocation waits for before it starts; for the rest it raises Throttled."""

    NOTHING = enum.auto()
    ROOM = enum.auto()  # in this cloud, which runs MAX_BUSY at once
    CONCURRENCY = enum.auto()  # for room, and for the function's reserved concurrency, unless that is 0


class Runner:
    """Runs Programs in environments, warm ones first, and ends those that are idle. Thread-safe: the calling thread
    serves the environment and waits for the response."""

    def __init__(self, spawner):
        self._spawner = spawner
        self._changed = threading.Condition()
        self._warm = []  # idle environments, in the order of their last use
        self._busy = Counter()  # arn of a function, without a version -> number of its current invocations
        self._programs = {}  # arn -> the current Program
        self._closed = threading.Event()
        threading.Thread(target=self._reap, daemon=True, name="reaper").start()

    def run(self, program, invocation, limit=None, wait=Wait.NOTHING):
        """(Outcome, log stream of the environment). With `limit` invocations running waits, or raises Throttled."""
        function_arn = arns.unqualified(program.arn)
        self._acquire(function_arn, limit, wait)
        environment = None
        try:
            if self._programs.get(program.arn) != program:
                self.retire(program.arn, program)
            starts = 0
            while True:
                if environment:  # it was killed before it got the event
                    environment.close()
                environment = self._take_warm(program)
                if environment is None:
                    environment, starts = Environment(program, self._spawner), starts + 1
                outcome = environment.invoke(invocation, is_last=starts >= MAX_STARTS)
                if outcome is not None:
                    return outcome, environment.stream
        finally:
            self._release(function_arn, environment)

    def _acquire(self, arn, limit, wait):
        """Counts one more invocation; waits until that is allowed, or raises Throttled."""
        def has_room():
            return self._busy.total() < MAX_BUSY

        def has_concurrency():
            return limit is None or self._busy[arn] < limit

        with self._changed:
            if limit == 0 or wait is not Wait.CONCURRENCY and not has_concurrency() \
                    or wait is Wait.NOTHING and not has_room():
                raise Throttled(arn)
            self._changed.wait_for(lambda: has_room() and has_concurrency())
            self._busy[arn] += 1

    def _take_warm(self, program):
        """Removes and returns the last used warm environment of the program, or None: the others become idle."""
        with self._changed:
            for environment in reversed(self._warm):
                if environment.program == program:
                    self._warm.remove(environment)
                    return environment
        return None

    def _release(self, arn, environment):
        """Makes a reusable environment warm; closes any other, and the oldest beyond MAX_WARM."""
        surplus = []
        with self._changed:
            self._busy[arn] -= 1
            if environment and not environment.ended \
                    and environment.program == self._programs.get(environment.program.arn):
                self._warm.append(environment)
                surplus = self._warm[:-MAX_WARM]
                del self._warm[:-MAX_WARM]
            elif environment:
                surplus = [environment]
            self._changed.notify_all()
        for environment_to_close in surplus:
            environment_to_close.close()

    def retire(self, arn, program=None):
        """Closes the warm environments of that ARN, which has another Program from now on, or none."""
        with self._changed:
            self._programs[arn] = program
        self._close_warm(lambda environment: environment.program.arn == arn and environment.program != program)

    def _reap(self):
        """The reaper's thread: closes environments that were idle for IDLE_SECONDS."""
        while not self._closed.wait(5):
            self._close_warm(lambda environment: time.monotonic() - environment.last_used > IDLE_SECONDS)

    def _close_warm(self, is_obsolete):
        """Closes the warm environments for which is_obsolete(environment) is true."""
        with self._changed:
            obsolete = [environment for environment in self._warm if is_obsolete(environment)]
            self._warm = [environment for environment in self._warm if environment not in obsolete]
        for environment in obsolete:
            environment.close()

    def close(self):
        """Kills the idle environments. The busy ones end with the zygote."""
        self._closed.set()
        self._close_warm(lambda _environment: True)
