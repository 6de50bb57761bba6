"""Wheels: what their names tell, and which of their files go into a layer.

They are unpacked here and not by `pip install --target`, which writes scripts with this machine's paths in
them, and notes of itself: the same wheels give the same bytes.
"""
import os
import zipfile
from pathlib import PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = "python"  # of a layer: Lambda has /opt/python on its path
KEPT = ("purelib", "platlib", "data")  # parts of NAME.data that lie beside the rest; no scripts, no headers


def named(filename):
    """("pyyaml", "6.0.3") of "PyYAML-6.0.3-cp313-...whl"."""
    name, version, _build, _tags = parse_wheel_filename(filename)
    return str(name), str(version)


def is_pure(filename):
    """Whether the wheel runs on every machine and every Python 3."""
    tags = parse_wheel_filename(filename)[3]
    return any((tag.interpreter[:3], tag.abi, tag.platform) == ("py3", "none", "any") for tag in tags)


def entries(path):
    """[(path in the layer, mode, bytes)] of a wheel's files: ("python/yaml/__init__.py", 0o644, b"...")"""
    found = []
    with zipfile.ZipFile(path) as wheel:
        for one in wheel.infolist():
            where = place(one.filename)
            if where and not one.is_dir():
                mode = 0o755 if one.external_attr >> 16 & 0o100 else 0o644
                found.append((where, mode, wheel.read(one)))
    return found


def place(inside):
    """Where a file of a wheel lies in the layer; None if Lambda never needs it.

    Tests and .pyi stay: packages import the former (numpy.testing) and read the latter (lazy_loader).
    *.dist-info stays: entry points and importlib.metadata live there.
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


def closure(roots, needs, environment):
    """What is really needed there, and what is lacking: pip looks at markers with its own machine's eyes.

    roots        [Requirement]
    needs        {name: [text of a requirement, from the wheel's metadata]} of the packages chosen
    environment  targets.markers()
    ->           ({name: the extras wanted of it}, [Requirement that nothing chosen meets])
    """
    reached, lacking = {}, {}
    waiting = [plain(one) for one in roots if applies(one, set(), environment)]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name not in needs:
            lacking[str(wanted)] = wanted
            continue
        known = reached.get(name)
        extras = (known or set()) | wanted.extras
        if extras != known:
            reached[name] = extras
            waiting += [plain(one) for one in map(Requirement, needs[name])
                        if applies(one, extras, environment)]
    return reached, [lacking[text] for text in sorted(lacking)]


def roots(requirements):
    """[Requirement] of what pip is asked, where a wheel's path stands for the package in it."""
    return [Requirement(named(os.path.basename(one))[0] if one.endswith(".whl") else one)
            for one in requirements]


def applies(requirement, extras, environment):
    """Whether a requirement is one there, with these extras asked for."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in {"", *extras})


def plain(requirement):
    """The requirement without its marker, which is answered."""
    requirement.marker = None
    return requirement
