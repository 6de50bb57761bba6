"""The limit of the API in each stage."""
from kit import settings
from recipes import throttling
from tests.fixtures.cases import cases
from tests.fixtures.stage_conditions import holds

APP_LIMIT, LIMIT, OTHER = "{rate: 100, burst: 200}", "{rate: 500, burst: 200}", "{rate: 7, burst: 8}"


def value(property_, conditions, stage):
    """A value of a template in a stage."""
    if not isinstance(property_, dict):
        return property_
    id_, then, otherwise = property_["Fn::If"]
    return value(then if holds(conditions[id_], stage) else otherwise, conditions, stage)


def numbers(text, type_="rest"):
    """{stage: (rate, burst)} of routes without a limit of their own."""
    full = settings.settings("app.yaml", f"name: demo\n{text}\n")
    endpoint = {"endpoint": {"method": "GET", "path": "/a"}}
    conditions = throttling.conditions({"lambdas": {"a": {"infra": endpoint}}, "settings": full})
    limit = throttling.of_all(full)
    assert {id_ for number in limit.values() for id_ in ids(number)} == conditions.keys()  # cfn-lint W8001
    return {stage: (value(limit["rate"], conditions, stage), value(limit["burst"], conditions, stage))
            for stage in ("local", "dev", "prod", "test")}


def ids(property_):
    """The conditions of a value."""
    return {property_["Fn::If"][0], *ids(property_["Fn::If"][1]), *ids(property_["Fn::If"][2])} \
        if isinstance(property_, dict) else set()


@cases("text, expected", [
    ("", [(1000, 500)] * 4),
    (f"api: {{limit: {APP_LIMIT}}}\nstages: {{prod: {{protected: true}}}}", [(100, 200)] * 4),
    (f"api: {{limit: {APP_LIMIT}}}\nstages: {{prod: {{api: {{limit: {APP_LIMIT}}}}}}}", [(100, 200)] * 4),
    (f"api: {{limit: {APP_LIMIT}}}\nstages: {{prod: {{api: {{limit: {LIMIT}}}}}}}",
     [(100, 200), (100, 200), (500, 200), (100, 200)]),
    (f"stages: {{prod: {{api: {{limit: {LIMIT}}}}}, test: {{api: {{limit: {LIMIT}}}}}, dev: {{api: {{limit: {OTHER}}}}}}}",
     [(1000, 500), (7, 8), (500, 200), (500, 200)]),
    (f"stages: {{'*': {{api: {{limit: {OTHER}}}}}, prod: {{api: {{limit: {LIMIT}}}}}}}", [(1000, 500), (7, 8), (500, 200), (7, 8)]),
    (f"stages: {{'*': {{api: {{limit: {OTHER}}}}}, prod: {{}}}}", [(1000, 500), (7, 8), (1000, 500), (7, 8)]),
])
def test_the_limit_of_a_stage(text, expected):
    assert [*numbers(text).values()] == expected
