"""The files of a new lambda, from cookiecutter-lambda/."""
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from aws import tables
from kit import api_settings, names

FILES = ["index.py", "test.py"]
SCRATCH = ".new-"


def yaml_text(text: str) -> str:
    """A text in YAML inside a list, quoted where YAML requires it: hello, "no"."""
    return yaml.safe_dump([text], default_flow_style=True, width=1000).strip()[1:-1]


@contextlib.contextmanager
def alone(package: Path):
    """Lets one process at a time create a lambda in the package's folder, which no other changes meanwhile."""
    package.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(package, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def table_name(settings: Mapping[str, Any], name: str) -> str:
    """The table of a new lambda: the app's, or one of the lambda's own where app.yaml gives the app's table other keys
    than the templates use. settings: of kit/settings.py"""
    own = names.own_prefix(settings)
    described = (settings.get("tables") or {}).get(own) or {}
    keys = {key["name"]: key["type"] for key in described.get("key", ())}
    return own if not keys or [*keys.items()] == [*tables.DEFAULT_KEYS.items()] else f"{own}-{name}"


def write(template: str | Path, package: Path, path: str, trigger: str, settings: Mapping[str, Any]) -> list[Path]:
    """Generates in a folder beside, then renames: a lambda is written whole, or not at all. -> its files.

    The caller is alone().
    """
    from cookiecutter.generate import generate_files  # 0.2 s, which a rejected name need not wait for

    app, table = names.own_prefix(settings), table_name(settings, path.replace("/", "-"))
    credentials = " with credentials" * bool((settings.get("cors") or {}).get("credentials"))
    cors = "gateway" if api_settings.is_http(settings) else f"listed{credentials}" if "cors" in settings else "any"
    context = {"cors": cors, "path": path, "name": path.replace("/", "-"), "folder": path.split("/")[-1],
               "trigger": trigger, "variables": names.prefix(app)}
    context.update(yaml_app=yaml_text(app), yaml_name=yaml_text(context["name"]), yaml_table=yaml_text(table),
                   table_variable=f"{names.prefix(table)}_TABLE")
    target = package / path
    for killed in package.glob(f"{SCRATCH}*"):  # of a process that was killed: only one is here at a time
        shutil.rmtree(killed, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=package, prefix=SCRATCH) as scratch:
        generated = Path(generate_files(template, {"cookiecutter": context}, scratch))
        target.mkdir(parents=True, exist_ok=True)  # a folder of other lambdas may be there
        for file in reversed(FILES):  # index.py last: it makes the folder a lambda
            os.rename(generated / file, target / file)
    return [target / file for file in FILES]
