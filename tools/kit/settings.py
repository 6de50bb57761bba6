"""app.yaml, the settings file of an app: its schema and its defaults."""
from typing import Any, NotRequired

from kit import (
    alert_settings,
    api_settings,
    bucket_settings,
    builder_settings,
    bus_settings,
    cors_settings,
    files,
    foreign_settings,
    log_settings,
    names,
    regions,
    schema,
    secret_settings,
    stage_settings,
    stream_settings,
    table_settings,
    tag_settings,
    user_settings,
    vpc_settings,
    yaml_functions,
)
from kit.app_settings import AppSettings
from kit.problems import Problem, Problems

FILE = "app.yaml"
TEXT = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}
REFERENCE = {"Ref": {"type": "string"}, "Fn::GetAtt": {"anyOf": [{"type": "string"}, {
    "type": "array", "items": {"type": "string"}}]}, "Fn::Sub": {"type": "string"}}
SCHEMA: dict = {
    "title": "app.yaml", "type": "object",
    "description": "`name: demo` is enough",
    "elsewhere": foreign_settings.ELSEWHERE,
    "properties": {
        "name": {"type": "string", "pattern": names.APP, "examples": ["demo"],
                 "description": "a letter, then letters, digits and single -, lower-case and 20 at most. The names of "
                                "the stack (demo-dev) and of the app's variables (DEMO_TABLE) begin with it"},
        "prefix": {"type": "string", "pattern": names.APP, "examples": ["demo"],
                   "description": "a text like `name`. The names of the app's variables (DEMO_TABLE), tables and "
                                  "buckets begin with it in place of `name`: an app gets another name, and its code "
                                  "stays as it is (docs/starting.md)"},
        "region": {"type": "string", "pattern": r"^[a-z]{2,4}(-[a-z]+)+-\d$", "default": "eu-west-1",
                   "description": "the AWS region in which the app is deployed", "examples": ["eu-west-1"]},
        "package": {"type": "string", "pattern": r"^[^\s/][^\s]*$", "default": "lambdas", "examples": ["lambdas"],
                    "description": "the folder that is the app's Python package, without a space: src/orders is "
                                   "imported as orders"},
        "runtime": {"type": "string", "pattern": r"^python3\.(9|1[0-5])$", "default": "python3.13",
                    "examples": ["python3.13"], "description": "the Python of Lambda that runs the handlers"},
        "architecture": {"type": "string", "enum": ["arm64", "x86_64"], "default": "arm64",
                         "description": "the kind of processor that runs the handlers. arm64 costs less"},
        "artifacts": {"type": "string", "pattern": names.BUCKET, "examples": ["demo-artifacts"],
                      "description": "the bucket of the zips: 3 to 63 lower-case letters, digits, . and -. Every "
                                     "bucket of AWS needs a name of its own. Default: the app's name and -artifacts"},
        "domain": {"anyOf": [{"type": "string", "pattern": r"^([a-z0-9-]+\.)+([a-z]{2,}|xn--[a-z0-9-]+)$",
                              "examples": ["example.com"],
                              "description": "lower-case letters, digits and -, with a dot"}, {"type": "null"}],
                   "default": None, "examples": ["example.com"],
                   "description": "the app's domain. `make domain` creates the names below it (docs/domains.md)"},
        "stacks": {"type": "integer", "minimum": 1, "maximum": 50, "default": 1,
                   "description": "the number of stacks that hold the lambdas (docs/large-apps.md)", "examples": [2]},
        "boundary": {"type": "boolean", "default": False, "examples": [True],
                     "description": "whether the app's roles have the permissions boundary that an administrator "
                                    "created with the output of `make policy` (docs/aws.md)"},
        "env": {"type": "object", "default": {},
                "additionalProperties": {"anyOf": [*TEXT["anyOf"],
                                                   {"type": "object", "properties": REFERENCE,
                                                    "additionalProperties": TEXT}]},
                "description": "values of variables that lambdas read: one for all stages, {prod: a, \"*\": b}, of "
                               "which \"*\" is every other stage, or a reference to resources of resources.yaml "
                               "(docs/resources.md). A variable of the shell has precedence over a text "
                               "(docs/environment.md)",
                "examples": [{"CURRENCY": "EUR", "LOG_LEVEL": {"local": "debug", "prod": "warning"}}]},
        "debug": {"type": "boolean", "examples": [True],
                  "description": "whether invocations of all lambdas log their events (docs/lambda-settings.md)"},
        "tracing": {"anyOf": [{"type": "boolean"}, {"type": "string", "enum": ["log"]}], "examples": [True],
                    "description": "whether X-Ray records invocations; log: only logs do (docs/lambda-settings.md)"},
        "local": {"type": "object", "additionalProperties": False,
                  "description": "the local cloud here (docs/local-cloud.md#roles)", "examples": [{"strict": False}],
                  "properties": {"strict": {
                      "type": "boolean", "default": True, "examples": [False],
                      "description": "whether the local cloud denies what the role of a lambda does not allow"}}},
        "dashboard": {"type": "boolean", "examples": [True],
                      "description": "whether CloudWatch has a dashboard of the app; without it, in the stages with "
                                     "`alerts` (docs/alerts.md#the-dashboard)"},
        "users": user_settings.SCHEMA,
        "cors": cors_settings.SCHEMA,
        "buckets": bucket_settings.SCHEMA,
        "builder": builder_settings.SCHEMA,
        "bus": bus_settings.SCHEMA,
        "alerts": alert_settings.SCHEMA,
        "api": api_settings.SCHEMA,
        "log": {**log_settings.SCHEMA, "description": "the log of each lambda (docs/lambda-settings.md#logs)"},
        "secrets": secret_settings.SCHEMA,
        "stages": stage_settings.SCHEMA,
        "streams": stream_settings.SCHEMA,
        "tables": table_settings.SCHEMA,
        "tags": tag_settings.SCHEMA,
        "vpcs": vpc_settings.SCHEMA,
    },
    "required": ["name"], "additionalProperties": False,
}
SECTIONS: dict[str, Any] = {"buckets": bucket_settings, "secrets": secret_settings, "streams": stream_settings,
                            "tables": table_settings, "tags": tag_settings}


