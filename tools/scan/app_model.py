"""The app model (build/app.json) from the facts of all files. Pure: what is read was read before."""
from kit.problems import Problem
from kit.schema import line_of, nearest
from scan import clashes, renames, variables

SOURCES = ("table", "bucket", "website")


def model(settings, root, folders, linked, facts, layers):
    """The model, and what is wrong with it.

    settings  of kit/settings.py
    root      the package's folder as given: "lambdas"
    folders   {lambda name: folder below the root}
    linked    {lambda name: {"module", "files", "reads", "assigns"}} of scan/links.py
    facts     path -> facts of scan/source.py, `infra` being the normal form or None
    layers    the folders in layers/
    ->        (model, [Problem]); use the model only if there is no problem
    """
    parts = variables.parts({name: facts(f"{root}/{folder}/index.py")["trigger"]
                             for name, folder in folders.items()})
    owners = {f"{root}/{folder}": name for name, folder in folders.items()}
    fns, problems, meanings = {}, [], {}

    def meaning(name):
        if name not in meanings:
            meanings[name] = variables.meaning(name, settings["name"], parts, settings["env"])
        return meanings[name]

    for name, folder in sorted(folders.items()):
        path = f"{root}/{folder}/index.py"
        env, wrong = _environment(path, linked[name], meaning)
        fns[name] = {
            "name": name, "path": path, "handler": f"{linked[name]['module']}.handler",
            "infra": facts(path)["infra"], "lines": facts(path)["lines"], "env": env,
            "modules": sorted(file for file in linked[name]["files"] if _owner(file, owners) != name)}
        problems += [*wrong, *_handler_problems(path, facts(path))]
    right = {name: fn for name, fn in fns.items() if fn["infra"] is not None}
    app = settings["name"]
    renamed = renames.problems(app, fns, linked, settings["env"], parts)
    problems += [*clashes.clashes(right), *_layer_problems(right, layers), *(renamed or _state_problems(right, app))]
    return {"name": app, "package": root, "settings": _settings(settings), "lambdas": fns,
            "state": state(right, app)}, problems


def state(lambdas, app):
    """{"table": {"demo": {"indexes": [...]}}, "bucket": {...}, ...} of all lambdas."""
    found = {"table": {}, "bucket": {}, "website": {}, "bus": {}}
    for fn in lambdas.values():
        for variable in fn["env"]:
            if variable["kind"] in found:
                found[variable["kind"]].setdefault(variable["of"], {})
        for event in fn["infra"].get("events", []):
            source = event.get("source", {"type": "bus", "name": app})
            if source["type"] in found:
                found[source["type"]].setdefault(source["name"], {})
        for index in fn["infra"]["indexes"]:
            found["table"].setdefault(index["table"], {})
    if found["table"]:
        found["bus"].setdefault(app, {})
    for table, held in found["table"].items():
        indexes = {index["name"]: index["type"] for fn in lambdas.values() for index in fn["infra"]["indexes"]
                   if index["table"] == table}
        held["indexes"] = [{"name": name, "type": type_} for name, type_ in sorted(indexes.items())]
    return found


def _settings(settings):
    """What later tools need of app.yaml; env stays there, so that no value lands in build/."""
    wanted = ("region", "runtime", "architecture", "artifacts", "domain", "stacks", "users")
    return {key: settings[key] for key in wanted if key in settings}


def _owner(path, owners):
    """The lambda in whose folder a file lies: the innermost, if one stands in another."""
    folder = path.rpartition("/")[0]
    while folder and folder not in owners:
        folder = folder.rpartition("/")[0]
    return owners.get(folder)


def _environment(path, link, meaning):
    """([the variables a lambda wants], [Problem])

    meaning  that of scan/variables.py, for a name
    Of several places that ask for one, the first that insists is told, in index.py before elsewhere.
    """
    found, problems = {}, []
    reads = sorted(link["reads"], key=lambda read: (read[0], read[3], read[1] != path, read[1], read[2]))
    for name, file, line, optional in reads:
        if name in found or variables.is_lambdas_own(name):
            continue
        known, complaint = meaning(name)
        optional = optional or name in link["assigns"]
        if known:
            found[name] = {"name": name, "kind": known[0], "of": known[1], "file": file, "line": line,
                           "optional": optional}
        elif name not in link["assigns"] and not (optional and complaint[0].startswith("Lambda")):
            problems.append(Problem(file, line, *complaint))
    return [found[name] for name in sorted(found)], problems


def _handler_problems(path, facts):
    """What keeps Lambda from calling the handler."""
    handler = facts["handler"]
    if facts["parsed"] and not handler:
        yield Problem(path, 0, "no function `handler`", "def handler(event, context):")
    elif handler and handler["fault"]:
        yield Problem(path, handler["line"], f"handler {handler['fault']}", "def handler(event, context):")


def _layer_problems(lambdas, layers):
    """Layers that have no folder."""
    for fn in lambdas.values():
        for at, name in enumerate(fn["infra"]["layers"]):
            if name not in layers:
                line = line_of(fn["lines"], f"layers.{at}")
                yield Problem(fn["path"], line, f"no layer {name!r} in layers/",
                              nearest(name, layers) or f"`make layer pkg={name}` makes it")


def _state_problems(lambdas, app):
    """Tables, buckets and websites that are named, and cannot be the app's."""
    for fn in lambdas.values():
        named = [(f"events.{at}.source.name", event["source"]["type"], event["source"]["name"])
                 for at, event in enumerate(fn["infra"].get("events", []))
                 if event.get("source", {}).get("type") in SOURCES]
        named += [(f"indexes.{at}.table", "table", index["table"])
                  for at, index in enumerate(fn["infra"]["indexes"])]
        for key, kind, name in named:
            if name != app and not name.startswith(app + "-"):
                known = sorted({app, *(one["of"] for other in lambdas.values() for one in other["env"]
                                       if one["kind"] == kind)})
                yield Problem(fn["path"], line_of(fn["lines"], key), f"{kind} {name!r} is not the app's",
                              nearest(name, known) or renames.state_hint(app, kind, key.rpartition(".")[2], name))
