"""The app model from the files of a package: what `make app` writes, and the test kit tests against."""
import os
from pathlib import Path

from kit import app_model, facts_cache, package, schema, settings
from kit.problems import Problems
from kit.together import together
from scan import environment, links


def scan(root, settings_path, kept, read):
    """The app model of a package's folder.

    root  "lambdas"; None is the package of the settings
    kept  {path: [stamp, facts]} of an earlier run
    read  a dict that takes the same of this run, also if it fails
    Raises the Problems of everything at once.
    """
    said, problems = scan_settings(settings_path, kept, read)
    root = os.path.normpath(root or said["package"]).replace(os.sep, "/")
    name = os.path.basename(os.path.abspath(root))
    try:
        folders = package.tree(root)
    except Problems as error:
        raise Problems(*problems, *error.args)

    def entry(path):
        return kept_or_read(path, kept, lambda: file_facts(path, name + path[len(root):]))

    def facts(path):
        if path not in read:
            read[path] = entry(path)
        return read[path][1]

    lambdas = package.lambdas(folders)
    read_together([f"{root}/{folder}/index.py" for folder in lambdas.values()], entry, kept, read)
    modules = links.Package(package.modules(root, name, folders), facts)
    roots = {one: package.module(name, folder) for one, folder in lambdas.items()}
    linked, wrong = links.links(modules, roots, lambda paths: environment.followed(modules, roots, paths, kept, read))
    problems += [*wrong, *package.complaints(root, folders, said["name"]), *links.problems(linked, facts)]
    if said["name"]:
        model, wrong = app_model.model(said, root, lambdas, linked, facts, layers(root))
        problems += wrong
    if problems:
        raise Problems(*problems)
    return model


def scan_settings(path, kept, read):
    """(settings, [Problem]); what is wrong with them leaves them without a name.

    Of env only the names are here: what is read may be kept in a file, and the values are secrets.
    """
    def names_only():
        said = settings.read(path)
        return {**said, "env": dict.fromkeys(said["env"])}

    try:
        read[path] = kept_or_read(path, kept, names_only)
        return read[path][1], []
    except Problems as problems:
        return {"name": "", "package": "lambdas"}, [*problems.args]


def kept_or_read(path, kept, read):
    """[stamp, facts] of a file: the kept ones if it is unchanged."""
    try:
        stamp = facts_cache.stamp(path)
    except OSError:
        stamp = [0, 0, 0]
    return kept[path] if path in kept and kept[path][0] == stamp else [stamp, read()]


def read_together(paths, entry, kept, read):
    """Put the entries of many files into read, on all cores if many of them are not kept."""
    fresh = [path for path in paths if path not in kept or kept[path][0] != facts_cache.stamp(path)]
    read.update((path, kept[path]) for path in set(paths).difference(fresh))
    read.update(zip(fresh, together(fresh, entry)))


def file_facts(path, inside):
    """The facts of a Python file (kit/source.py) with its infra checked.

    inside  its path from the package's folder on
    ->      facts whose "infra" is the normal form, None if there is a mistake; and "trigger", a word or None
    """
    from kit import source  # dear to import, and not needed when nothing changed
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        return source.nothing(0, f"cannot be read: {error.strerror}", "")
    except UnicodeDecodeError as error:
        return source.nothing(error.object.count(b"\n", 0, error.start) + 1, "not UTF-8", "save it as UTF-8")
    facts = source.facts(inside, text)
    if facts["infra"] is None:
        return facts
    infra, trigger, mistakes = block_facts(facts["infra"])
    mistakes = [[schema.line_of(facts["lines"], key), message, hint] for key, message, hint in mistakes]
    return {**facts, "infra": infra, "trigger": trigger, "problems": facts["problems"] + mistakes}


def block_facts(block):
    """(the normal form, the trigger's word or None, [(dotted key, message, hint)]) of an infra: block."""
    import recipes  # dear to import, and not needed when nothing changed
    from kit import draft4
    block = recipes.given(block)
    trigger = next((word for word in block if word in recipes.TRIGGERS), None)
    found = list(schema.complaints(recipes.INFRA, block))
    wrong = {key.partition(".")[0] for key, _message, _hint in found}
    right = {word: value for word, value in block.items() if word not in wrong}
    found += recipes.complaints(right)
    if "schema" in right.get("endpoint", {}):
        found += draft4.complaints(right["endpoint"]["schema"], "endpoint.schema")
    return None if found else recipes.normal(schema.filled(recipes.INFRA, block)), trigger, found


def layers(root):
    """The names of the folders in layers/, beside the package."""
    folder = os.path.join(os.path.dirname(root), "layers")
    return {entry.name for entry in os.scandir(folder) if entry.is_dir()} if os.path.isdir(folder) else set()
