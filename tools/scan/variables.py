"""The meaning of an environment variable that a lambda reads.

    DEMO_TABLE           table demo                    the app is called demo
    DEMO_ARCHIVE_TABLE   table demo-archive
    DEMO_STRIPE_SECRET   secret demo-stripe
    DEMO_CLICKS_STREAM   Kinesis stream demo-clicks
    DEMO_BUS             the app's bus
    DEMO_HELLO_QUEUE     queue of lambda hello
    DEMO_HELLO_SCHEDULE  group and role of the schedules that invoke lambda hello
    DEMO_API_URL         address of the app's API; so are the names in FACTS
    DEMO_STAFF_USER_POOL user pool staff of app.yaml
    AWS_REGION           nothing: Lambda sets it
    SLACK_URL            a value from outside, or a resource of resources.yaml
"""
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kit import names
from kit.problems import listed
from kit.schema import nearest
from recipes import TRIGGERS, facts

# end of a variable -> kind of state
STATE = {"TABLE": "table", "BUCKET": "bucket", "WEBSITE": "website", "SECRET": "secret", "STREAM": "data_stream"}
# kind -> the trigger that the lambda must have
OF_LAMBDA = {**{module.VARIABLE: word for word, module in TRIGGERS.items() if module.VARIABLE}, "FUNCTION": None,
             "SCHEDULE": None}
BUS = "BUS"
# variable, without the app's name -> kind: what a lambda may know of its app (recipes/facts.py)
FACTS = {kind.upper(): kind for kind in facts.FACTS if kind != "website_url"}
OF_POOL = re.compile(r"(?:([A-Z][A-Z0-9]*)_)?(USER_POOL(?:_CLIENT)?)")  # of the pool `staff`: STAFF_USER_POOL
WEBSITE_URL = "WEBSITE_URL"
RESOURCE_PART = re.compile("_(NAME|URL|ARN|ID)$")
UNKNOWN = "?"  # the trigger of a lambda whose block cannot be read: variables that name it may be valid

# The variables that Lambda sets itself, reserved and not; and those of its operating system.
# docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
LAMBDA_SETS = frozenset("""
    _HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE
    AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_LOG_FORMAT AWS_LAMBDA_LOG_LEVEL
    AWS_LAMBDA_RUNTIME_API AWS_LAMBDA_MAX_CONCURRENCY AWS_LAMBDA_METADATA_API AWS_LAMBDA_METADATA_TOKEN
    AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN
    AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS _AWS_XRAY_DAEMON_ADDRESS _AWS_XRAY_DAEMON_PORT
    AWS_ENDPOINT_URL LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR
    LANG PATH LD_LIBRARY_PATH NODE_PATH PYTHONPATH GEM_PATH TZ
    HOME USER PWD SHLVL HOSTNAME TMPDIR
    """.split())
# Those of them that a function may set to a value of its own.
SETTABLE = frozenset("LANG PATH LD_LIBRARY_PATH NODE_PATH PYTHONPATH GEM_PATH TZ HOME TMPDIR".split())
# Those that Python's own library reads: docs.python.org/3/using/cmdline.html, urllib.request.getproxies, ssl
OF_PYTHON = re.compile(r"PYTHON[A-Z]+|SSL_CERT_(?:FILE|DIR)|(?i:https?|ftp|all|no)_(?i:proxy)")
# Those that describe a person's shell, or a server of CI, and no lambda.
OF_SHELL = re.compile(r"(?:AWS|LC|XDG|SSH|MAKE|PARETO)_\w+|MAKE\w+|MFLAGS|CI|SHELL|TERM|EDITOR|PAGER|LOGNAME|LANGUAGE|"
                      r"DISPLAY|COLUMNS|LINES|OLDPWD|VIRTUAL_ENV")
# Those that Lambda or a layer reads; botocore reads AWS_ENDPOINT_URL_S3 and the like.
OF_EXTENSIONS = frozenset("AWS_LAMBDA_EXEC_WRAPPER AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS".split())
ENDPOINT_OF_SERVICE = "AWS_ENDPOINT_URL_"


def is_lambdas_own(name: str) -> bool:
    """Whether Lambda sets the variable, so that a deploy does not set it."""
    return name in LAMBDA_SETS or name.startswith(("AWS_LAMBDA_", ENDPOINT_OF_SERVICE))


def is_reserved(name: str) -> bool:
    """Whether a function must not set the variable."""
    return is_lambdas_own(name) and name not in SETTABLE | OF_EXTENSIONS and not name.startswith(ENDPOINT_OF_SERVICE)


def is_of_shell(name: str) -> bool:
    """Whether a variable of the shell is about this machine: a lambda gets no value from it."""
    return name in LAMBDA_SETS or bool(OF_PYTHON.fullmatch(name) or OF_SHELL.fullmatch(name))


