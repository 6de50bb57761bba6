"""Endpoints for groups of users: their block, and what the API has of them."""

from recipes import template
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, block_problems, lambda_

ROUTE = {"method": "GET", "path": "/a"}
PRIVATE = {"api": "private", **ROUTE}


@cases("block, expected", [
    ({**PRIVATE, "groups": ["admin", "staff"]}, []),
    ({**PRIVATE, "groups": []}, [("endpoint.groups", "endpoint.groups must have at least 1 item, not []")]),
    ({**PRIVATE, "groups": "admin"}, [("endpoint.groups", "endpoint.groups must be a list, not 'admin'")]),
    ({**PRIVATE, "groups": ["admin", "admin"]}, [("endpoint.groups.1", "group 'admin' is listed twice")]),
    ({**ROUTE, "api": "public", "groups": ["admin"]}, [("endpoint.groups", "api: public has no groups")]),
    ({"api": "private", "groups": ["admin"], "routes": ["GET /a", {**ROUTE, "path": "/b", "api": "public"}]}, []),
    ({"api": "public", "groups": ["admin"], "routes": ["GET /a"]}, [("endpoint.groups", "api: public has no groups")]),
    ({"api": "public", "groups": ["admin"], "routes": [{**ROUTE, "api": "private"}]}, []),
    ({"api": "private", "routes": [{**ROUTE, "groups": ["a", "a"]}]},
     [("endpoint.routes.0.groups.1", "group 'a' is listed twice")]),
    ({"api": "public", "routes": [{**ROUTE, "groups": ["a"]}]}, [("endpoint.routes.0.groups", "api: public has no groups")]),
])
def test_only_a_private_endpoint_has_groups(block, expected):
    faults = block_problems({"endpoint": block})
    assert [(key, message) for key, message, _hint in faults] == expected


def test_routes_of_the_same_groups_share_one_authorizer_and_others_have_their_own():
    app = app_of(*(lambda_(name, endpoint={"api": "private", "method": "GET", "path": f"/{name}", **more})
                   for name, more in {"a": {"groups": ["staff", "admin"]}, "b": {"groups": ["admin", "staff"]},
                                      "c": {"groups": ["admin"]}, "d": {}}.items()))
    resources = template.template(app)["Resources"]
    body = resources["Api"]["Properties"]["Body"]
    schemes = {path: [*operations["get"]["security"][0]] for path, operations in body["paths"].items()}
    assert schemes["/a"] == schemes["/b"] != schemes["/c"] and schemes["/d"] == ["UserPool"]
    functions = {resource["Properties"]["Environment"]["Variables"]["GROUPS"]: id_
                 for id_, resource in resources.items() if id_.startswith("SharedGroups") and id_.endswith("Function")}
    assert functions.keys() == {"admin", "admin,staff"}
    for groups, path in (("admin,staff", "/a"), ("admin", "/c")):
        settings = body["securityDefinitions"][schemes[path][0]]["x-amazon-apigateway-authorizer"]
        assert f"${{{functions[groups]}.Arn}}" in settings["authorizerUri"]["Fn::Sub"]
        permission = resources[functions[groups].replace("Function", "Permission")]["Properties"]
        assert permission["SourceArn"]["Fn::Sub"].endswith("${Api}/authorizers/*")
