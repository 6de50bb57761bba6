"""Pareto's tests depend on no app: what stands in the checkout is refused to them (conftest.py)."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.paths import APP, EXAMPLE, ROOT


@cases("read", [
    lambda path: open(path), lambda path: os.listdir(path), lambda path: list(os.walk(path, onerror=raise_it)),
    lambda path: Path(path).read_text(), lambda path: open(os.path.relpath(path))])
@cases("part", APP)
def test_a_test_that_reads_the_checkouts_own_app_fails(part, read):
    with pytest.raises(AssertionError, match="the app may be another"):
        read(str(ROOT / part))


def raise_it(error):
    """os.walk goes on after an error, else."""
    raise error


def test_what_is_paretos_or_the_tests_own_is_not_refused(tmp_path):
    (tmp_path / "app.yaml").write_text("")
    for path in (ROOT / "Makefile", ROOT / "docs/checks.md", EXAMPLE / "app.yaml", tmp_path / "app.yaml"):
        path.read_text()
    assert "alarms" in os.listdir(EXAMPLE / "lambdas")


def test_a_program_that_a_test_starts_stands_in_an_empty_folder():
    done = subprocess.run([sys.executable, "-c", "import os; print(os.listdir())"], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_no_part_of_the_example_is_collected_as_tests_of_paretos(request):
    assert not [item.path for item in request.session.items if item.path.is_relative_to(EXAMPLE)]
