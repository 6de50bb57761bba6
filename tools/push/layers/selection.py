"""The wheels of a layer: which packages suit a target, and where their wheels come from."""
import os
import shutil
import tempfile
from pathlib import Path

from kit import cli
from push.layers import layer_files, pip, targets, uv, wheels

ROUNDS = 30  # of asking pip again with what it did not see


def chosen(requirements, target, folder):
    """The packages that meet the requirements on a target that is not this machine, with all that they need.

    folder   where wheels lie that were built here; more are put there
    ->       {"flask": "3.1.3", ...}
    Raises Unsuited, Failed.
    """
    quick = uv.versions(requirements, target, folder)
    if quick is not None:
        return quick
    asked, tried = list(requirements), set()
    for _round in range(ROUNDS):
        try:
            found = pip.report([*targets.flags(target), "--find-links", str(folder), *asked])
        except pip.Failed as failed:
            lacking = failed.absent()
            if not lacking or lacking in tried:
                raise
            tried.add(lacking)
            build_pure(lacking, lacking, target, folder)
            continue
        needs = {layer_files.project(one["metadata"]["name"]): one["metadata"].get("requires_dist", [])
                 for one in found}
        reached, lacking = wheels.closure(wheels.roots(asked), needs, targets.markers(target))
        if not lacking:
            return {name: version for name, version in versions(found).items() if name in reached}
        asked += map(str, lacking)
    raise pip.Unsuited(" ".join(requirements), "its packages need ever more packages")


def versions(found):
    """{"flask": "3.1.3"} of pip's report."""
    return {layer_files.project(one["metadata"]["name"]): one["metadata"]["version"] for one in found}


def build_pure(requirement, said, target, folder):
    """Builds a wheel here of what has none, if it is one for every machine. -> its path

    requirement  as pip is to be asked
    said         as the person knows it
    Raises Unsuited, and Failed if there is no such package.
    """
    cli.say(f"{said}: building a wheel of it here")
    with tempfile.TemporaryDirectory() as beside:
        try:
            pip.run("wheel", "--no-deps", "--wheel-dir", beside, "--find-links", str(folder), requirement)
        except pip.Failed as failed:
            if failed.absent():
                raise
            raise pip.Unsuited(said, f"none could be built here: {failed.reason()}") from failed
        made = next(Path(beside).iterdir())
        if not wheels.is_pure(made.name):
            raise pip.Unsuited(said, "it is not of Python alone, so that one built here would not do")
        return shutil.move(str(made), str(Path(folder) / made.name))


def wheel_of(requirement, target, folder):
    """The path of a direct requirement's wheel, which is put into the folder. Raises Unsuited, Failed."""
    where = layer_files.location(requirement)
    if where.endswith(".whl"):
        pip.run("download", "--no-deps", "--dest", str(folder), *targets.flags(target), where)
        return str(Path(folder) / os.path.basename(where))
    with tempfile.TemporaryDirectory() as beside:
        return build_pure(source(where, beside), requirement, target, folder)


def source(where, beside):
    """A folder's copy, as builds leave things in theirs. Anything else as it is."""
    if not (layer_files.is_place(where) and os.path.isdir(where)):
        return where
    copy = os.path.join(os.path.realpath(beside), "source")
    shutil.copytree(where, copy, ignore=lambda _folder, found: list(filter(layer_files.is_by_the_way, found)))
    return copy


def pinned(requirement):
    """A git URL with the commit it stands for now; anything else as it is. Raises Failed."""
    if "git+" not in requirement or not layer_files.loose(requirement):
        return requirement
    one = pip.report(["--no-deps", requirement])[0]
    info = one["download_info"]
    inner = f"#subdirectory={info['subdirectory']}" if "subdirectory" in info else ""
    name = layer_files.project(one["metadata"]["name"])
    return f"{name} @ git+{info['url']}@{info['vcs_info']['commit_id']}{inner}"


def suited(requirements, target, folder):
    """({name: version} of all packages, {direct requirement: its name}); the latters' wheels in the folder.

    Raises Unsuited, Failed.
    """
    made = {one: wheel_of(one, target, folder) for one in requirements if layer_files.is_direct(one)}
    packages = chosen([made.get(one, one) for one in requirements], target, folder)
    return packages, {one: wheels.named(os.path.basename(path))[0] for one, path in made.items()}


def wheels_there(requirements, target, folder, packages=None):
    """[path of a wheel] of all that the requirements need on a target that is not this machine.

    packages  {name: version}, where suited() has said it already, with the same folder
    """
    packages = packages or suited(requirements, target, folder)[0]
    there = dict(wheels.named(path.name) for path in Path(folder).glob("*.whl"))
    wanted = [f"{name}=={version}" for name, version in sorted(packages.items())
              if there.get(name) != version]
    if wanted:
        pip.run("download", "--no-deps", "--dest", str(folder), *targets.flags(target), *wanted)
    return [path for path in Path(folder).glob("*.whl") if wheels.named(path.name)[0] in packages]


def wheels_here(requirements, folder):
    """[path of a wheel] for this machine of all that the requirements need, built where there is none.

    folder  where they are put; its own folder `here` in it
    """
    into = Path(folder) / "here"
    with tempfile.TemporaryDirectory() as beside:
        sources = [one if not layer_files.is_direct(one) else source(layer_files.location(one), f"{beside}/{at}")
                   for at, one in enumerate(requirements)]
        pip.run("wheel", "--wheel-dir", str(into), *sources)
    return list(into.glob("*.whl"))
