"""Layers: folders of layers/, each with a requirements.txt, whose packages lambdas may import."""
import hashlib
import os
import re
from pathlib import Path

from kit import files, publishing
from kit.problems import Problem, Problems

FOLDER = "layers"
FILE = "requirements.txt"
NEEDED = "# what they need"
NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")  # as recipes/layer.py takes it; with the app's, AWS takes 140
PLACE = re.compile(r"(\.{0,2}/|file:)")
REMOTE = re.compile(r"((git|hg|svn|bzr)\+|https?:)")


def users(package):
    """{layer: [(lambda, path, line)]} of those that name it, read from their blocks: also where a scan fails.

    package  the folder that is the app's package
    """
    from scan import source  # dear, and the other functions do without
    found = {}
    for path in sorted(Path(package).rglob("index.py")):
        facts = source.facts(str(path), path.read_text(encoding="utf-8-sig", errors="replace"))
        said = facts["infra"].get("layers") if isinstance(facts["infra"], dict) else None
        for at, layer in enumerate(said if isinstance(said, list) else []):
            name = "-".join(path.parent.relative_to(package).parts)
            found.setdefault(layer, []).append((name, str(path), facts["lines"].get(f"layers.{at}", 0)))
    return found


def requirements(name):
    """The path of a layer's list: "layers/pyyaml/requirements.txt"."""
    return f"{FOLDER}/{name}/{FILE}"


def present():
    """The names of the layers that there are, sorted."""
    folder = Path(FOLDER)
    return sorted(path.parent.name for path in folder.glob(f"*/{FILE}")) if folder.is_dir() else []


def read(name):
    """The text of a layer's list. Raises Problems if there is none."""
    return files.read_text(requirements(name), f"`make layer pkg={name}` makes it")


def lines(path, text):
    """[(line number, requirement)] of a list, without comments. Raises the Problems of lines that are none."""
    found = [(number, re.sub(r"(^|\s+)#.*", "", line).strip()) for number, line in enumerate(text.split("\n"), 1)]
    found = [(number, line) for number, line in found if line]
    wrong = [Problem(path, number, *complaint(line)) for number, line in found if complaint(line)]
    if wrong:
        raise Problems(*wrong)
    return found


def complaint(requirement):
    """(message, hint) of a line that names no package; None of one that does."""
    if requirement.startswith("-"):
        return (f"{requirement.split()[0]} is an option of pip, and no package",
                "say it in pip.conf, or as a variable: PIP_EXTRA_INDEX_URL=...")
    if not requirement.isprintable():
        return f"no requirement: {requirement!r}", "a package, and its version: flask==3.1.3"
    if is_direct(requirement):
        return None
    from packaging.requirements import InvalidRequirement, Requirement  # dear, and most runs read no list
    try:
        Requirement(requirement)
    except InvalidRequirement:
        is_folder = os.path.exists(requirement)
        hint = f"./{requirement} is the folder" if is_folder else "a package, and its version: flask==3.1.3"
        return f"no requirement: {requirement!r}", hint
    return None


def is_place(requirement):
    """Whether it is a folder or file of this machine: "./libs/shapes", "file:///x.whl"."""
    return bool(PLACE.match(requirement))


def location(requirement):
    """Where a direct requirement comes from: "shapes @ git+https://x" -> "git+https://x"."""
    return requirement.split(" @ ", 1)[-1].strip()


def place(requirement):
    """The folder or file of this machine that a requirement names, or ""."""
    where = location(requirement)
    return where.removeprefix("file://") if is_place(where) else ""


def place_problems(path, numbered_lines):
    """[Problem] of places that are not there, hold no package, or hold files that must not be published.

    numbered_lines  [(line in the list at `path`, requirement)]
    """
    hint = "a path from the project's folder, as in pkg=./libs/x"
    places = [(line, place(requirement)) for line, requirement in numbered_lines if place(requirement)]
    problems = [Problem(path, line, f"there is no {where}", hint) if not os.path.exists(where) else
                Problem(path, line, f"{where} is no package: it has no pyproject.toml and no setup.py", hint)
                for line, where in places if not is_package(where)]
    return problems + [problem for _line, where in places if is_package(where) for problem in unpublishable(where)]


