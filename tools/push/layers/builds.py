"""Layers as zips, kept in build/layers/ for as long as what they are made of stays the same.

    build/layers/pyyaml/python3.13-arm64-1f2e3d4c5b6a.zip    and beside it, written last, its record:
    {"digest": of its content, "packages": {"pyyaml": "6.0.3"},
     "zip": path, "zipped": bytes, "unzipped": bytes}
"""
import contextlib
import hashlib
import os
import tempfile
import zipfile
from pathlib import Path

from kit import cli, files
from kit.problems import Problem, Problems, problem
from push import zips
from push.layers import layer_files, pip, selection, targets, wheels

BUILDS = "build/layers"
RECIPE = "pareto layer 1"  # in every key: raise it if the same list would now make another zip
OURS = {"boto3", "botocore"}  # Lambda's runtime brings them


def built(name, target):
    """The record of a layer, built if it was not, or if its list has changed. Raises Problems."""
    problems = layer_files.local_packages_problems([name])
    if problems:  # also where an earlier build is kept: a hidden file of secrets is reported each time
        raise Problems(*problems)
    text = layer_files.read(name)
    return kept(name, text, target) or build_anew(name, text, target)


def kept(name, text, target):
    """The record of an earlier build of the same list, or None."""
    path = record_path(name, text, target)
    record = files.read_json(str(path)) if path.exists() else None
    return record if record and os.path.exists(record["zip"]) else None


def record_path(name, text, target):
    """Where the record is: the path holds the digest of all that the build depends on."""
    asked = [line for _number, line in layer_files.lines(layer_files.requirements(name), text)]
    places = [layer_files.folder_digest(where) for where in map(layer_files.place, asked)
              if where and layer_files.is_package(where)]
    digest = hashlib.sha256("\n".join([RECIPE, target["name"], *asked, *places]).encode()).hexdigest()
    return Path(BUILDS) / name / f"{target['name']}-{digest[:12]}.json"


def build_anew(name, text, target):
    """The record of a layer built from the text of its list alone. Raises Problems."""
    with tempfile.TemporaryDirectory(prefix="pareto-layer-") as folder:
        return build(name, text, target, folder)


def build(name, text, target, folder, packages=None):
    """Builds a layer from the text of its list. -> its record

    folder    where wheels are put
    packages  {name: version}, where layer_wheels.suited has said it already, with the same folder
    Raises the Problems of a list that cannot be met, and then leaves nothing.
    """
    path = layer_files.requirements(name)
    asked = [line for _number, line in layer_files.lines(path, text)]
    if not asked:
        raise problem(path, 0, "asks for no package", f"`make layer name={name} pkg=...`")
    warn_of_loose_lines(path, text)
    cli.say(f"layer {name}: building for {targets.said(target)}")
    with pip.told(path, text, target):
        if target["here"]:
            found = selection.wheels_here(asked, folder)
        else:
            found = selection.wheels_there(asked, target, folder, packages)
    versions = dict(wheels.named(each.name) for each in found)
    entries = together([(each.name, wheels.entries(each)) for each in sorted(found)])
    for ours in sorted(OURS & versions.keys()):
        cli.say(f"layer {name}: {ours} {versions[ours]} is in it, and hides the one that Lambda brings")
    return keep(record_path(name, text, target), entries, versions)


def warn_of_loose_lines(path, text):
    """Prints the lines of a list from which another day may build another version."""
    for number, line in layer_files.lines(path, text):
        if layer_files.loose(line):
            cli.say(Problem(path, number, f"{line} may be another version tomorrow",
                            "`==` pins it; `make layer` does"))


def together(parts):
    """[(path, mode, bytes)], sorted, of [(name, entries)]: of two files of one path the last stays."""
    found = {path: (path, mode, data) for _name, entries in parts for path, mode, data in entries}
    return [found[path] for path in sorted(found)]


def keep(path, entries, packages):
    """Writes the zip, then its record. -> the record"""
    data = zips.archive(entries)
    packed = path.with_suffix(".zip")
    files.write_bytes(str(packed), data, private=True)
    record = {"digest": zips.digest(entries), "packages": packages, "zip": str(packed), "zipped": len(data),
              "unzipped": sum(len(content) for _path, _mode, content in entries)}
    files.write_json(str(path), record)
    return record


def merged(name, inner, target):
    """The record of one layer made of several. Raises the Problems of two that differ in a file."""
    parts = {each: built(each, target) for each in inner}
    digest = hashlib.sha256(" ".join(parts[each]["digest"] for each in inner).encode()).hexdigest()
    path = Path(BUILDS) / name / f"{target['name']}-{digest[:12]}.json"
    if path.exists() and path.with_suffix(".zip").exists():
        return files.read_json(str(path))
    contents = {each: unpacked(parts[each]["zip"]) for each in inner}
    clash = clashes(contents)
    if clash:
        raise clash
    packages = {package: version for each in inner for package, version in parts[each]["packages"].items()}
    return keep(path, together(sorted(contents.items())), packages)


def clashes(contents):
    """The Problems of {layer: entries} that hold different files of one path, or None."""
    first, found = {}, {}
    for name, entries in sorted(contents.items()):
        for path, _mode, data in entries:
            other, known = first.setdefault(path, (name, data))
            if known != data:
                found.setdefault((other, name), []).append(path)
    if not found:
        return None
    (one, other), paths = sorted(found.items())[0]
    more = f" and {len(paths) - 1} other files" if len(paths) > 1 else ""
    return problem(layer_files.requirements(other), 0, f"the layers {one} and {other} each have their own "
                   f"{paths[0].removeprefix(wheels.ROOT + '/')}{more}, and are laid together as one",
                   "the same versions in both, or one layer of both: "
                   f"`make layer name={one}-{other} pkg=\"...\"`")


def ready(name, target):
    """The folder of a layer that is built and unpacked. Raises the Problems of one that is not."""
    record = kept(name, layer_files.read(name), target)
    unpacked = Path(record["zip"]).with_suffix("") if record else None
    if not (unpacked and unpacked.is_dir()):
        raise problem(layer_files.requirements(name), 0,
                      f"the layer {name} is not built for {targets.said(target)}", "`make test` builds it")
    return str(unpacked)


def folder(record):
    """The folder of an unpacked zip, beside it; unpacked if it is not there. Whole or not at all."""
    unpacked = Path(record["zip"]).with_suffix("")
    if not unpacked.is_dir():
        with tempfile.TemporaryDirectory(dir=unpacked.parent) as beside:
            with zipfile.ZipFile(record["zip"]) as archive:
                archive.extractall(beside + "/whole")
            with contextlib.suppress(OSError):  # another run of the tests was quicker
                os.rename(beside + "/whole", unpacked)
    return str(unpacked)


def unpacked(path):
    """[(path, mode, bytes)] of one of our zips."""
    with zipfile.ZipFile(path) as archive:
        return [(one.filename, one.external_attr >> 16 & 0o777, archive.read(one))
                for one in archive.infolist()]


def all_built(wanted, target):
    """{name as laid: its record} of layer_sets.wanted(app)."""
    return {name: built(name, target) if inner == [name] else merged(name, inner, target)
            for name, inner in sorted(wanted.items())}
