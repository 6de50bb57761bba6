"""app.yaml: what it may say, what is taken for granted, and where it is wrong."""
import boto3
import botocore.session
import pytest

from kit import schema, settings
from kit.problems import Problems
from tests.fixtures.cases import cases, results
from tests.fixtures.paths import EXAMPLE
from tests.fixtures.problems import problems_of

FULL = {"name": "demo", "region": "eu-west-1", "package": "lambdas", "runtime": "python3.13",
        "architecture": "arm64",
        "artifacts": "demo-artifacts", "domain": None, "stacks": 1, "boundary": False, "env": {}}


@cases("text, expected", [
    ("name: demo", {}),
    ("name: shop", {"name": "shop", "artifacts": "shop-artifacts"}),
    ("# ours\nname: demo\nregion: us-gov-east-1\narchitecture: x86_64\n",
     {"region": "us-gov-east-1", "architecture": "x86_64"}),
    ("name: demo\nartifacts: my.bucket\ndomain: example.com\n",
     {"artifacts": "my.bucket", "domain": "example.com"}),
    ("name: demo\ndomain:\nenv:\n", {}),
    ("name: demo\nenv:\n  A_A: 1\n  B_B: {local: x, prod: true}\n",
     {"env": {"A_A": 1, "B_B": {"local": "x", "prod": True}}}),
])
def test_absent_settings_have_their_defaults(text, expected):
    assert settings.settings("app.yaml", text) == {**FULL, **expected}


@cases("empty", ["", " {}"])
def test_an_empty_section_is_refused_and_an_empty_list_of_names_is_not(empty):
    names = ("env", "buckets", "stages", "tables", "vpcs")
    settings.settings("app.yaml", "name: demo\n" + "".join(f"{name}:{empty}\n" for name in names))
    sections = ("local", "users", "builder", "alerts", "api", "log", "cors", "bus")
    refused = problems_of(settings.settings, "app.yaml", "name: demo\n" + "".join(f"{name}:{empty}\n" for name in sections))
    assert {problem.message for problem in refused.args} == {
        *(f"{name} is empty" for name in sections[:-2]), "cors needs 'origins'", "bus needs 'archive'"}


def test_an_entry_of_a_section_of_names_may_be_empty_if_its_fields_have_defaults():
    sections = {name: part["additionalProperties"] for name, part in settings.SCHEMA["properties"].items()
                if part.get("additionalProperties") and "properties" in part["additionalProperties"]}
    assert sections.keys() == {"buckets", "secrets", "stages", "streams", "tables"}
    for name, entry in sections.items():
        full = [settings.settings("app.yaml", f"name: demo\n{name}:\n  demo:{empty}\n")[name]["demo"] for empty in ("", " {}")]
        assert "required" not in entry and full[0] == full[1]
        for wrong in ("[]", '""', "x", "5"):
            with pytest.raises(Problems, match=rf"app.yaml:3: {name}.demo must be a mapping"):
                settings.settings("app.yaml", f"name: demo\n{name}:\n  demo: {wrong}\n")


@cases("name, ok", [
    ("demo", True), ("a", True), ("my-app2", True), ("a2345678901234567890", True),
    ("Demo", False), ("2demo", False), ("my_app", False), ("my--app", False), ("demo-", False),
    ("a23456789012345678901", False), ("my app", False), ("'1'", False), ("5", False), ("''", False),
])
def test_a_name_fits_into_all_that_is_named_after_it(name, ok):
    try:
        assert settings.settings("app.yaml", f"name: {name}")["name"] == name and ok
    except Problems as problems:
        assert not ok and len(problems.args) == 1


test_a_mistake_has_its_line = results(lambda text: str(problems_of(settings.settings, "app.yaml", text)), [
    ("- name", "app.yaml: app.yaml must be a mapping, not [name]\n  hint: `name: demo` is enough"),
    ("name: demo\ntimeout: 30", "app.yaml:2: app.yaml has no field 'timeout'\n"
     "  hint: timeout: is a word of a lambda's infra block, in the docstring of its index.py (docs/infra.md)"),
    ("name: demo\nprofile: work", "app.yaml:2: app.yaml has no field 'profile'\n"
     "  hint: `AWS_PROFILE=work make deploy stage=dev` chooses the account (docs/aws.md)"),
    ("name: demo\nregoin: x", "app.yaml:2: app.yaml has no field 'regoin'\n  hint: did you mean 'region'?"),
    ("name: demo\nname: shop", "app.yaml:2: duplicate key 'name'\n  hint: the first is on line 1"),
    ("name: demo\n\tregion: x", "app.yaml:2: a tab indents this line\n  hint: YAML is indented with spaces"),
    ("name: demo\nruntime: nodejs20",
     "app.yaml:2: runtime cannot be 'nodejs20'\n  hint: the Python of Lambda that runs the handlers; e.g. python3.13"),
    ("name: demo\nruntime: 3.13",
     "app.yaml:2: runtime must be text, not 3.13\n  hint: the Python of Lambda that runs the handlers; e.g. python3.13"),
    ("name: demo\nenv:\n  PARETO_LINES: x", "app.yaml:3: env.PARETO_LINES: Pareto sets this variable itself\n"
     "  hint: another name: those that begin with PARETO_ belong to Pareto"),
    ("name: demo\nenv:\n  A_B:\n    dev: [1]",
     "app.yaml:4: env.A_B.dev must be text or a number or true or false, not [1]\n  hint: values of variables that "
     "lambdas read: one for all stages, {prod: a, \"*\": b}, of which \"*\" is every other stage, or a reference to resources of resources.yaml "
     "(docs/resources.md); e.g. {CURRENCY: EUR, LOG_LEVEL: {local: debug, prod: warning}}"),
])


