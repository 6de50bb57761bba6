"""A package index of the test's own: wheels and sources that it makes, in a folder that pip looks into."""
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from push.layers import pip

# A build backend in the package itself, so that building needs no network: its wheel's tag is a file's text.
BACKEND = """
import pathlib, zipfile
def get_requires_for_build_wheel(config_settings=None):
    return []
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name, version, tag = pathlib.Path("facts").read_text().split()
    path = f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(pathlib.Path(folder, path), "w") as wheel:
        for file in sorted(pathlib.Path("src").rglob("*.py")):
            wheel.writestr(str(file.relative_to("src")), file.read_text())
        info = f"{name}-{version}.dist-info"
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: {tag}\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path
"""
PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


class Index:
    """What is in it is made by its methods."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()

    def wheel(self, name, version="1.0", tag="py3-none-any", needs=(), files=None, points=""):
        """A wheel whose module of the same name holds VERSION; files: {path: text}, besides."""
        info = f"{name}-{version}.dist-info"
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}",
                 *(f"Requires-Dist: {line}" for line in needs)]
        content = {f"{name}/__init__.py": f"VERSION = {version!r}\n", **(files or {}),
                   f"{info}/METADATA": "\n".join(lines) + "\n", f"{info}/RECORD": "",
                   f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n"}
        if points:
            content[f"{info}/entry_points.txt"] = points
        path = self.folder / f"{name}-{version}-{tag}.whl"
        with zipfile.ZipFile(path, "w") as packed:
            for inside, text in content.items():
                packed.writestr(inside, text)
        return path

    def source(self, name, version="1.0", tag="py3-none-any"):
        """Only a source: what is built of it is a wheel of that tag."""
        with tarfile.open(self.folder / f"{name}-{version}.tar.gz", "w:gz") as packed:
            for inside, text in source_files(name, version, tag).items():
                entry = tarfile.TarInfo(f"{name}-{version}/{inside}")
                entry.size = len(text.encode())
                packed.addfile(entry, io.BytesIO(text.encode()))


def source_files(name, version="1.0", tag="py3-none-any"):
    """{path: text} of a package's source."""
    return {"pyproject.toml": PROJECT, "backend.py": BACKEND, "facts": f"{name} {version} {tag}",
            f"src/{name}/__init__.py": f"VERSION = {version!r}\n",
            "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"}


def source_folder(folder, name, version="1.0"):
    """The source of a package in a folder."""
    for inside, text in source_files(name, version).items():
        path = Path(folder) / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


# Imports pip once, and runs it in a fork for each line of arguments; answers with its exit code and its stderr as JSON.
PIPS = """
import contextlib, io, json, os, sys
from pip._internal.cli.main import main
import pip._internal.commands.install, pip._internal.commands.download, pip._internal.commands.wheel
for line in sys.stdin:
    order = json.loads(line)
    out, into = os.pipe()
    if not os.fork():
        os.dup2(into, 2)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(1, 0)
        os.close(out)
        os.close(into)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["cwd"])
        code = 1
        try:
            code = main(order["words"])
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(into)
    with open(out, errors="replace") as told:
        stderr = told.read()
    code = os.waitstatus_to_exitcode(os.wait()[1])
    print(json.dumps({"code": code, "stderr": stderr}), flush=True)
"""


@pytest.fixture(scope="session")
def pips():
    """push.layers.pip.run, by a process that has pip imported already: most of what a run of pip costs."""
    with subprocess.Popen([sys.executable, "-c", PIPS], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as ready:
        def run(verb, *arguments):
            order = {"words": [verb, *pip.QUIET, *map(str, arguments)], "env": dict(os.environ), "cwd": os.getcwd()}
            print(json.dumps(order), file=ready.stdin, flush=True)
            done = json.loads(ready.stdout.readline())
            if done["code"]:
                raise pip.Failed(done["stderr"])
        yield run
        ready.stdin.close()


@pytest.fixture
def package_index(tmp_path, monkeypatch, pips):
    """An Index, the only one that pip knows; the test is in a project of its own, without uv."""
    monkeypatch.setattr(pip, "run", pips)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, *more, **wheels: None if name == "uv" else which(name, *more, **wheels))
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    Path("app.yaml").write_text("name: demo\n")
    return Index(tmp_path / "index")


def lambda_using(name, *layers, source="def handler(event, context):\n    return 1\n"):
    """Writes a lambda that names layers."""
    path = Path(f"lambdas/{name}/index.py")
    path.parent.mkdir(parents=True, exist_ok=True)
    Path("lambdas/__init__.py").touch()
    path.write_text(f'"""A lambda.\n\ninfra:\n  layers: [{", ".join(layers)}]\n"""\n{source}')
