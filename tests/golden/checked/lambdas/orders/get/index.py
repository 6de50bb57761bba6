"""
infra:
  endpoint: {method: GET, path: "/orders/{id}", api: private}
"""
from lambdas.shared.http import response
from lambdas.shared.db import Repository

repo = Repository()


def handler(event, context):
    params = event.get("queryStringParameters") or {}
    limit = int(params.get("limit", "20"))
    order = repo.get(event["pathParameters"]["id"], "order")
    if order is None:
        return response(404, {"error": "not found"})
    order["items"] = list(repo.query(event["pathParameters"]["id"], limit=limit))
    if params.get("full"):
        order["history"] = [dict(one, shown=True) for one in repo.query("h", since=params["full"])]
    match event["httpMethod"]:
        case "GET":
            return response(200, order)
        case "HEAD":
            return response(204)
        case _:
            return response(405)
