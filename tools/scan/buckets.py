"""The buckets of app.yaml in the app model: their settings in its state, and those that no code names."""
from collections.abc import Iterator

from aws.app import State
from kit.bucket_settings import BucketSettings
from kit.problems import Problem
from kit.schema import nearest
from kit.settings import FILE


def describe(state: State, settings: dict[str, BucketSettings]) -> None:
    """Adds the settings of app.yaml to the buckets of a state."""
    for name, bucket in state["bucket"].items():
        if name in settings:
            bucket["settings"] = settings[name]


def problems(state: State, settings: dict[str, BucketSettings]) -> Iterator[Problem]:
    """Yields a Problem for each bucket of app.yaml that no lambda uses: misspelt, or the code is not there yet."""
    for name, bucket in settings.items():
        if name not in state["bucket"]:
            variable = f"{name.upper().replace('-', '_')}_BUCKET"
            yield Problem(FILE, bucket["line"], f"buckets.{name}: no lambda names this bucket, so it is not made",
                          nearest(name, state["bucket"].keys() - settings.keys(), 0.7)
                          or f'os.environ["{variable}"] in the code of a lambda names it')
