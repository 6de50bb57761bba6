"""app.yaml: the one settings file, and what is said nowhere and so taken for granted."""
from kit import files, names, schema, user_settings
from kit.problems import Problem, Problems

FILE = "app.yaml"
TEXT = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}
SCHEMA = {
    "title": "app.yaml",
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z](-?[a-z0-9]){0,19}$", "examples": ["demo"],
                 "description": "a letter, then letters, digits and single -, lower-case and 20 at most. The stack "
                                "is called by it (demo-dev), and so are the app's variables (DEMO_TABLE)"},
        "region": {"type": "string", "pattern": r"^[a-z]{2}(-[a-z]+)+-\d$", "default": "eu-west-1",
                   "description": "the AWS region in which everything of the app is", "examples": ["eu-west-1"]},
        "package": {"type": "string", "pattern": r"^[^\s/][^\s]*$", "default": "lambdas",
                    "examples": ["lambdas"],
                    "description": "the folder that is the app's Python package, without a space"},
        "runtime": {"type": "string", "pattern": r"^python3\.(9|1\d)$", "default": "python3.13",
                    "examples": ["python3.13"], "description": "the Python of Lambda that runs the handlers"},
        "architecture": {"type": "string", "enum": ["arm64", "x86_64"], "default": "arm64",
                         "description": "the kind of processor that runs the handlers. arm64 costs less"},
        "artifacts": {"type": "string", "pattern": r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
                      "examples": ["demo-artifacts"],
                      "description": "the bucket of the zips: 3 to 63 lower-case letters, digits, . and -. Every "
                                     "bucket of AWS needs a name of its own. Default: the app's name and -artifacts"},
        "domain": {"anyOf": [{"type": "string", "pattern": r"^([a-z0-9-]+\.)+[a-z]{2,}$", "examples": ["example.com"],
                              "description": "lower-case letters, digits and -, with a dot"}, {"type": "null"}],
                   "default": None, "examples": ["example.com"],
                   "description": "the app's domain. `make domain` makes the names below it (docs/domains.md)"},
        "stacks": {"type": "integer", "minimum": 1, "maximum": 50, "default": 1,
                   "description": "over how many stacks the lambdas are spread (docs/large-apps.md)", "examples": [2]},
        "env": {"type": "object", "default": {},
                "additionalProperties": {"anyOf": [*TEXT["anyOf"],
                                                   {"type": "object", "additionalProperties": TEXT}]},
                "description": "values of variables that lambdas read; one for all, or {local: a, prod: b}. A variable "
                               "of the shell goes before it (docs/environment.md)",
                "examples": [{"CURRENCY": "EUR", "LOG_LEVEL": {"local": "debug", "prod": "warning"}}]},
        "users": user_settings.SCHEMA,
    },
    "required": ["name"],
    "additionalProperties": False,
}


def settings(path, text, flags=()):
    """The settings of app.yaml's text, defaults filled.

    flags  what the command line says instead: {"region": "eu-north-1"}, None for what it does not say
    ->     {"name": "demo", "region": "eu-west-1", ..., "domain": None, "env": {"SLACK_URL": "..."}}
    Raises Problems, all of them.
    """
    from kit import yaml_lines  # dear, and not needed where the settings were kept
    written = {}
    value, lines, mistakes = yaml_lines.file_document(text, written)
    if mistakes:
        raise Problems(*(Problem(path, *mistake) for mistake in mistakes))
    value = {} if value is None else with_empty_texts(value)
    flags = {key: one for key, one in dict(flags).items() if one is not None}
    said = {**value, **flags} if isinstance(value, dict) else value
    found = [Problem("", 0, message, hint) if key in flags else
             Problem(path, schema.line_of(lines, key), message, hint)
             for key, message, hint in [*schema.complaints(SCHEMA, said), *_own_complaints(said),
                                       *yaml_lines.changed(written, value, lambda key: key.startswith("env."))]]
    if found:
        raise Problems(*found)
    full = schema.filled(SCHEMA, said)
    return {**full, "artifacts": full.get("artifacts") or f"{full['name']}-artifacts"}


def name_problems(name):
    """[Problem] of what cannot be an app's name, in the words that app.yaml has for it."""
    return [Problem("", 0, message, hint)
            for _key, message, hint in schema.complaints(SCHEMA["properties"]["name"], name, "name")]


def with_empty_texts(value):
    """The settings in which a variable with nothing behind its name (`A:`, `A: {dev: }`) is "": that is a value too."""
    if not isinstance(value, dict) or not isinstance(value.get("env"), dict):
        return value

    def text(one):
        return "" if one is None else {key: text(inner) for key, inner in one.items()} if isinstance(one, dict) else one
    return {**value, "env": {name: text(one) for name, one in value["env"].items()}}


def read(path=FILE, **flags):
    """The settings of a file, `flags` before it. Raises Problems if it cannot be read or is wrong."""
    text = files.read_text(path, "one line is enough: `name: demo`")
    return settings(str(path), text.replace("\r\n", "\n"), flags)


def values(env, stage):
    """{name: text} of the variables that app.yaml gives a value in a stage.

    {"A": 1, "B": {"dev": "x"}} -> {"A": "1", "B": "x"} in dev, {"A": "1"} in any other.
    """
    picked = {name: value.get(stage) if isinstance(value, dict) else value for name, value in env.items()}
    return {name: {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
            for name, value in picked.items() if value is not None}


def _own_complaints(said):
    """What the schema cannot say: a variable of `env` that Lambda cannot set, and what `users` says wrong."""
    said = said if isinstance(said, dict) else {}
    env = said.get("env")
    return [*((f"env.{name}", f"env.{name}: Lambda cannot set a variable of this name", names.VARIABLE_HINT)
              for name in (env if isinstance(env, dict) else {}) if not names.VARIABLE.fullmatch(name)),
            *user_settings.complaints(said.get("users"))]
