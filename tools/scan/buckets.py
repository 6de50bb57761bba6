"""The buckets and Kinesis streams of app.yaml in the app model: their settings, and those that no code names."""
from collections.abc import Iterator
from typing import Any

from kit.problems import Problem
from kit.schema import nearest
from kit.settings import FILE

# section of app.yaml -> (kind of state, end of its variables, noun)
SECTIONS = {"buckets": ("bucket", "BUCKET", "bucket"), "streams": ("data_stream", "STREAM", "stream")}


def describe(state: Any, settings: Any) -> None:
    """Adds the settings of app.yaml to the buckets and streams of a State. settings: of kit/settings.py"""
    for section, (kind, _suffix, _noun) in SECTIONS.items():
        for name in state[kind].keys() & settings.get(section, {}).keys():
            state[kind][name]["settings"] = settings[section][name]


def problems(state: Any, settings: Any) -> Iterator[Problem]:
    """Yields a Problem for each bucket or stream of app.yaml that no lambda uses: misspelt, or of code to come."""
    for section, (kind, suffix, noun) in SECTIONS.items():
        described = settings.get(section, {})
        for name in described.keys() - state[kind].keys():
            variable = f"{name.upper().replace('-', '_')}_{suffix}"
            yield Problem(FILE, described[name]["line"],
                          f"{section}.{name}: no lambda names this {noun}, so it is not made",
                          nearest(name, state[kind].keys() - described.keys(), 0.7)
                          or f'os.environ["{variable}"] in the code of a lambda names it')