class Settings(AppSettings):
    """app.yaml with every default filled in; SCHEMA describes the fields."""

    name: str
    prefix: NotRequired[str]  # names.own_prefix() has its default
    package: str  # the folder, without a slash at its end
    boundary: bool
    env: dict[str, Any]  # {variable: value, or {stage: value}}; values() has those of a stage
    local: NotRequired[dict[str, bool]]  # {"strict": whether the local cloud denies what roles do not allow}
    buckets: NotRequired[dict[str, bucket_settings.BucketSettings]]
    secrets: NotRequired[dict[str, secret_settings.SecretSettings]]
    streams: NotRequired[dict[str, stream_settings.StreamSettings]]
    tables: NotRequired[dict[str, table_settings.TableSettings]]


# The settings in place of those of a faulty file: the lambdas of the default package are checked all the same.
UNREADABLE: Settings = {"name": "", "region": "", "package": "lambdas", "runtime": "", "architecture": "",
                        "artifacts": "", "domain": None, "stacks": 1, "boundary": False, "env": {}}


def settings(path: str, text: str) -> Settings:
    """The settings of app.yaml's text. Raises Problems, all of them."""
    from kit import yaml_lines  # 15 ms, and not needed where the settings are in the cache
    written = {}
    value, lines, faults = yaml_lines.file_document(text, written, functions=True)
    if faults:
        raise Problems(*(Problem(path, *fault) for fault in faults))
    value = {} if value is None else with_empty_texts(value)
    problems = [Problem(path, schema.line_of(lines, key), message, hint) for key, message, hint in [
        *schema.problems(SCHEMA, value), *_own_problems(value),
        *yaml_lines.changed_values(written, value, lambda key: key.startswith(("env.", "tags.")))]]
    if problems:
        raise Problems(*problems)
    filled = schema.filled(SCHEMA, value)
    for section in SECTIONS.keys() & filled.keys():
        filled[section] = _normal(section, value[section] or {}, lines)
    for section, module in (("bus", bus_settings), ("log", log_settings)):
        if filled.get(section):
            filled[section] = module.normal(value[section])
    full: Settings = filled
    alerts = alert_settings.normal(names.own_prefix(full), value.get("alerts"))
    full.update({"alerts": alerts} if full.get("alerts") else {})
    if full.get("stages"):
        full["stages"] = stage_settings.normal(names.own_prefix(full), full["stages"], alerts)
    if references := yaml_functions.references(full["env"], lambda key: schema.line_of(lines, key)):
        full["references"] = references
    if full.get("users"):
        full["users"] = user_settings.normal(full["users"], lines)
    return {**full, "artifacts": full.get("artifacts") or f"{full['name']}-artifacts"}


