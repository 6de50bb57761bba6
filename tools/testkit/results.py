"""Which tests passed, recorded between runs so that only tests with changed code run again."""
import os

from kit import files


class PassedFiles:
    """A part of pytest: records at the end of a run which files passed whole, and which failed.

    path  a JSON file {"to_run": {file: key}, "passed": {file: key}, "failed": {file: key}, "exercised": {file:
          [[lambda, action, resource]]}}; those of "to_run" are moved to "passed" or "failed" once their tests have run
    """

    def __init__(self, path):
        self.path, self.passed, self.failed = path, set(), set()
        self.exercised = {}  # {file: {(lambda, action, resource)}}

    def pytest_runtest_logreport(self, report):
        """Notes whether a test passed or failed, and the lambdas that it exercised, for its file."""
        file = report.nodeid.partition("::")[0]
        self.exercised.setdefault(file, set()).update(map(tuple, getattr(report, "exercised", ())))
        if report.failed:
            self.failed.add(file)
        elif report.when == "call":
            self.passed.add(file)

    def pytest_collectreport(self, report):
        """Counts a file that could not be collected as failed."""
        if report.failed:
            self.failed.add(report.nodeid.partition("::")[0])

    def pytest_sessionfinish(self, exitstatus):
        """Writes the file, only after a complete run: all passed, or some failed."""
        if exitstatus not in (0, 1) or not os.path.exists(self.path):
            return
        record = files.read_json(self.path)
        to_run = record.get("to_run", {})  # a file of an earlier version has none
        passed = {file: key for file, key in to_run.items() if file in self.passed - self.failed}
        failed = {file: key for file, key in to_run.items() if file in self.failed}
        before = {file: key for file, key in record.get("failed", {}).items() if file not in passed}
        exercised = record.get("exercised", {}) | {file: sorted(rows) for file, rows in self.exercised.items()}
        files.write_json(self.path, {"to_run": {}, "passed": {**record.get("passed", {}), **passed},
                                     "failed": {**before, **failed},
                                     "exercised": {file: rows for file, rows in exercised.items() if rows}})
