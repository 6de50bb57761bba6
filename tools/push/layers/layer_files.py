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


def users(package: str) -> dict:
    """{layer: [(lambda, path, line)]} of the lambdas that name it, read from their blocks: also where a scan fails.

    package  the folder that is the app's package
    """
    from scan import source  # slow to import, and the other functions do without
    users_by_layer = {}
    for path in sorted(Path(package).rglob("index.py")):
        facts = source.facts(str(path), path.read_text(encoding="utf-8-sig", errors="replace"))
        names_listed = facts["infra"].get("layers") if isinstance(facts["infra"], dict) else None
        for position, layer in enumerate(names_listed if isinstance(names_listed, list) else []):
            name = "-".join(path.parent.relative_to(package).parts)
            users_by_layer.setdefault(layer, []).append((name, str(path), facts["lines"].get(f"layers.{position}", 0)))
    return users_by_layer


def requirements(name: str) -> str:
    """The path of a layer's requirements.txt: "layers/pyyaml/requirements.txt"."""
    return f"{FOLDER}/{name}/{FILE}"


def layer_names() -> list[str]:
    """[name] of the layers in layers/, sorted."""
    folder = Path(FOLDER)
    return sorted(path.parent.name for path in folder.glob(f"*/{FILE}")) if folder.is_dir() else []


def read(name: str) -> str:
    """The text of a layer's requirements.txt. Raises Problems if there is none."""
    return files.read_text(requirements(name), f"`make layer pkg={name}` makes it")


def lines(path: str, text: str) -> list[tuple[int, str]]:
    """[(line number, requirement)] of a list, without comments. Raises the Problems of all other lines."""
    numbered = [(number, re.sub(r"(^|\s)#.*", "", line).strip()) for number, line in enumerate(text.split("\n"), 1)]
    numbered = [(number, line) for number, line in numbered if line]
    faults = [Problem(path, number, *fault) for number, line in numbered if (fault := requirement_problem(line))]
    if faults:
        raise Problems(*faults)
    return numbered


def requirement_problem(requirement: str) -> tuple[str, str] | None:
    """(message, hint) of a line that names no package; None of one that does."""
    if requirement.startswith("-"):
        return (f"{requirement.split()[0]} is an option of pip, and no package",
                "set it in pip.conf, or as a variable: PIP_EXTRA_INDEX_URL=...")
    if not requirement.isprintable():
        return f"no requirement: {requirement!r}", "a package, and its version: flask==3.1.3"
    if is_direct(requirement):
        return None
    from packaging.requirements import InvalidRequirement, Requirement  # slow to import, and most runs read no list
    try:
        Requirement(requirement)
    except InvalidRequirement:
        is_folder = os.path.exists(requirement)
        hint = f"./{requirement} is the folder" if is_folder else "a package, and its version: flask==3.1.3"
        return f"no requirement: {requirement!r}", hint
    return None


def is_local(requirement: str) -> bool:
    """Whether a requirement is a folder or file of this machine: "./libs/shapes", "file:///x.whl"."""
    return bool(PLACE.match(requirement))


def location(requirement: str) -> str:
    """The path or URL of a direct requirement: "shapes @ git+https://x" -> "git+https://x"."""
    return requirement.split(" @ ", 1)[-1].strip()


def local_path(requirement: str) -> str:
    """The folder or file of this machine that a requirement names, "" if it names none."""
    location_text = location(requirement)
    return location_text.removeprefix("file://") if is_local(location_text) else ""


def local_path_problems(path: str, numbered_lines: list[tuple[int, str]]) -> list[Problem]:
    """[Problem] of local paths that do not exist, hold no package, or hold files that must not be published.

    numbered_lines  [(line in the list at `path`, requirement)]
    """
    hint = "a path from the project's folder, as in pkg=./libs/x"
    places = [(line, local_path(requirement)) for line, requirement in numbered_lines if local_path(requirement)]
    problems = [Problem(path, line, f"there is no {source}", hint) if not os.path.exists(source) else
                Problem(path, line, f"{source} is no package: it has no pyproject.toml and no setup.py", hint)
                for line, source in places if not is_package(source)]
    return problems + [problem for _line, source in places if is_package(source) for problem in unpublishable(source)]