def name_problems(name: str) -> list[Problem]:
    """[Problem] of a text that cannot be an app's name, with the messages of app.yaml."""
    return [Problem("", 0, message, hint)
            for _key, message, hint in schema.problems(SCHEMA["properties"]["name"], name, "name")]


def with_empty_texts(value):
    """The settings in which a variable without a value (`A:`, `A: {dev: }`) is "", an empty text."""
    if not isinstance(value, dict) or not isinstance(value.get("env"), dict):
        return value

    def text(setting):
        if isinstance(setting, dict):
            return {key: text(nested) for key, nested in setting.items()}
        return "" if setting is None else setting
    return {**value, "env": {name: text(setting) for name, setting in value["env"].items()}}


def read(path: str = FILE) -> Settings:
    """The settings of a file. Raises Problems of a file that cannot be read or is invalid."""
    text = files.read_text(path, "one line is enough: `name: demo`")
    return settings(str(path), text.replace("\r\n", "\n"))


def values(env: dict[str, Any], stage: str) -> dict[str, str]:
    """{name: text} of the variables that have a value in a stage by `env` of app.yaml.

    {"A": 1, "B": {"dev": "x"}} -> {"A": "1", "B": "x"} in dev, {"A": "1"} in any other; "*" is every other stage.
    """
    of_stage = {name: value.get(stage, value.get(stage_settings.OTHERS)) if isinstance(value, dict) else value
                for name, value in env.items()}
    return {name: text_of(value) for name, value in of_stage.items() if value is not None}


def text_of(value: str | float | bool | None) -> str:
    """The text that a variable has of a value of YAML: 1 -> "1", True -> "true", None -> ""."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return str(value)


def _own_problems(merged):
    """[problem] that the schema cannot express: of `package`, of names in `env`, and of whole sections."""
    merged = merged if isinstance(merged, dict) else {}
    env, package = merged.get("env"), merged.get("package")
    return [*(names.package_problems(package) if isinstance(package, str) and package else []),
            *schema.empty_sections(SCHEMA, merged), *regions.problems(SCHEMA, merged.get("region")),
            *((f"env.{name}", f"env.{name}: Lambda cannot set a variable of this name", names.VARIABLE_HINT)
              for name in (env if isinstance(env, dict) else {}) if not names.VARIABLE.fullmatch(name)),
            *((f"env.{name}", f"env.{name}: Pareto sets this variable itself", names.RESERVED_HINT)
              for name in (env if isinstance(env, dict) else {}) if str(name).startswith(names.RESERVED)),
            *yaml_functions.problems(env),
            *(problem for name, by_stage in (env if isinstance(env, dict) else {}).items()
              if isinstance(by_stage, dict) and not yaml_functions.is_function(by_stage)
              for problem in stage_settings.key_problems(f"env.{name}", by_stage, "; \"*\" for all others")),
            *user_settings.problems(merged.get("users"), merged.get("name")),
            *cors_settings.problems(merged.get("cors")), *api_settings.problems(merged.get("api")),
            *builder_settings.problems(merged.get("builder"), merged.get("region")),
            *secret_settings.reserved_problems(merged.get("name"), merged.get("secrets")),
            *vpc_settings.problems(merged.get("vpcs")), *bus_settings.problems(merged.get("bus")),
            *stage_settings.problems(merged.get("stages"), merged.get("alerts")),
            *(alert_settings.problems(merged["alerts"]) if merged.get("alerts") else ()),
            *((".".join(filter(None, ["log", key])), message, hint)
              for key, message, hint in (log_settings.problems(merged["log"]) if merged.get("log") else ())),
            *(problem for section in SECTIONS
              for problem in _section_problems(names.own_prefix(merged), section, merged.get(section) or {}))]


def _normal(section, entries, lines):
    """A section of SECTIONS in normal form: by its module, else each entry with its defaults and its line."""
    module = SECTIONS[section]
    return module.normal(entries, lines) if hasattr(module, "normal") else {
        name: {**schema.filled(module.SCHEMA["additionalProperties"], written),
               "line": schema.line_of(lines, f"{section}.{name}")} for name, written in entries.items()}


def _section_problems(app, section, entries):
    """[problem] of a section of SECTIONS, a value of any type: what its schema cannot express. app: names.own_prefix()
    """
    module = SECTIONS[section]
    if schema.problems(module.SCHEMA, entries):
        return []
    unnamed = names.state_problems(app, section, entries, *module.NAMED) if hasattr(module, "NAMED") else []
    return unnamed + (module.problems(entries) if hasattr(module, "problems") else [])
