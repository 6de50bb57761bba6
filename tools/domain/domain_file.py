"""domains/NAME.yaml: which names of a domain serve what in which stage. Pure, but for reading and writing the file.

    stages: {prod: "", dev: dev}     the stages that have names, and what each puts before them
    prefix: shop                     of one of several apps of the domain: shop-api.example.com
    api: api.example.com             or another name; the default is api.<domain>
    websites: {demo: example.com}    the default is the domain itself for the website called as the app,
                                     <website>.<domain> for any other
    zone: Z0123456789ABC             which of several public zones
"""
import os
import re
from pathlib import Path

from aws.app import AppModel
from kit import files, names, schema, yaml_lines
from kit.problems import Problem, Problems, listed, printable, problem
from recipes import routes

FOLDER = "domains"
BARE = ("local", "prod")  # the stages whose names have no prefix by default
LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"({LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]")
HOST = {"type": "string", "pattern": f"^{DOMAIN.pattern}$", "examples": ["api.example.com"],
        "description": "a name in lower-case letters, digits, - and ."}
PART = {"type": "string", "pattern": f"^({LABEL})?$", "description": "lower-case letters, digits and -, 63 at most"}
SCHEMA = {
    "title": "the domain's file", "type": "object", "additionalProperties": False,
    "properties": {
        "stages": {"type": "object", "default": {},
                   "additionalProperties": {**PART, "examples": ["dev"]}},
        "prefix": {**PART, "default": "", "examples": ["shop"]},
        "api": HOST,
        "websites": {"type": "object", "default": {}, "additionalProperties": HOST},
        "zone": {"type": "string", "pattern": "^[A-Z0-9]{4,32}$", "default": "", "examples": ["Z0123456789ABC"],
                 "description": "the id of a hosted zone: capitals and digits"},
    },
}
NEW = """\
# Which names of {domain} serve what, in which stages: docs/domains.md. `make domain` adds a stage.
# prefix: {app}          # if other apps share the domain: {app}-api.{domain}, {app}.{domain}
# api: api.{domain}
# websites:
#   {app}: {domain}
stages:  # and what each puts before the names: dev-api.{domain}
"""


def path(domain: str) -> str:
    """"domains/example.com.yaml" """
    return f"{FOLDER}/{domain}.yaml"


def name_problems() -> list[Problem]:
    """[Problem] of YAML files in domains/ that no domain can have: nothing would ever read them."""
    folder = Path(FOLDER)
    names = sorted(child.name for child in folder.iterdir()) if folder.is_dir() else []
    return [Problem(f"{FOLDER}/{printable(name)}", 0, "this is no domain's file, and nothing reads it",
                    f"a file there is called as its domain, in lower case: {FOLDER}/{_near_domain(name)}.yaml")
            for name in names if name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")
            and not (name.endswith(".yaml") and DOMAIN.fullmatch(name.removesuffix(".yaml")))]


def _near_domain(name):
    """The domain that a file's name may mean: "Example.com.yml" -> "example.com"; "example.com" where there is none."""
    stem = name.lower().rpartition(".")[0]
    return stem if DOMAIN.fullmatch(stem) else "example.com"


def read(app: AppModel, domain: str) -> dict:
    """The content of the domain's file, defaults filled; all defaults without a file. Raises Problems.

    -> {"stages": {"prod": ""}, "prefix": "", "websites": {}, "zone": "", "lines": {"stages.prod": 3}, ...}
    """
    file = path(domain)
    text = files.read_text(file) if os.path.lexists(file) else ""
    value, lines, problems = yaml_lines.file_document(text)
    value = {} if value is None else value
    if not problems:
        own_problems = _file_problems(app, domain, value) if isinstance(value, dict) else []
        problems = [(schema.line_of(lines, key), message, hint)
                    for key, message, hint in [*schema.problems(SCHEMA, value), *own_problems]]
    if problems:
        raise Problems(*(Problem(file, *problem) for problem in problems))
    return {**schema.filled(SCHEMA, value), "lines": lines}


def _file_problems(app, domain, value):
    """[(key, message, hint)]: unknown websites, names of another domain, and stages that would have equal names."""
    problems = []
    sites = app["state"].get("website", {})
    websites = value.get("websites") if isinstance(value.get("websites"), dict) else {}
    for name in websites.keys() - sites.keys():
        problems.append((f"websites.{name}", f"the app has no website {name!r}", schema.nearest(name, sites)
                         or f"it has: {listed(sorted(sites)) or 'none'}"))
    for key, host in [("api", value.get("api")), *((f"websites.{name}", host) for name, host in websites.items())]:
        if isinstance(host, str) and host != domain and not host.endswith(f".{domain}"):
            problems.append((key, f"{host} is no name of {domain}", "a domain of its own has a file in domains/"))
    stages = value.get("stages") if isinstance(value.get("stages"), dict) else {}
    owners = {}
    for stage, part in stages.items():
        if stage != "local" and isinstance(part, str) and owners.setdefault(part, stage) != stage:
            problems.append((f"stages.{stage}", f"{owners[part]} and {stage} would have the same names",
                             f"`{stage}: {stage}` puts {stage}- before them"))
    return problems


