"""The data of the mutation benchmark: right in itself. Its run is `make bench-bugs`."""
import sys

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT

sys.path.append(str(ROOT / "bench"))
import mutations


@cases("app, folder", mutations.apps().items())
def test_every_change_fits_its_app(app, folder):
    assert mutations.data_problems(app, folder) == []


def test_each_class_has_bugs_and_right_changes():
    actual = {(case["kind"], case["class"]) for app in mutations.apps() for case in mutations.cases(app)}
    assert actual == {(kind, name) for kind in ("bug", "right") for name in mutations.CLASSES}


def test_edits_follow_each_other():
    texts = {"a": "one two", "b": "x"}.get
    assert mutations.changed(texts, [
        {"file": "a", "old": "one", "new": "three"}, {"file": "a", "old": "three two", "new": "four"},
        {"file": "b"}, {"file": "c", "new": "new"}]) == {"a": "four", "b": None, "c": "new"}


def test_an_edit_must_fit_once():
    for old in ("three", "o"):
        with pytest.raises(ValueError, match="^a has [02] times"):
            mutations.changed({"a": "one two"}.get, [{"file": "a", "old": old, "new": ""}])