def meaning(name: str, app: str, lambdas: dict[str, tuple[str, str | None]],
            values: Iterable[str] = (), references: Mapping[str, dict] | None = None, optional: bool = False,
            ) -> tuple[tuple[str, str | None] | None, tuple[str, str] | None]:
    """("table", "demo-archive"), or a problem.

    name     of the variable
    app      the app's name
    lambdas  {"HELLO": ("hello", trigger word or None)}: see parts()
    values   the names of `env` in app.yaml; references: those of them whose value is a reference (kit/settings.py)
    optional whether the code has a default for it: then it may be a value that nobody sets, unless it is misspelt
    ->       ((kind, of), None) or (None, (message, hint))
    """
    prefix = names.prefix(app)
    if name in values and name not in (references or ()) and (problem := set_twice(name, app, lambdas, "app.yaml")):
        return None, problem
    if name in values or not name.startswith(prefix + "_"):
        if references and name in references:
            return ("resource", references[name]["target"]), None
        if names.VARIABLE.fullmatch(name):
            return ("value", None), None
        return None, (f"Lambda cannot set a variable {name!r}", names.VARIABLE_HINT)
    suffix = name.removeprefix(prefix + "_")
    middle, _, kind = suffix.rpartition("_")
    of_state = kind in STATE or suffix.endswith(WEBSITE_URL)
    # A resource has no _ at the ends of its name. Two that differ only in a double one inside are a clash of their own.
    if of_state and not re.fullmatch(r"([A-Z0-9][A-Z0-9_]*(?<!_)_)?([A-Z]+|WEBSITE_URL)", suffix):
        return None, _character_problem(name, prefix, kind)
    if kind in STATE:
        return (STATE[kind], state_name(app, middle)), None
    if match := OF_POOL.fullmatch(suffix):
        return (FACTS[match[2]], (match[1] or "").lower()), None
    if suffix == BUS or suffix in FACTS:
        return (FACTS.get(suffix, "bus"), app), None
    if suffix == WEBSITE_URL or suffix.endswith(f"_{WEBSITE_URL}"):
        return ("website_url", state_name(app, suffix.removesuffix(WEBSITE_URL))), None
    if kind in OF_LAMBDA and middle in lambdas and _has(lambdas[middle][1], kind):
        return (kind.lower(), lambdas[middle][0]), None
    if optional and not _is_misspelt(suffix):
        return ("value", None), None
    return None, _problem(name, prefix, middle, kind, lambdas)


def own_name(name: str, app: str, lambdas: dict[str, tuple[str, str | None]]) -> str:
    """The app's own variable that a name without the app's prefix may mean, "" if there is none: DEMO_PAY_QUEUE of
    PAY_QUEUE and PAY_QUEUE_URL, DEMO_<LAMBDA>_QUEUE of OTHER_QUEUE, DEMO_BUS of EVENT_BUS, DEMO_TABLE of APP_TABLE, as
    the documentation writes it. lambdas: as of meaning()"""
    name = name.removeprefix("APP_")
    stems = [name, RESOURCE_PART.sub("", name)]
    stems += [kind for stem in stems if (kind := stem.rpartition("_")[2]) in (BUS, "BUILDER")]
    own_names = [f"{names.prefix(app)}_{stem}" for stem in stems]
    kind = stems[1].rpartition("_")[2]
    return next((own for own in own_names if meaning(own, app, lambdas)[0]),
                f"{names.prefix(app)}_<LAMBDA>_{kind}" if kind in OF_LAMBDA else "")


def set_twice(name: str, app: str, lambdas: dict[str, tuple[str, str | None]], where: str) -> tuple[str, str] | None:
    """(message, hint) of a variable that names a resource of the app, though `env` has a value of it; None of any
    other: a fact, such as DEMO_STAGE, may have another value.

    where  this `env` is: "app.yaml"
    """
    own = name.startswith(f"{names.prefix(app)}_") and meaning(name, app, lambdas)[0]
    if not own or own[0] in facts.FACTS:
        return None
    kind = own[0] if own[0] in ("table", "bucket", "secret") else "variable"
    hint = {"secret": f"`make secret name={name}` sets it; of another secret, rename the variable",
            "variable": "or rename the variable"}.get(
        kind, f"or rename the variable; `make adopt name={name} resource=...` takes a {kind} that was created outside "
              f"the app")
    return (f"{name} is a {kind} of the app, and {where} has a value of it under `env:`",
            f"remove it there{':' if kind == 'secret' else ','} {hint}")


def state_name(app: str, middle: str) -> str:
    """The name of a table, bucket or website: ("demo", "OLD_ORDERS") -> "demo-old-orders"."""
    return "-".join(filter(None, [app, middle.lower().replace("_", "-").strip("-")]))


