"""Which tests passed, kept between runs so that only those run again whose code changed."""
import os

from kit import files


class Keeper:
    """A part of pytest: hears how each test ended, and at the end writes down which files passed whole or failed.

    path  a JSON file {"asked": {file: key}, "passed": {file: key}, "failed": {file: key}}; those asked for are
          added to the one or the other
    """

    def __init__(self, path):
        self.path, self.passed, self.failed = path, set(), set()

    def pytest_runtest_logreport(self, report):
        """A phase of one test ended."""
        file = report.nodeid.partition("::")[0]
        if report.failed:
            self.failed.add(file)
        elif report.when == "call":
            self.passed.add(file)

    def pytest_collectreport(self, report):
        """A file that could not be read has not passed."""
        if report.failed:
            self.failed.add(report.nodeid.partition("::")[0])

    def pytest_sessionfinish(self, exitstatus):
        """Only of a run that went to its end: all passed, or some failed."""
        if exitstatus not in (0, 1) or not os.path.exists(self.path):
            return
        kept = files.read_json(self.path)
        done = {file: key for file, key in kept["asked"].items() if file in self.passed - self.failed}
        failed = {file: key for file, key in kept["asked"].items() if file in self.failed}
        before = {file: key for file, key in kept.get("failed", {}).items() if file not in done}
        files.write_json(self.path, {"asked": {}, "passed": {**kept["passed"], **done}, "failed": {**before, **failed}})
