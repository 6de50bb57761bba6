"""The resources, methods and integrations of an imported definition, as API Gateway describes them. Pure.

Without models and authorizers' ids: the local cloud lists neither of an imported API.
"""
from localcloud.api import dialect
from localcloud.api.definition import resource_id
from localcloud.api.supported import EXTENSION


def description(body, compiled, root, path):
    """The response to GetResources, GetResource, GetMethod or GetIntegration; None if the definition lacks it.

    body, compiled  of the definition
    root            moto's id of the resource "/"
    path            of the request, what follows restapis/<id>/resources: [id, "methods", "GET", "integration"]
    """
    items = resources(body, root)
    if not path:
        return {"item": items, "_embedded": {}}
    item = next((item for item in items if item["id"] == path[0]), None)
    if item is None or path[1:2] not in ([], ["methods"]):
        return None
    if len(path) < 3:
        return item
    described = next((method(body, params, operation, compiled["routes"][item["path"], verb], item["id"])
                      for path_, verb, params, operation in dialect.operations(body)
                      if (path_, verb) == (item["path"], path[2])), None)
    if described and path[3:] == ["integration"]:
        return described.get("methodIntegration")
    return None if path[3:] else described


def resources(body, root):
    """The items of GetResources, in AWS's shape; root is moto's id of the resource "/"."""
    ids, methods = {"/": root}, {}
    for path, verb, _params, operation in dialect.operations(body):
        methods.setdefault(path, {})[verb] = {"httpMethod": verb, **(
            {"operationName": operation["operationId"]} if "operationId" in operation else {})}
        parts = path.strip("/").split("/") if path != "/" else []
        for end in range(1, len(parts) + 1):
            ids.setdefault("/" + "/".join(parts[:end]), resource_id("/" + "/".join(parts[:end])))
    items = []
    for path in sorted(ids):
        item = {"id": ids[path], "path": path}
        if path != "/":
            parent, _slash, part = path.rpartition("/")
            item |= {"parentId": ids[parent or "/"], "pathPart": part}
        items.append({**item, **({"resourceMethods": methods[path]} if path in methods else {})})
    return items


def method(body, params, operation, route, resource):
    """The response to GetMethod. params: of the operation; route: the compiled one; resource: its id

    docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html
    """
    kind = "AWS_IAM" if route["iam"] else route["authorizer"]["kind"].upper() if route["authorizer"] else "NONE"
    parameters = {f"method.request.{dialect.LOCATIONS[part['in']]}.{part['name']}": bool(part.get("required"))
                  for part in params if part["in"] in dialect.LOCATIONS}
    responses = {str(status): {"statusCode": str(status), **response_parameters(dialect.resolved(body, response))}
                 for status, response in operation.get("responses", {}).items() if str(status).isdigit()}
    described = {
        "httpMethod": route["method"], "operationName": route["operation"], "apiKeyRequired": route["key"],
        "authorizationType": "CUSTOM" if kind in ("TOKEN", "REQUEST") else kind,
        "authorizationScopes": route["scopes"] or None, "requestParameters": parameters or None,
        "methodResponses": responses or None,
        "methodIntegration": integration(operation.get(EXTENSION + "integration"), resource)}
    return {name: value for name, value in described.items() if value is not None}


def response_parameters(response):
    """{"responseParameters": {"method.response.header.Location": False}} of a declared response, {} without headers."""
    names = {f"method.response.header.{name}": False for name in response.get("headers", {})}
    return {"responseParameters": names} if names else {}


def integration(node, resource):
    """The response to GetIntegration, or None. node: of the definition; resource: its id"""
    if node is None:
        return None
    responses = {}
    for pattern, response in node.get("responses", {}).items():
        status = str(response.get("statusCode", "200"))
        responses[status] = {"statusCode": status, **({} if pattern == "default" else {"selectionPattern": pattern}),
                             **picked(response, "responseParameters responseTemplates")}
    return {"type": node["type"].upper(), "timeoutInMillis": node.get("timeoutInMillis", 29_000),
            "passthroughBehavior": str(node.get("passthroughBehavior", "when_no_match")).upper(),
            "cacheNamespace": resource, "cacheKeyParameters": [], "integrationResponses": responses,
            **picked(node, "httpMethod uri requestTemplates contentHandling")}


def picked(node, names):
    """{name: value} of those names, separated by blanks, that a dict has."""
    return {name: node[name] for name in names.split() if name in node}
