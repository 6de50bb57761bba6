"""Orders of a customer.

infra:
  endpoint:
    api: public
    routes: ["GET /customers/{customer}/orders", "POST /customers/{customer}/orders", GET /orders]
"""
import dataclasses
import json

from lambdas.repository import Conflict, Order, get_repository

ROUTES = {}


def route(method, path):
    def decorator(function):
        ROUTES[method, path] = function
        return function
    return decorator


@route("GET", "/customers/{customer}/orders")
def list_orders(event):
    return 200, [dataclasses.asdict(o) for o in get_repository().of_customer(event["pathParameters"]["customer"])]


@route("POST", "/customers/{customer}/orders")
def add_order(event):
    order = Order(event["pathParameters"]["customer"], json.loads(event["body"])["number"], "open")
    try:
        get_repository().add(order)
    except Conflict:
        return 409, {"error": "exists"}
    return 201, dataclasses.asdict(order)


@route("GET", "/orders")
def open_orders(event):
    status = (event.get("queryStringParameters") or {}).get("status", "open")
    return 200, [o.number for o in get_repository().with_status(status)]


def handler(event, context):
    status, body = ROUTES[event["httpMethod"], event["resource"]](event)
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
