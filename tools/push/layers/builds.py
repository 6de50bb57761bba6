"""Layers as zips in build/layers/, built again if their requirements or their target change.

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
from typing import TypedDict

from kit import cli, files
from kit.problems import Problem, Problems, problem
from push import scratch, zips
from push.layers import layer_files, pip, selection, targets, wheels

BUILDS = "build/layers"
RECIPE = "pareto layer 1"  # in every key: raise it if the same list would now make another zip
OURS = {"boto3", "botocore"}  # Lambda's runtime brings them


class Build(TypedDict):
    """The record of a layer's zip, in the file beside it."""

    digest: str
    packages: dict[str, str]  # {name: version}
    zip: str  # its path
    zipped: int  # bytes
    unzipped: int


def built_record(name: str, target: dict) -> dict:
    """The record of a layer, built if it was not, or if its list has changed. Raises Problems."""
    problems = layer_files.local_packages_problems([name])
    if problems:  # also where an earlier build is kept: a hidden file of secrets is reported each time
        raise Problems(*problems)
    text = layer_files.read(name)
    return cached_record(name, text, target) or build_anew(name, text, target)


def cached_record(name: str, text: str, target: dict) -> dict | None:
    """The record of an earlier build from the same requirements, None if there is none."""
    path = record_path(name, text, target)
    record = files.read_json(str(path), shape=Build) if path.exists() else None
    return record if record and os.path.exists(record["zip"]) else None


def record_path(name: str, text: str, target: dict) -> Path:
    """The path of the record of a build: it contains the digest of all that the build depends on."""
    requirements = [line for _number, line in layer_files.lines(layer_files.requirements(name), text)]
    digests = [layer_files.folder_digest(folder) for folder in map(layer_files.local_path, requirements)
               if folder and layer_files.is_package(folder)]
    digest = hashlib.sha256("\n".join([RECIPE, target["name"], *requirements, *digests]).encode()).hexdigest()
    return Path(BUILDS) / name / f"{target['name']}-{digest[:12]}.json"


def build_anew(name: str, text: str, target: dict) -> dict:
    """The record of a layer built from the text of its list alone. Raises Problems."""
    with scratch.scratch_folder() as folder:
        return build(name, text, target, folder)


def build(name: str, text: str, target: dict, folder: str, packages: dict[str, str] | None = None) -> dict:
    """Builds a layer from the text of its list. -> its record

    folder    where wheels are put
    packages  {name: version}, of selection.suited_versions with the same folder, if it has run already
    Raises the Problems of a list that cannot be satisfied, and then writes nothing.
    """
    path = layer_files.requirements(name)
    requirements = [line for _number, line in layer_files.lines(path, text)]
    if not requirements:
        raise problem(path, 0, "names no package", f"`make layer name={name} pkg=...`")
    warn_of_loose_lines(path, text)
    cli.say(f"layer {name}: building for {targets.described(target)}")
    with pip.failures_as_problems(path, text, target):
        if target["here"]:
            wheel_paths = selection.wheels_here(requirements, folder)
        else:
            wheel_paths = selection.wheels_for_target(requirements, target, folder, packages)
    versions = dict(wheels.name_and_version(wheel.name) for wheel in wheel_paths)
    entries = merged_entries([(wheel.name, wheels.entries(wheel)) for wheel in sorted(wheel_paths)])
    for ours in sorted(OURS & versions.keys()):
        cli.say(f"layer {name}: {ours} {versions[ours]} replaces the version that Lambda has")
    return write_build(record_path(name, text, target), entries, versions)


def warn_of_loose_lines(path: str, text: str) -> None:
    """Prints the lines of a list from which a later build may get another version."""
    for number, line in layer_files.lines(path, text):
        if layer_files.is_loose(line):
            cli.say(Problem(path, number, f"{line} may be another version tomorrow", "`==` pins it; `make layer` does"))


def merged_entries(parts: list[tuple[str, list[tuple]]]) -> list:
    """[(path, mode, bytes)], sorted, of [(name, entries)]: of two files with one path the last is used."""
    entry_of_path = {path: (path, mode, data) for _name, entries in parts for path, mode, data in entries}
    return [entry_of_path[path] for path in sorted(entry_of_path)]


