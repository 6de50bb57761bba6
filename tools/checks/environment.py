"""Environment variables: their names in app.yaml and in the code, and their size."""
import decimal
import re

from checks.check import Check, Finding, Findings, Subject, finding
from kit import names
from kit.schema import line_of, nearest
from kit.settings import REFERENCE, text_of, values
from scan import variables

MAX_BYTES = 4096
# Names that look like those that Lambda sets, and that boto3 or people use.
COMMON_NAMES = {"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
                "AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_STS_REGIONAL_ENDPOINTS", "AWS_ACCOUNT_ID",
                "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_SDK_LOAD_CONFIG",
                "AWS_STAGE", "AWS_DATA_PATH", "AWS_EC2_METADATA_DISABLED", "AWS_USE_FIPS_ENDPOINT",
                "AWS_USE_DUALSTACK_ENDPOINT", "AWS_REGIONS", "AWS_LAMBDA_EXEC_WRAPPER", "AWS_XRAY_TRACING_NAME",
                "AWS_XRAY_SDK_ENABLED", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"}


def reads(subject):
    """The entries of lambdas' `env` (aws/app.py: Variable) for variables that app.yaml or the shell sets.

    A line that several lambdas run counts once.
    """
    return {(variable["file"], variable["line"], variable["name"]): variable
            for _name, fn in subject.lambdas
            for variable in fn["env"] if variable["kind"] == "value"}.values()


def misspelt_reads(subject: Subject) -> Findings:
    """Variables with nearly the name of one that Lambda or app.yaml sets."""
    env, own = subject.settings["env"], sorted(name for name in variables.LAMBDA_SETS if len(name) > 8)
    names_read = {variable["name"] for variable in reads(subject)}
    for variable in reads(subject):
        name = variable["name"]
        if name in env or name in COMMON_NAMES:
            continue
        unread = {candidate for candidate in env if candidate not in names_read} | unread_own(subject, variable)
        near = nearest(name, own, 0.88) if name.startswith(("AWS", "_X", "LAMBDA", "_H")) else \
            nearest(name, unread, 0.85) \
            or own_variable(subject, variable)
        if near:
            yield finding(variable, f"nothing sets {name}", near, f"KeyError: {name!r}")
    yield from misspelt_own(subject)


def misspelt_own(subject: Subject) -> Findings:
    """Names in the `env:` of a lambda that its code does not read, and that are nearly those of variables it reads."""
    for _name, fn in subject.lambdas:
        others = [variable["name"] for variable in fn["env"]
                  if variable["kind"] == "value" and variable["name"] in subject.settings["env"]]
        for variable in fn["env"]:
            near = nearest(variable["name"], others, 0.85)
            if near and is_unread_own(fn, variable):
                yield finding(variable, f"env.{variable['name']}: its code does not read it", near,
                              "no error: the variable that the code reads has app.yaml's value")


def is_unread_own(fn, variable):
    """Whether a variable is of the lambda's `env:`, and its code does not read it: it has the line of the block."""
    line = line_of(fn["lines"], f"env.{variable['name']}")
    return variable["kind"] == "text" and (variable["file"], variable["line"]) == (fn["path"], line)


def unread_own(subject, read):
    """{name} of the variables that the `env:` of a lambda with that read sets, and that its code does not read."""
    return {variable["name"] for fn in subject.model["lambdas"].values() if read in fn["env"] for variable in fn["env"]
            if is_unread_own(fn, variable)}


def own_variable(subject, read):
    """The hint that names the app's own variable whose first part a read misspells: DMEO_TABLE; "" if there is none."""
    app, fns = names.own_prefix(subject.model), subject.model["lambdas"].values()
    if any(read in fn["env"] and fn["infra"]["permissions"] for fn in fns):  # it may be of another app
        return ""
    lambdas = variables.of_app(fns)
    prefix, name_parts = names.prefix(app), read["name"].split("_")
    for end in range(1, len(name_parts)):
        corrected_name = "_".join([prefix, *name_parts[end:]])
        if nearest("_".join(name_parts[:end]), [prefix], 0.75) and variables.meaning(corrected_name, app, lambdas)[0]:
            return f"did you mean {corrected_name!r}?"
    return ""


def reserved_names(subject: Subject) -> Findings:
    """Names in app.yaml that Lambda reserves."""
    for name in subject.settings["env"]:
        if variables.is_reserved(name):
            yield Finding(subject.settings["path"], subject.settings["lines"].get(f"env.{name}", 0),
                          f"env.{name}: Lambda sets this variable itself", "choose another name",
                          "InvalidParameterValueException: Reserved keys used in this request")


def unread_names(subject: Subject) -> Findings:
    """Names in app.yaml that neither the code of the app nor a package of a layer reads."""
    names_read = {variable["name"] for fn in subject.model["lambdas"].values() for variable in fn["env"]}
    valueless = [name for name in names_read if name not in subject.settings["env"]]
    for name in subject.settings["env"]:
        if name not in names_read and not variables.is_reserved(name) and not nearest(name, valueless, 0.85):
            yield Finding(subject.settings["path"], subject.settings["lines"].get(f"env.{name}", 0),
                          f"env.{name}: no code of the app reads it, nor a package of a layer, so no lambda gets it",
                          f"remove it; or write it into the infra block of one lambda: env: {{{name}: ...}}")


def large_environments(subject: Subject) -> Findings:
    """Lambdas whose values of app.yaml and of their own `env:` are larger than Lambda's limit."""
    stages = {stage for value in subject.settings["env"].values() if isinstance(value, dict) for stage in value
              if stage not in REFERENCE}
    for _name, fn in subject.lambdas:
        names_read, own = {variable["name"] for variable in fn["env"]}, fn["infra"].get("env", {})
        by_stage = [{name: len((name + value).encode()) for name, value in {**values(subject.settings["env"], stage),
                     **own}.items() if name in names_read} for stage in [*sorted(stages), ""]]
        sizes = max(by_stage, key=lambda sizes: sum(sizes.values()))
        if sum(sizes.values()) > MAX_BYTES:
            longest = max(sorted(sizes), key=lambda name: sizes[name])
            yield Finding(fn["path"], line_of(fn["lines"], f"env.{longest}"),
                          f"its variables have {sum(sizes.values()):,} bytes, most of them {longest}, and Lambda takes "
                          f"{MAX_BYTES:,}", "put long values into a file of the package, or into the app's bucket",
                          "InvalidParameterValueException: Lambda was unable to configure your environment variables")


def wrong_numbers(subject: Subject) -> Findings:
    """Values of variables that the code converts to numbers, and that are none in some stage."""
    reported = set()
    for name, note in subject.notes("env-number"):
        key, env = note["key"], {**subject.settings["env"], **subject.model["lambdas"][name]["infra"].get("env", {})}
        value = env.get(key)
        texts = [text_of(part) for part in (value.values() if isinstance(value, dict) else [value])
                 if isinstance(part, (str, int, float)) and not (isinstance(value, dict) and REFERENCE.keys() & value)]
        is_tested = note["tried"] or TESTS.search(subject.sources.text(note["file"]))
        wrong = [text for text in texts if not is_tested and not is_number(text, NUMBERS[note["name"]])
                 and text not in subject.texts(note["file"])]  # the code may treat that text in its own way
        if wrong and (note["file"], note["line"]) not in reported:
            reported.add((note["file"], note["line"]))
            yield finding(note, f"the value of {key} is {wrong[0]!r}, which {note['name']}() does not read",
                          "a number in app.yaml", f"ValueError: could not convert {wrong[0]!r}")


def is_number(text, convert):
    """Whether a text is a number for int, float or Decimal."""
    try:
        convert(text)
    except (ValueError, ArithmeticError):
        return False
    return True


TESTS = re.compile(r"\bis(digit|decimal|numeric)\b")
NUMBERS = {"int": int, "float": float, "Decimal": decimal.Decimal}
CHECKS = [
    Check("P602", "A variable with a misspelt name",
          "KeyError when the module is imported.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
          "return os.environ['AWS_REGON']", "return os.environ['AWS_REGION']", misspelt_reads),
    Check("P603", "A variable that Lambda reserves",
          "InvalidParameterValueException: Reserved keys used in this request.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
          "return os.environ['ZONE']", "return os.environ['ZONE']", reserved_names,
          files={"bad/app.yaml": "name: demo\nenv: {ZONE: a, AWS_REGION: eu-west-1}\n",
                 "app.yaml": "name: demo\nenv: {ZONE: a}\n"}),
    Check("P604", "Variables above Lambda's limit",
          "InvalidParameterValueException: a function's variables may have 4 KB.",
          "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
          "return os.environ['PAGE']", "return os.environ['PAGE']", large_environments,
          files={"bad/app.yaml": f"name: demo\nenv: {{PAGE: {'x' * 4200}}}\n",
                 "app.yaml": "name: demo\nenv: {PAGE: x}\n"}),
    Check("P607", "A value that no lambda gets",
          "A deploy sets a variable only for the lambdas whose code reads it, or whose layers' packages do.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
          "return 1", "return os.environ['ZONE']", unread_names,
          files={"app.yaml": "name: demo\nenv: {ZONE: a}\n"}),
    Check("P615", "A value of a variable that is no number",
          "ValueError, mostly when the module is imported: the lambda does not start.",
          "https://docs.python.org/3/library/functions.html#int",
          "return int(os.environ['MINUTES'])", "return int(os.environ['MINUTES'])", wrong_numbers,
          files={"bad/app.yaml": "name: demo\nenv: {MINUTES: 15 min}\n",
                 "app.yaml": "name: demo\nenv: {MINUTES: '15'}\n"}),
]