def of_app(fns: Iterable[Any]) -> dict[str, tuple[str, str | None]]:
    """The `lambdas` of meaning() of the lambdas of an app model."""
    return parts({fn["name"]: next((word for word in TRIGGERS if word in fn["infra"]), None) for fn in fns})


def parts(triggers: dict[str, str | None]) -> dict[str, tuple[str, str | None]]:
    """Lambdas by their name in variables: {"a-b": "queue"} -> {"A_B": ("a-b", "queue")}."""
    return {name.upper().replace("-", "_"): (name, trigger) for name, trigger in triggers.items()}


def _has(trigger, kind):
    """Whether a lambda with that trigger, or with an unknown one, has a variable of this kind."""
    return OF_LAMBDA[kind] in (None, trigger) or trigger == UNKNOWN


def _spellings(prefix, lambdas):
    """[name]: every valid variable of the app, except those of further tables, buckets and websites."""
    return [f"{prefix}_{kind}" for kind in (*STATE, BUS, *FACTS, WEBSITE_URL)] + [
        f"{prefix}_{part}_{kind}" for part, (_name, trigger) in lambdas.items() for kind in OF_LAMBDA
        if _has(trigger, kind)]


def _character_problem(name, prefix, kind):
    """(message, hint) of a variable with characters that no name of a resource has."""
    plain = re.sub("__+", "_", re.sub(r"[^A-Z0-9_]", "", name.upper()))
    return (f"{name}: the name of a resource has A-Z, 0-9 and _ between them",
            f"{plain}?" if names.VARIABLE.fullmatch(plain) else f"as in {prefix}_ORDERS_{kind}")


def _is_misspelt(suffix):
    """Whether the part after the app's prefix is similar to that of a variable of the app: TABEL, OLD_BUKET_NAME."""
    kind = RESOURCE_PART.sub("", suffix).rpartition("_")[2]
    return bool(nearest(kind, (*STATE, BUS, *OF_LAMBDA), 0.75) or nearest(suffix, (*FACTS, WEBSITE_URL), 0.75))


def _problem(name, prefix, middle, kind, lambdas):
    """(message, hint) of a variable with the app's prefix that is none of the app's."""
    spellings = _spellings(prefix, lambdas)
    if kind in OF_LAMBDA and middle in lambdas:
        (lambda_name, trigger), word = lambdas[middle], OF_LAMBDA[kind]
        alike = [f"{prefix}_{part}_{kind}" for part, (_name, other) in lambdas.items()
                 if other == word and nearest(middle, [part])]
        alike += [f"{prefix}_{middle}_{own}" for own, of_own in OF_LAMBDA.items() if of_own and of_own == trigger]
        return f"{name}: lambda {lambda_name} has no {word}", nearest(name, alike) or (
            f"a lambda has one trigger, and {lambda_name} has {trigger}: `make new-lambda name={lambda_name}-{word} "
            f"trigger={word}`" if trigger else f"write `{word}: {{}}` in the infra block of {lambda_name}")
    if kind in OF_LAMBDA and middle:
        same_kind = [part for part, (_name, trigger) in sorted(lambdas.items()) if _has(trigger, kind)]
        # The whole names are similar by their beginning and end, whatever stands between.
        alike = [part for part in same_kind if nearest(middle, [part])]
        new_name, word = middle.lower().replace("_", "-"), OF_LAMBDA[kind]
        return f"{name}: no lambda has this name", nearest(name, [f"{prefix}_{part}_{kind}" for part in alike]) or (
            f"there are: {listed(f'{prefix}_{part}_{kind}' for part in same_kind)}" if same_kind else
            f"`make new-lambda name={new_name}{f' trigger={word}' * bool(word)}`")
    if kind in OF_LAMBDA and not middle:
        own = [f"{prefix}_{part}_{kind}" for part, (_name, trigger) in sorted(lambdas.items()) if _has(trigger, kind)]
        return f"{name} names no lambda", f"there are: {listed(own)}" if own else f"write {prefix}_<LAMBDA>_{kind}"
    if nearest(kind, STATE) and middle:
        spellings += [f"{prefix}_{middle}_{word}" for word in STATE]
    suffix = name.removeprefix(f"{prefix}_")
    spellings = [spelling for spelling in spellings if nearest(suffix, [spelling.removeprefix(f"{prefix}_")])]
    return f"{name} has the prefix of the app's variables, but names no resource of the app", (
        nearest(name, spellings) or
        f"write {prefix}_TABLE, {prefix}_<NAME>_BUCKET, {prefix}_<LAMBDA>_QUEUE; or name it in env of app.yaml")
