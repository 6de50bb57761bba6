"""The wheels of a layer: which packages suit a target, and where their wheels come from."""
import os
import shutil
import tempfile
from pathlib import Path

from kit import cli
from push.layers import layer_files, pip, targets, uv, wheels

ROUNDS = 30  # runs of pip, each with the requirements that the run before did not see


def chosen_versions(requirements: list[str], target: dict, folder: str) -> dict[str, str]:
    """The packages that meet the requirements on a target that is not this machine, with all their dependencies.

    folder   where the wheels are that were built on this machine; new ones are added
    ->       {"flask": "3.1.3", ...}
    Raises Unsuited, Failed.
    """
    uv_versions = uv.versions(requirements, target, folder)
    if uv_versions is not None:
        return uv_versions
    all_requirements, built_here = list(requirements), set()
    for _round in range(ROUNDS):
        try:
            report = pip.report([*targets.flags(target), "--find-links", str(folder), *all_requirements])
        except pip.Failed as failed:
            missing = failed.absent()
            if not missing or missing in built_here:
                raise
            built_here.add(missing)
            build_pure(missing, missing, folder)
            continue
        needs = {layer_files.project(item["metadata"]["name"]): item["metadata"].get("requires_dist", [])
                 for item in report}
        needed, missing = wheels.closure(wheels.roots(all_requirements), needs, targets.markers(target))
        if not missing:
            return {name: version for name, version in versions(report).items() if name in needed}
        all_requirements += map(str, missing)
    raise pip.Unsuited(" ".join(requirements), "its packages need ever more packages")


def versions(report: list[dict]) -> dict:
    """{"flask": "3.1.3"}: the versions in pip's report."""
    return {layer_files.project(item["metadata"]["name"]): item["metadata"]["version"] for item in report}


def build_pure(requirement: str, shown: str, folder: str) -> str:
    """Builds a wheel of a package that has none, if the wheel runs on every machine. -> its path

    requirement  as pip takes it
    shown        as messages name it
    Raises Unsuited, and Failed if there is no such package.
    """
    cli.say(f"{shown}: building a wheel of it here")
    with tempfile.TemporaryDirectory() as scratch:
        try:
            pip.run("wheel", "--no-deps", "--wheel-dir", scratch, "--find-links", str(folder), requirement)
        except pip.Failed as failed:
            if failed.absent():
                raise
            raise pip.Unsuited(shown, f"none could be built here: {failed.reason()}") from failed
        wheel = next(Path(scratch).iterdir())
        if not wheels.is_pure(wheel.name):
            raise pip.Unsuited(shown, "it has compiled code, so a wheel built here would not run there")
        return shutil.move(str(wheel), str(Path(folder) / wheel.name))


def wheel_of(requirement: str, target: dict, folder: str) -> str:
    """The path of a direct requirement's wheel, which is put into the folder. Raises Unsuited, Failed."""
    location = layer_files.location(requirement)
    if location.endswith(".whl"):
        pip.run("download", "--no-deps", "--dest", str(folder), *targets.flags(target), location)
        return str(Path(folder) / os.path.basename(location))
    with tempfile.TemporaryDirectory() as scratch:
        return build_pure(build_source(location, scratch), requirement, folder)


def build_source(location: str, scratch: str) -> str:
    """The path of a folder's copy, as builds write into their source; any other location as it is."""
    if not (layer_files.is_local(location) and os.path.isdir(location)):
        return location
    copy = os.path.join(os.path.realpath(scratch), "source")
    shutil.copytree(location, copy, ignore=lambda _folder, names: list(filter(layer_files.is_ignored, names)))
    return copy


def pinned(requirement: str) -> str:
    """A git URL with its present commit; any other requirement as it is. Raises Failed."""
    if "git+" not in requirement or not layer_files.is_loose(requirement):
        return requirement
    item = pip.report(["--no-deps", requirement])[0]
    info = item["download_info"]
    subdirectory = f"#subdirectory={info['subdirectory']}" if "subdirectory" in info else ""
    name = layer_files.project(item["metadata"]["name"])
    return f"{name} @ git+{info['url']}@{info['vcs_info']['commit_id']}{subdirectory}"


def suited_versions(requirements: list[str], target: dict, folder: str) -> tuple[dict[str, str], dict]:
    """({name: version} of all packages, {direct requirement: its name}); the latters' wheels in the folder.

    Raises Unsuited, Failed.
    """
    built = {direct: wheel_of(direct, target, folder) for direct in requirements if layer_files.is_direct(direct)}
    packages = chosen_versions([built.get(direct, direct) for direct in requirements], target, folder)
    return packages, {direct: wheels.name_and_version(os.path.basename(path))[0] for direct, path in built.items()}


def wheels_for_target(requirements: list[str], target: dict, folder: str, packages: dict[str, str] | None) -> list:
    """[path of a wheel] of all that the requirements need on a target that is not this machine.

    packages  {name: version}, of suited_versions() with the same folder, if it has run already
    """
    packages = packages or suited_versions(requirements, target, folder)[0]
    present = dict(wheels.name_and_version(path.name) for path in Path(folder).glob("*.whl"))
    downloads = [f"{name}=={version}" for name, version in sorted(packages.items()) if present.get(name) != version]
    if downloads:
        pip.run("download", "--no-deps", "--dest", str(folder), *targets.flags(target), *downloads)
    return [path for path in Path(folder).glob("*.whl") if wheels.name_and_version(path.name)[0] in packages]


def wheels_here(requirements: list[str], folder: str) -> list:
    """[path of a wheel] for this machine of all that the requirements need, built where there is none.

    folder  where they are put; its own folder `here` in it
    """
    into = Path(folder) / "here"
    with tempfile.TemporaryDirectory() as scratch:
        sources = [build_source(layer_files.location(requirement), f"{scratch}/{position}")
                   if layer_files.is_direct(requirement) else requirement
                   for position, requirement in enumerate(requirements)]
        pip.run("wheel", "--wheel-dir", str(into), *sources)
    return list(into.glob("*.whl"))
