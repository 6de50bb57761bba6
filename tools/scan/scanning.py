"""The app model from the files of a package: `make app` writes it, and the test kit uses it."""
import functools
import os
from collections.abc import Callable, Iterator

import recipes
from aws.app import AppModel
from kit import cli, file_cache, files, schema, settings
from kit.parallel import parallel_results
from kit.problems import KeyProblem, Problem, Problems
from kit.settings import Settings
from recipes import image
from scan import (
    app_model,
    dockerfiles,
    interpreted_reads,
    links,
    observing,
    own_words,
    package,
    resource_file,
    runtimes,
    topics,
    word_parts,
)
from scan.facts import FileFacts
from scan.own_words import OwnWord


def scan(root: str | None, settings_path: str, cached: dict, read: dict,
         observed: observing.Cache | None = None) -> AppModel:
    """The app model of a package's folder. Raises Problems, all of them at once.

    root          "lambdas"; None is that of the settings
    cached, read  {path: [stamp, facts]} of an earlier run; a dict to which this run's are added, also if it fails
    observed      the observations of earlier runs, which the checks share
    """
    observed = observed or observing.Cache()
    model, files = _uncalled(root, settings_path, cached, read, observed)
    return observing.with_calls(model, files, cached, read, observed)


def _uncalled(root, settings_path, cached, read, observed):
    """(the model without the calls of the code, {dotted module: path}); parameters and Problems as of scan()."""
    settings_read, problems = scan_settings(settings_path, cached, read)
    app_runtime = settings_read["runtime"]
    root = os.path.normpath(root or settings_read["package"]).replace(os.sep, "/")
    name = os.path.basename(os.path.abspath(root))
    app_folder = os.path.dirname(settings_path)
    own, word_problems = own_words.words(app_folder, read)
    cached = valid_cache(cached, read, settings_path, app_runtime)
    folders = package_folders(root, problems, word_problems)
    lambdas, files = package.lambdas(folders), package.modules(root, name, folders)

    def entry(path, runtime=app_runtime, sources=None):
        return cached_or_read(path, cached, lambda: file_facts(path, name + path[len(root):], runtime, own, sources))

    def facts(path):
        if path not in read:
            read[path] = entry(path, newest)
        return read[path][1]

    roots = {lambda_: package.module(name, folder) for lambda_, folder in lambdas.items()}
    read_together({files[module]: (lambda_, f"{module}.handler") for lambda_, module in roots.items()}, entry, cached,
                  read, observing.Early(files, functools.partial(app_model.completed, settings_read), observed))
    of_lambdas = {lambda_: runtimes.of_facts(read[f"{root}/{folder}/index.py"][1], app_runtime)
                  for lambda_, folder in lambdas.items()}
    newest = runtimes.newest([app_runtime, *of_lambdas.values()])
    cached = runtimes.current_entries(cached, newest, app_runtime)
    modules = links.Package(files, facts)
    linked, faults = links.links(
        modules, roots, lambda used: interpreted_reads.results(modules, roots, used, cached, read))
    own_resources, resource_problems = resource_file.read(app_folder, settings_read, cached, read)
    problems += [*faults, *package.folder_problems(root, folders, settings_read["name"]), *word_problems,
                 *links.problems(linked, facts), *runtimes.problems(linked, of_lambdas), *resource_problems]
    if settings_read["name"]:
        model, faults = app_model.model(settings_read, root, lambdas, linked, facts, layers(app_folder))
        problems += [*faults, *image_problems(lambdas, facts, root, settings_read)]
        problems += topics.problems(model["lambdas"], own_resources) if not resource_problems else []
    if problems:
        raise Problems(*relevant(problems, word_problems))
    return word_parts.with_parts({**model, **({"resources": own_resources} if own_resources else {})}, own), files


def valid_cache(cached: dict, read: dict, settings_path: str, runtime: str) -> dict:
    """The cached facts; {} if they are of another runtime, or of other words of the app's own."""
    return cached if runtime_of(cached, settings_path) == runtime and not own_words.changed(cached, read) else {}


def relevant(problems: list[Problem], word_problems: list[Problem]) -> list[Problem]:
    """The problems, without those of blocks that use a word with a faulty recipe: the recipe is their cause."""
    broken = {os.path.basename(problem.path).removesuffix(".py").replace("_", "-") for problem in word_problems}
    return [problem for problem in problems
            if not any(problem.message == f"infra has no field {word!r}" for word in broken)]


def package_folders(root: str, problems: list[Problem], word_problems: list[Problem]) -> dict[str, list[str]]:
    """package.tree() of a package's folder. Raises Problems, with those that are known already. problems: of app.yaml,
    without which the package may be another"""
    try:
        return package.tree(root)
    except Problems as error:
        raise Problems(*problems, *word_problems, *(() if problems else error.args))


def scan_settings(path: str, cached: dict, read: dict) -> tuple[Settings, list[Problem]]:
    """(settings, [Problem]); with a problem, the settings have no name.

    env has only its names: the result may be written to a file, and the values are secrets.
    """
    def names_only():
        settings_read = settings.read(path)
        return {**settings_read, "env": dict.fromkeys(settings_read["env"])}

    try:
        read[path] = cached_or_read(path, cached, names_only)
        return read[path][1], []
    except Problems as problems:
        return settings.UNREADABLE, [*problems.args]


