"""A pytest plug-in: the tests of a lambda find the packages of its layers, as the lambda does, also in tests of others.

Only its own: without the name of a layer in its infra block, a lambda misses the packages in tests too (unless a
test that ran earlier in the same process imported them). `make test` builds the layers; pytest alone does not.
"""
import contextlib
import functools
import os
import sys
from pathlib import Path

import pytest

from aws.app import AppModel
from kit.problems import Problems
from push.layers import builds, targets, wheels
from recipes import layer
from scan import source


def prepare(app: AppModel) -> None:
    """Builds and unpacks for this machine every layer that a lambda of app.json uses. Raises Problems."""
    used = {name for fn in app["lambdas"].values() for name in layer.folders(fn["infra"].get("layers", []))}
    for name in sorted(used):
        builds.unpacked_folder(builds.built_record(name, targets.this_machine()))


@functools.cache
def paths(test):
    """The entries of sys.path for a test file of a lambda: the folders of its layers, a later one first.

    A layer that is not built ends the run.
    """
    index = Path(test).with_name("index.py")
    if not index.exists():
        return []
    block = source.facts(str(index), index.read_text(encoding="utf-8-sig", errors="replace"))["infra"]
    layers = block.get("layers") if isinstance(block, dict) else None
    try:
        return [os.path.abspath(os.path.join(builds.ready_folder(name, targets.this_machine()), wheels.ROOT))
                for name in reversed(layer.folders(layers or []))]
    except Problems as problems:
        pytest.exit(str(problems), returncode=1)


@contextlib.contextmanager
def on_path(folders):
    """A context in which these folders come first on sys.path."""
    sys.path[:0] = folders
    try:
        yield
    finally:
        for folder in folders:
            sys.path.remove(folder)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Collects a test file with its layers on sys.path: the file imports its handler."""
    with on_path(paths(collector.path) if isinstance(collector, pytest.Module) else []):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Runs a test with its layers on sys.path: a handler may import when it is called."""
    with on_path(paths(item.path)):
        return (yield)