def hosts(app: AppModel, domain: str, domain_settings: dict, stage: str) -> dict:
    """{"api": "api.example.com" or "", "sites": {"demo": "example.com"}}: the names of a stage.

    Names by default are one label below the domain, so that one wildcard certificate covers them all.
    """
    part, prefix = domain_settings["stages"][stage], domain_settings["prefix"]

    def default(label):
        return ".".join(filter(None, ["-".join(filter(None, [prefix, label])), domain]))
    own = {names.own_prefix(app): default("")}
    sites = {name: domain_settings["websites"].get(name) or own.get(name, f"{name}.{domain}")
             for name in sorted(app["state"].get("website", {}))}
    return {"api": staged(domain_settings.get("api") or default("api"), part, domain) if routes.has_api(app) else "",
            "sites": {name: staged(host, part, domain) for name, host in sites.items()}}


def staged(host: str, part: str, domain: str) -> str:
    """("api.example.com", "dev") -> "dev-api.example.com"; the domain itself -> "dev.example.com" """
    if not part:
        return host
    return f"{part}.{domain}" if host == domain else f"{part}-{host}"


def default_part(stage: str) -> str:
    """The default prefix of a stage's names: "" for prod and local, else the stage's name in lower case."""
    return "" if stage in BARE else stage.lower()


def certificate_names(domain: str, hosts: list[str]) -> list[str]:
    """["example.com", "*.example.com"], and a wildcard for each name further down. The first is its own name."""
    parents = {host.partition(".")[2] for host in hosts if host != domain}
    return list(dict.fromkeys([domain, f"*.{domain}", *(f"*.{parent}" for parent in sorted(parents))]))


def covered(host: str, certificate_names: list[str]) -> bool:
    """Whether a certificate for these names covers a host: a wildcard matches one label."""
    return host in certificate_names or f"*.{host.partition('.')[2]}" in certificate_names


def add_stage(app: AppModel, domain: str, domain_settings: dict, stage: str) -> str | None:
    """Writes the stage into the file; one that is absent is written first. -> the path if anything was written; raises
    Problems if the stages of the file are not one to a line. domain_settings: of settings()"""
    if stage in domain_settings["stages"]:
        return None
    file, line = path(domain), f'{{}}{stage}: {default_part(stage) or chr(34) * 2}\n'
    text = files.read_text(file) if os.path.lexists(file) else NEW.format(domain=domain, app=app["name"])
    rows = text.splitlines(keepends=True)
    last = max((number for key, number in domain_settings["lines"].items() if key.startswith("stages.")), default=0)
    heads = [position for position, row in enumerate(rows) if re.match(r"stages:\s*(#.*)?$", row)]
    if last and not heads or not last and not heads and "stages" in domain_settings["lines"]:
        raise problem(file, domain_settings["lines"]["stages"], "the stages are not one to a line",
                      f"write `{line.format('').strip()}` there yourself")
    if not heads:
        rows += ["" if not rows or rows[-1].endswith("\n") else "\n", "stages:\n"]
        heads = [len(rows) - 1]
    position = last or heads[0] + 1
    row = rows[last - 1]
    indent = row[:len(row) - len(row.lstrip())] if last else "  "
    rows[position - 1] = rows[position - 1].rstrip("\n") + "\n"
    rows.insert(position, line.format(indent))
    files.write_bytes(file, "".join(rows).encode())
    return file


def drop_stage(domain: str, domain_settings: dict, stage: str) -> None:
    """Deletes the line of a stage from the file. Raises Problems if the stages are not one to a line."""
    if stage not in domain_settings["stages"]:
        return
    file, number = path(domain), domain_settings["lines"][f"stages.{stage}"]
    rows = files.read_text(file).splitlines(keepends=True)
    if not rows[number - 1].strip().startswith((f"{stage}:", f'"{stage}":', f"'{stage}':")):
        raise problem(file, number, "the stages are not one to a line", f"take {stage} out yourself")
    del rows[number - 1]
    files.write_bytes(file, "".join(rows).encode())