def cached_or_read(path: str, cached: dict, read: Callable) -> list:
    """[stamp, facts] of a file: the cached ones if it is unchanged."""
    try:
        stamp = file_cache.stamp(path)
    except OSError:
        stamp = [0, 0, 0]
    return cached[path] if path in cached and cached[path][0] == stamp else [stamp, read()]


def read_together(lambdas: dict[str, tuple[str, str]], entry: Callable, cached: dict, read: dict,
                  early: observing.Early) -> None:
    """Adds the entries of the index.py of lambdas to `read`, on all cores if many of them are not cached. These lambdas
    are observed as well, while their syntax trees exist.

    lambdas  {path: (name, handler)}
    """
    fresh = [path for path in lambdas if path not in cached or cached[path][0] != file_cache.stamp(path)]
    read.update((path, cached[path]) for path in lambdas.keys() - fresh)

    def work(path):
        stamp, facts = entry(path, sources=early.sources)
        early.stamps.of_files[path] = stamp
        observation = early.entry(*lambdas[path], facts)
        early.sources.remove(path)
        return [stamp, facts], observation
    if fresh:
        early.start()
    for path, (result, observation) in zip(fresh, parallel_results(fresh, work, observing.FEWEST)):
        read[path] = result
        early.add(lambdas[path][0], observation)


def runtime_of(cached: dict, settings_path: str) -> str | None:
    """The runtime for which an earlier run read the files, None if that is unknown."""
    return cached[settings_path][1].get("runtime") if settings_path in cached else None


def file_facts(path: str, inside: str, runtime: str | None, own: dict[str, OwnWord], sources=None) -> FileFacts:
    """The facts of a Python file (scan/source.py) with its infra checked.

    inside   its path from the package's folder on
    runtime  "python3.13", if its infra block has no other; "" if app.yaml has a problem
    own      the app's own words
    sources  the interpreter's Sources, which get the text and the syntax tree
    ->      facts whose "infra" is the normal form, None if there is a problem; and "trigger", a word or None
    """
    from scan import source, syntax  # slow to import, and not needed when nothing changed
    try:
        data = files.content(path)
        text = data.decode().removeprefix("\ufeff")  # the codec utf-8-sig takes longer
    except OSError as error:
        is_lost = os.path.islink(path) and not os.path.exists(path)
        return source.nothing(0, f"cannot be read: {error.strerror}", "restore the target of the link, or remove it"
                              if is_lost else cli.HINTS_BY_ERRNO.get(error.errno, ""))
    except Problems as error:  # of a file that never ends
        return source.nothing(*error.args[0][1:])
    except UnicodeDecodeError as error:
        return source.nothing(error.object.count(b"\n", 0, error.start) + 1, "not UTF-8", "save it as UTF-8")
    if not data and not os.path.isfile(path):
        return source.nothing(0, "is no file", "a pipe, a socket or a device")
    runtime = runtimes.own(text) or runtime if os.path.basename(path) == "index.py" else runtime
    parsed = functools.partial(sources.add, path, text) if sources else None
    facts = source.facts(inside, text, syntax.version(runtime) if runtime else syntax.HERE, parsed)
    if facts["infra"] is None:
        return facts
    infra, trigger, of_keys = block_facts(facts["infra"], own)
    problems = [[schema.line_of(facts["lines"], key), message, hint] for key, message, hint in of_keys]
    return {**facts, "infra": infra, "trigger": trigger, "problems": facts["problems"] + problems}


def block_facts(block: dict, own: dict[str, OwnWord]) -> tuple[dict | None, str | None, list[KeyProblem]]:
    """(the normal form, the trigger's word or None, [(dotted key, message, hint)]) of an infra: block.

    own  the app's own words
    """
    words = {**recipes.WORDS, **own} if own else recipes.WORDS
    infra = {**recipes.INFRA, "properties": {word: module.SCHEMA for word, module in sorted(words.items())}} \
        if own else recipes.INFRA
    block = recipes.block_without_nulls(block, words)
    trigger = recipes.trigger(block)
    problems = list(schema.problems(infra, block))
    refused = {key.partition(".")[0] for key, _message, _hint in problems}
    valid = {word: value for word, value in block.items() if word not in refused}
    problems += recipes.problems(valid, words)
    return None if problems else recipes.normal(schema.filled(infra, block), words), trigger, problems


def image_problems(lambdas: dict[str, str], facts: Callable[[str], FileFacts], root: str, settings_read: Settings,
                   ) -> Iterator[Problem]:
    """Problems of the Dockerfile of each lambda with `image: true`. lambdas: {name: folder below the root}"""
    for folder in lambdas.values():
        entry, file = facts(f"{root}/{folder}/index.py"), f"{root}/{folder}/{image.FILE}"
        infra = entry["infra"] or {}
        if infra.get("image") and not os.path.isfile(file):
            yield Problem(f"{root}/{folder}/index.py", schema.line_of(entry["lines"], "image"),
                          f"image: true needs a Dockerfile, and there is no {file}", dockerfiles.HINT)
        elif infra.get("image"):
            architecture = infra.get("architecture", settings_read["architecture"])
            yield from dockerfiles.problems(file, files.read_text(file), root, architecture)


def layers(app_folder: str) -> set[str]:
    """The names of the folders in layers/, beside app.yaml."""
    folder = os.path.join(app_folder, "layers")
    names = os.listdir(folder) if os.path.isdir(folder) else ()
    return {name for name in names if os.path.isdir(os.path.join(folder, name))}