def write_build(path: Path, entries: list, packages: dict[str, str]) -> dict:
    """Writes the zip, then its record. -> the record"""
    data = zips.archive(entries)
    packed = path.with_suffix(".zip")
    files.write_bytes(str(packed), data, private=True)
    record = {"digest": zips.digest(entries), "packages": packages, "zip": str(packed), "zipped": len(data),
              "unzipped": sum(len(content) for _path, _mode, content in entries)}
    files.write_json(str(path), record)
    return record


def merged_record(name: str, parts_names: list[str], target: dict) -> dict:
    """The record of one layer merged from several. Raises Problems if two of them have different files of one path."""
    records = {part: built_record(part, target) for part in parts_names}
    digest = hashlib.sha256(" ".join(records[part]["digest"] for part in parts_names).encode()).hexdigest()
    path = Path(BUILDS) / name / f"{target['name']}-{digest[:12]}.json"
    if path.exists() and path.with_suffix(".zip").exists():
        return files.read_json(str(path), shape=Build)
    contents = {part: unpacked(records[part]["zip"]) for part in parts_names}
    clash_problems = clashes(contents)
    if clash_problems:
        raise clash_problems
    packages = {package: version for part in parts_names for package, version in records[part]["packages"].items()}
    return write_build(path, merged_entries(sorted(contents.items())), packages)


def clashes(contents: dict[str, list[tuple[str, int, bytes]]]) -> Problems | None:
    """The Problems of {layer: entries} that hold different files of one path, or None."""
    first_with_path, paths_by_pair = {}, {}
    for name, entries in sorted(contents.items()):
        for path, _mode, data in entries:
            other_layer, known_data = first_with_path.setdefault(path, (name, data))
            if known_data != data:
                paths_by_pair.setdefault((other_layer, name), []).append(path)
    if not paths_by_pair:
        return None
    (layer, other_layer), paths = sorted(paths_by_pair.items())[0]
    more = f" and {len(paths) - 1} other files" if len(paths) > 1 else ""
    return problem(layer_files.requirements(other_layer), 0,
                   f"the layers {layer} and {other_layer} each have their own "
                   f"{paths[0].removeprefix(wheels.ROOT + '/')}{more}, and are merged into one",
                   "the same versions in both, or one layer of both: "
                   f"`make layer name={layer}-{other_layer} pkg=\"...\"`")


def ready_folder(name: str, target: dict) -> str:
    """The folder of a layer that is built and unpacked. Raises Problems if the layer is not built."""
    record = cached_record(name, layer_files.read(name), target)
    unpacked = Path(record["zip"]).with_suffix("") if record else None
    if not (unpacked and unpacked.is_dir()):
        raise problem(layer_files.requirements(name), 0,
                      f"the layer {name} is not built for {targets.described(target)}", "`make test` builds it")
    return str(unpacked)


def unpacked_folder(record: dict) -> str:
    """The path of a zip's unpacked folder beside it; unpacks the zip if the folder is absent. Whole or not at all."""
    unpacked = Path(record["zip"]).with_suffix("")
    if not unpacked.is_dir():
        with tempfile.TemporaryDirectory(dir=unpacked.parent) as beside:
            with zipfile.ZipFile(record["zip"]) as archive:
                archive.extractall(beside + "/whole")
            with contextlib.suppress(OSError):  # another run of the tests was quicker
                os.rename(beside + "/whole", unpacked)
    return str(unpacked)


def unpacked(path: str) -> list:
    """[(path, mode, bytes)] of a layer's zip."""
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.external_attr >> 16 & 0o777, archive.read(entry))
                for entry in archive.infolist()]


def all_built(layer_sets: dict[str, list[str]], targets_: dict[str, dict]) -> dict:
    """{name of the layer as deployed: its record} of recipes.layer.members(app). targets_: {the same name: target}"""
    return {name: built_record(parts[0], targets_[name]) if len(parts) == 1 else
            merged_record(name, parts, targets_[name]) for name, parts in sorted(layer_sets.items())}


def cached_records(layer_sets: dict[str, list[str]], targets_: dict[str, dict]) -> dict:
    """{name as deployed: record} of the layers that are built already, and of merged layers whose parts are: merging
    is fast. Parameters as of all_built().

    Raises the Problems of merged layers that differ in a file.
    """
    built = {name: names for name, names in layer_sets.items()
             if all(cached_record(part, layer_files.read(part), targets_[name]) for part in names)}
    return all_built(built, targets_)