@cases("text, message", [
    ('env:\n  HOST: {auto: a, "*": b}', "app.yaml:3: env.HOST: 'auto' is not a valid stage"),
    ("env:\n  HOST: {my stage: b}", "app.yaml:3: env.HOST: 'my stage' is not a valid stage"),
    ("vpcs:\n  main: {'*': {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}", "app.yaml:3: vpcs.main: '*' is not a valid stage"),
    ("env:\n  HOST: {local: a, Prod-2: b}\n  ARN: {'Fn::GetAtt': [A, Arn]}\nvpcs:\n  main: {endpoints: []}\n"
     "  old: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}", None)])
def test_values_of_stages_are_those_of_stages_that_can_exist(text, message):
    problems = str(problems_of(settings.settings, "app.yaml", f"name: demo\n{text}\n"))
    assert problems.startswith(message) if message else not problems


def test_all_mistakes_come_at_once():
    raised = problems_of(settings.settings, "app.yaml", "nmae: demo\nregion: 5\n")
    assert [problem.line for problem in sorted(raised.args)] == [0, 1, 2]


@pytest.mark.parametrize("data, expected", [
    (None, ": cannot be read: No such file or directory\n  hint: one line is enough: `name: demo`"),
    (b"name: d\xe9mo", ":1: not UTF-8\n  hint: save it as UTF-8"),
])
def test_a_file_that_cannot_be_read_is_a_problem(own_folder, data, expected):
    if data:
        (own_folder / "app.yaml").write_bytes(data)
    assert str(problems_of(settings.read)) == f"app.yaml{expected}"


def test_a_file_with_the_other_ending_is_renamed(own_folder):
    (own_folder / "app.yml").write_text("name: demo\n")
    with pytest.raises(Problems, match="hint: `mv app.yml app.yaml`$"):
        settings.read()


def test_a_file_from_windows_is_read_as_any_other(tmp_path):
    (tmp_path / "app.yaml").write_bytes(b"\xef\xbb\xbfname: demo\r\nregion: eu-north-1\r\n")
    assert settings.read(tmp_path / "app.yaml") == {**FULL, "region": "eu-north-1"}


@pytest.mark.parametrize("stage, values", [
    ("dev", {"A_A": "1", "B_B": "x", "C_C": "true", "D_D": "1.5"}),
    ("prod", {"A_A": "1", "B_B": "false", "C_C": "true", "D_D": "1.5"}),
    ("local", {"A_A": "1", "C_C": "true", "D_D": "1.5"}),
])
def test_a_value_may_depend_on_the_stage(stage, values):
    env = {"A_A": 1, "B_B": {"dev": "x", "prod": False}, "C_C": True, "D_D": 1.5}
    assert settings.values(env, stage) == values


def test_a_star_is_every_other_stage():
    text = 'name: demo\nenv:\n  HOST: {prod: a, "*": b}\n  ZONE: {prod: , "*": c}\n'
    env = settings.settings("app.yaml", text)["env"]
    assert [settings.values(env, stage) for stage in ("prod", "dev", "local")] == [
        {"HOST": "a", "ZONE": ""}, *[{"HOST": "b", "ZONE": "c"}] * 2]


def test_the_settings_of_this_app_are_right():
    assert settings.read(EXAMPLE / "app.yaml")["package"] == "lambdas"


def test_the_runtimes_of_the_setting_are_those_of_lambda():
    known = set(botocore.session.get_session().get_service_model("lambda").shape_for("Runtime").enum)
    tried = {f"python3.{minor}" for minor in range(30)} | {"python2.7", "python3", "python3.13\n"}
    accepted = {text for text in tried if not schema.problems(settings.SCHEMA["properties"]["runtime"], text)}
    assert accepted == {name for name in tried & known if name not in ("python2.7", "python3.6", "python3.7", "python3.8")}


def test_the_regions_of_all_partitions_are_taken():
    session = boto3.Session()
    regions = [region for partition in session.get_available_partitions() for region in session.get_available_regions("lambda", partition)]
    assert {"eu-west-1", "us-gov-west-1", "eusc-de-east-1", "us-isob-east-1"} <= set(regions)
    for region in regions:
        assert settings.settings("app.yaml", f"name: demo\nregion: {region}\n")["region"] == region


@cases("region, problem", [
    ("eu-west-9", "app.yaml:2: AWS has no region 'eu-west-9'\n  hint: did you mean 'eu-west-3'?; if AWS"),
    ("eu-nort-1", "app.yaml:2: AWS has no region 'eu-nort-1'\n  hint: did you mean 'eu-north-1'?; if AWS"),
    ("mars-north-1", "app.yaml:2: AWS has no region 'mars-north-1'\n  hint: "),
    ("aws-global-1", "app.yaml:2: AWS has no region"), ("eu-west", "app.yaml:2: region cannot be 'eu-west'")])
def test_a_region_that_aws_does_not_have_has_its_line(region, problem):
    raised = problems_of(settings.settings, "app.yaml", f"name: demo\nregion: {region}\n")
    assert str(raised).startswith(problem) and len(raised.args) == 1
