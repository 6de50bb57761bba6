"""The variables of the environment: in app.yaml and in the code."""
import recipes
from checks.check import Check, Finding
from kit import names
from kit.schema import nearest
from kit.settings import values
from scan import variables

MOST_BYTES = 4096
# Names that look like Lambda's own and that boto3 or people use.
OTHERS = {"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CA_BUNDLE",
          "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_STS_REGIONAL_ENDPOINTS", "AWS_ACCOUNT_ID", "AWS_ROLE_ARN",
          "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_SDK_LOAD_CONFIG", "AWS_STAGE", "AWS_DATA_PATH",
          "AWS_EC2_METADATA_DISABLED", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_REGIONS",
          "AWS_LAMBDA_EXEC_WRAPPER", "AWS_XRAY_TRACING_NAME", "AWS_XRAY_SDK_ENABLED",
          "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"}


def reads(subject):
    """Every variable that comes from outside, once a place."""
    return {(one["file"], one["line"], one["name"]): one for _name, fn in sorted(subject.model["lambdas"].items())
            for one in fn["env"] if one["kind"] == "value"}.values()


def misspelt_reads(subject):
    """Variables that are a letter away from one that Lambda sets, or that app.yaml gives."""
    given, own = subject.settings["env"], sorted(one for one in variables.LAMBDA_SETS if len(one) > 8)
    read = {one["name"] for one in reads(subject)}
    for one in reads(subject):
        name = one["name"]
        if name in given or name in OTHERS:
            continue
        near = nearest(name, own, 0.88) if name.startswith(("AWS", "_X", "LAMBDA", "_H")) else \
            nearest(name, [other for other in given if other not in read], 0.85) or own_variable(subject, one)
        if near:
            yield Finding(one["file"], one["line"], f"nobody sets {name}", near, f"KeyError: {name!r}")


def own_variable(subject, read):
    """The hint that names the app's own variable whose first part a read misspells: DMEO_TABLE; "" if there is none."""
    app, fns = subject.model["name"], subject.model["lambdas"].values()
    if any(read in fn["env"] and fn["infra"]["permissions"] for fn in fns):  # it may be of another app
        return ""
    lambdas = variables.parts({fn["name"]: next((word for word in recipes.TRIGGERS if word in fn["infra"]), None)
                               for fn in fns})
    prefix, words = names.prefix(app), read["name"].split("_")
    for end in range(1, len(words)):
        right = "_".join([prefix, *words[end:]])
        if nearest("_".join(words[:end]), [prefix], 0.75) and variables.meaning(right, app, lambdas)[0]:
            return f"did you mean {right!r}?"
    return ""


def reserved_names(subject):
    """Names in app.yaml that Lambda keeps for itself."""
    for name in subject.settings["env"]:
        if variables.is_lambdas_own(name) and name not in ("TZ", "PYTHONPATH", "LANG", "PATH", "NODE_PATH",
                                                            "GEM_PATH", "LD_LIBRARY_PATH"):
            yield Finding(subject.settings["path"], subject.settings["lines"].get(f"env.{name}", 0),
                          f"env.{name}: Lambda sets this variable itself", "give it another name",
                          "InvalidParameterValueException: Reserved keys used in this request")


def large_environments(subject):
    """Lambdas whose values of app.yaml are more than Lambda takes."""
    stages = {stage for value in subject.settings["env"].values() if isinstance(value, dict) for stage in value}
    for _name, fn in sorted(subject.model["lambdas"].items()):
        wanted = {one["name"] for one in fn["env"]}
        sizes = [sum(len((name + value).encode()) for name, value in values(subject.settings["env"], stage).items()
                     if name in wanted) for stage in [*sorted(stages), ""]]
        if max(sizes) > MOST_BYTES:
            yield Finding(fn["path"], 0, f"its variables are {max(sizes):,} bytes, and Lambda takes {MOST_BYTES:,}",
                          "keep long values in a file of the package, or in the app's bucket",
                          "InvalidParameterValueException: Lambda was unable to configure your environment variables")


CHECKS = [
    Check("P602", "A variable that is nearly the right one", "KeyError when the module is imported.",
          "return os.environ['AWS_REGON']", "return os.environ['AWS_REGION']", misspelt_reads),
    Check("P603", "A variable that Lambda keeps for itself",
          "InvalidParameterValueException: Reserved keys used in this request.",
          "return os.environ['ZONE']", "return os.environ['ZONE']", reserved_names,
          files={"bad/app.yaml": "name: demo\nenv: {ZONE: a, AWS_REGION: eu-west-1}\n",
                 "app.yaml": "name: demo\nenv: {ZONE: a}\n"}),
    Check("P604", "More variables than Lambda takes",
          "InvalidParameterValueException: a function's variables may have 4 KB.",
          "return os.environ['PAGE']", "return os.environ['PAGE']", large_environments,
          files={"bad/app.yaml": f"name: demo\nenv: {{PAGE: {'x' * 4200}}}\n",
                 "app.yaml": "name: demo\nenv: {PAGE: x}\n"}),
]
