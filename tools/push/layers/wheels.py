"""Wheels: what their names mean, and which of their files go into a layer.

They are unpacked here and not by `pip install --target`, which writes scripts with this machine's paths in
them, and records of its own: the same wheels give the same bytes.
"""
import os
import zipfile
from pathlib import PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = "python"  # of a layer: Lambda has /opt/python on its path
KEPT = ("purelib", "platlib", "data")  # parts of NAME.data that lie beside the rest; no scripts, no headers


def name_and_version(filename: str) -> tuple[str, str]:
    """("pyyaml", "6.0.3") of the file name "PyYAML-6.0.3-cp313-...whl"."""
    name, version, _build, _tags = parse_wheel_filename(filename)
    return str(name), str(version)


def is_pure(filename: str) -> bool:
    """Whether the wheel runs on every machine and every Python 3."""
    tags = parse_wheel_filename(filename)[3]
    return any((tag.interpreter[:3], tag.abi, tag.platform) == ("py3", "none", "any") for tag in tags)


def entries(path: str) -> list:
    """[(path in the layer, mode, bytes)] of a wheel's files: ("python/yaml/__init__.py", 0o644, b"...")"""
    entries = []
    with zipfile.ZipFile(path) as wheel:
        for item in wheel.infolist():
            target = layer_path(item.filename)
            if target and not item.is_dir():
                mode = 0o755 if item.external_attr >> 16 & 0o100 else 0o644
                entries.append((target, mode, wheel.read(item)))
    return entries


def layer_path(inside: str) -> str | None:
    """The path in the layer of a wheel's file; None if Lambda never needs the file.

    Tests and .pyi are included: packages import tests (numpy.testing) and read .pyi files (lazy_loader). So is
    *.dist-info: importlib.metadata and entry points read it.
    """
    parts = PurePosixPath(inside).parts
    if ".." in parts or not parts or inside.startswith("/"):
        return None
    if parts[0].endswith(".data"):
        if len(parts) < 3 or parts[1] not in KEPT:
            return None
        parts = parts[2:]
    if "__pycache__" in parts or inside.endswith((".pyc", ".pyo")):
        return None
    return "/".join((ROOT, *parts))


def closure(roots: list[Requirement], needs: dict[str, list[str]], environment: dict) -> tuple[dict, list[Requirement]]:
    """The packages that the target needs, and those that are missing: pip evaluates markers for its own machine.

    roots        [Requirement]
    needs        {name: [text of a requirement, from the wheel's metadata]} of the packages chosen
    environment  targets.markers()
    ->           ({name: the required extras}, [Requirement that nothing chosen meets])
    """
    extras_by_name, missing = {}, {}
    waiting = [plain(requirement) for requirement in roots if applies(requirement, set(), environment)]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in needs:
            missing[str(requirement)] = requirement
            continue
        known_extras = extras_by_name.get(name)
        extras = (known_extras or set()) | requirement.extras
        if extras != known_extras:
            extras_by_name[name] = extras
            waiting += [plain(requirement) for requirement in map(Requirement, needs[name])
                        if applies(requirement, extras, environment)]
    return extras_by_name, [missing[text] for text in sorted(missing)]


def roots(requirements: list[str]) -> list[Requirement]:
    """[Requirement] of pip's arguments, where a wheel's path stands for the package in it."""
    return [Requirement(name_and_version(os.path.basename(requirement))[0]
                        if requirement.endswith(".whl") else requirement) for requirement in requirements]


def applies(requirement: Requirement, extras: set[str], environment: dict) -> bool:
    """Whether a requirement applies on the target, with these extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in {"", *extras})


def plain(requirement: Requirement) -> Requirement:
    """A copy of the requirement without its marker, which applies() has evaluated."""
    requirement.marker = None
    return requirement
