"""The buckets, secrets and streams of app.yaml in the app model: their settings, and those that no code names."""
from collections.abc import Iterator
from typing import Any

from kit import secret_settings
from kit.problems import Problem
from kit.schema import nearest
from kit.settings import FILE
from recipes import recipients

# section of app.yaml -> (kinds of state, noun); its variables end in the noun
SECTIONS = {"buckets": (["bucket"], "bucket"), "secrets": (["secret", "parameter"], "secret"),
            "streams": (["data_stream"], "stream")}


def describe(state: Any, settings: Any) -> None:
    """Adds the settings of app.yaml to the buckets and streams of a State. settings: of kit/settings.py"""
    for section, kind in (("buckets", "bucket"), ("streams", "data_stream")):
        for name in state[kind].keys() & settings.get(section, {}).keys():
            state[kind][name]["settings"] = settings[section][name]


def problems(state: Any, settings: Any) -> Iterator[Problem]:
    """Yields a Problem for each bucket, secret or stream of app.yaml that no lambda uses (misspelt, or not yet in the
    code); and for each parameter that must be a secret of Secrets Manager."""
    for section, (kinds, noun) in SECTIONS.items():
        described, used = settings.get(section, {}), {name for kind in kinds for name in state[kind]}
        for name in described.keys() - used:
            variable = f"{name.upper().replace('-', '_')}_{noun.upper()}"
            yield Problem(FILE, described[name]["line"],
                          f"{section}.{name}: no lambda names this {noun}, so it is not created",
                          nearest(name, used - described.keys(), 0.7)
                          or f'os.environ["{variable}"] in the code of a lambda names it')
    for name in recipients.secrets(settings) if settings else ():
        if secret_settings.is_parameter(settings, name):
            yield Problem(FILE, settings["secrets"][name]["line"],
                          f"secrets.{name}: the alerts read it from Secrets Manager",
                          f"remove `store: {secret_settings.PARAMETER}`")