def local_packages_problems(layers):
    """[Problem] of the local packages of some layers: place_problems() of their lists."""
    problems = []
    for name in sorted(layers):
        path = requirements(name)
        problems += place_problems(path, lines(path, read(name)))
    return problems


def is_package(where):
    """Whether a place is a file, or a folder that pip could build: of any other nobody wants every file read."""
    made_by = [os.path.join(where, name) for name in ("pyproject.toml", "setup.py")]
    return os.path.isfile(where) or any(map(os.path.isfile, made_by))


def is_direct(requirement):
    """Whether it says itself where it comes from: a place, a git URL, "shapes @ git+https://..."."""
    where = location(requirement)
    return is_place(where) or bool(REMOTE.match(where))


def project(requirement):
    """The canonical name of the package that a requirement names, "" if it is only a place or a URL."""
    found = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*(?=\s*($|[\[=<>!~;@ ]))", requirement)
    return re.sub("[-_.]+", "-", found[0]).lower() if found else ""


def loose(requirement):
    """Whether another day may bring another version: "flask>=3", and a git URL without its commit."""
    if is_direct(requirement):
        return bool(re.search(r"git\+", requirement)) and not re.search(r"@[0-9a-f]{40}(#|$)", requirement)
    return not re.search(r"===?[^*]+$", requirement.split(";")[0].strip())


def shown(requirement):
    """"pyyaml 6.0.3", or a direct requirement as it is."""
    return requirement if is_direct(requirement) else requirement.replace("==", " ")


def pinned_text(exact, direct, packages):
    """The text of a requirements.txt.

    exact     what was asked for: ["flask>=3", "shapes @ git+https://x@1f2e..."]
    direct    {those that say where they come from: their name}
    packages  {name: version} of all
    """
    asked = {direct.get(one) or project(one): one for one in exact}
    first = [one if one in direct else pin(one, packages) for one in exact]
    rest = [f"{name}=={version}" for name, version in sorted(packages.items()) if name not in asked]
    return "\n".join([*first, *([NEEDED, *rest] if rest else [])]) + "\n"


def pin(requirement, packages):
    """"requests[socks]<3" -> "requests[socks]==2.34.2"."""
    return f"{bare(requirement)}=={packages[project(requirement)]}"


def unpinned(text):
    """What a list was made for, without versions: ["flask", "requests[socks]"]; direct ones as they are."""
    first = text.split(NEEDED)[0]
    said = [line for _number, line in lines("", first)]
    return [one if is_direct(one) else bare(one) for one in said]


def bare(requirement):
    """"requests[socks]==2.34.2" -> "requests[socks]"."""
    extras = re.search(r"\[[^]]*\]", requirement)
    return project(requirement) + (extras[0] if extras else "")


def folder_digest(folder):
    """The digest of what is in a folder, or of a file: a local package may change under its requirement."""
    digest = hashlib.sha256()
    root = Path(folder)
    for parent, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not is_by_the_way(name))
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for path in sorted(Path(parent) / name for name in names + links):
            content = os.readlink(path).encode(errors="surrogateescape") if path.is_symlink() else (
                path.read_bytes() if path.is_file() else b"")  # a pipe would never end
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode(errors="surrogateescape") + content + b"\n")
    if root.is_file():
        digest.update(root.read_bytes())
    return digest.hexdigest()


def unpublishable(folder):
    """[Problem] of files in a package's source that must not be published: keys, secrets, links out of it.

    A key in the tests beside the package is a test's own, and is not published.
    """
    if os.path.isfile(folder):
        return []
    paths, problems = publishing.walk(folder, lambda name: not is_by_the_way(name))
    for path in paths:
        is_test = path.relative_to(folder).parts[0] in ("test", "tests")
        problems += publishing.complaints(path, folder, secrets=not is_test)
    return problems


def is_by_the_way(name):
    """Whether a folder or file in a package's source is no part of it: .git, __pycache__, build."""
    return name.startswith(".") or name in ("__pycache__", "build") or name.endswith(".egg-info")