def local_packages_problems(layers: list[str] | set[str]) -> list[Problem]:
    """[Problem] of the local packages of some layers: local_path_problems() of their lists."""
    problems = []
    for name in sorted(layers):
        path = requirements(name)
        problems += local_path_problems(path, lines(path, read(name)))
    return problems


def is_package(path: str) -> bool:
    """Whether a path is a file, or a folder that pip could build: no other folder is read."""
    build_files = [os.path.join(path, name) for name in ("pyproject.toml", "setup.py")]
    return os.path.isfile(path) or any(map(os.path.isfile, build_files))


def is_direct(requirement: str) -> bool:
    """Whether a requirement is a path or a URL: "./libs/x", a git URL, "shapes @ git+https://..."."""
    source = location(requirement)
    return is_local(source) or bool(REMOTE.match(source))


def project(requirement: str) -> str:
    """The canonical name of the package that a requirement names, "" if it is only a path or a URL."""
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*(?=\s*($|[\[=<>!~;@ ]))", requirement)
    return re.sub("[-_.]+", "-", match[0]).lower() if match else ""


def is_loose(requirement: str) -> bool:
    """Whether a later build may get another version of a requirement: "flask>=3", and a git URL without its commit."""
    if is_direct(requirement):
        return bool(re.search(r"git\+", requirement)) and not re.search(r"@[0-9a-f]{40}(#|$)", requirement)
    return not re.search(r"===?[^*]+$", requirement.split(";")[0].strip())


def display_text(requirement: str) -> str:
    """A requirement as messages show it: "pyyaml 6.0.3", or a direct requirement unchanged."""
    return requirement if is_direct(requirement) else requirement.replace("==", " ")


def pinned_text(top_requirements, direct_names, packages) -> str:
    """The text of a requirements.txt.

    top_requirements  those of `make layer pkg=`: ["flask>=3", "shapes @ git+https://x@1f2e..."]
    direct_names      {direct requirement: the name of its package}
    packages          {name: version} of all
    """
    top_names = {direct_names.get(requirement) or project(requirement): requirement for requirement in top_requirements}
    pinned = [requirement if requirement in direct_names else f"{bare(requirement)}=={packages[project(requirement)]}"
              for requirement in top_requirements]
    further = [f"{name}=={version}" for name, version in sorted(packages.items()) if name not in top_names]
    return "\n".join([*pinned, *([NEEDED, *further] if further else [])]) + "\n"


def unpinned(text: str) -> list[str]:
    """The top requirements of a list, without versions: ["flask", "requests[socks]"]; direct ones as they are."""
    top = text.split(NEEDED)[0]
    entries = [line for _number, line in lines("", top)]
    return [requirement if is_direct(requirement) else bare(requirement) for requirement in entries]


def bare(requirement: str) -> str:
    """"requests[socks]==2.34.2" -> "requests[socks]"."""
    extras = re.search(r"\[[^]]*\]", requirement)
    return project(requirement) + (extras[0] if extras else "")


def folder_digest(folder: str) -> str:
    """The digest of a folder's files, or of a file: a local package may change while its requirement does not."""
    digest = hashlib.sha256()
    root = Path(folder)
    for parent, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for path in sorted(Path(parent) / name for name in names + links):
            content = os.readlink(path).encode(errors="surrogateescape") if path.is_symlink() else (
                path.read_bytes() if path.is_file() else b"")  # a pipe would never end
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode(errors="surrogateescape") + content + b"\n")
    if root.is_file():
        digest.update(root.read_bytes())
    return digest.hexdigest()


def unpublishable(folder: str) -> list:
    """[Problem] of files in a package's folder that must not be published: keys, secrets, links out of the folder.

    A key in the tests beside the package is a test's own, and is not published.
    """
    if os.path.isfile(folder):
        return []
    paths, problems = publishing.walk(folder, lambda name: not is_ignored(name))
    for path in paths:
        is_test = path.relative_to(folder).parts[0] in ("test", "tests")
        problems += publishing.problems(path, folder, secrets=not is_test)
    return problems


def is_ignored(name: str) -> bool:
    """Whether a folder or file in a package's source is no part of the package: .git, __pycache__, build."""
    return name.startswith(".") or name in ("__pycache__", "build") or name.endswith(".egg-info")
