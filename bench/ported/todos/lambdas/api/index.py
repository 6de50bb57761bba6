"""The to-dos of users, a Chalice app.

infra:
  endpoint:
    api: custom
    authorizer: auth
    routes:
    - {method: POST, path: /login, api: public}
    - GET /todos
    - POST /todos
    - GET /todos/{uid}
    - PUT /todos/{uid}
    - DELETE /todos/{uid}
  layers: [web]
  timeout: 20
"""
import hashlib
import os
import uuid

import boto3
from boto3.dynamodb.conditions import Key
from chalice import Blueprint, Chalice, NotFoundError, UnauthorizedError

from lambdas import tokens

app = Chalice(app_name="todos")
users = Blueprint(__name__)
_tables = {}


def table(variable):
    if variable not in _tables:
        _tables[variable] = boto3.resource("dynamodb").Table(os.environ[variable])
    return _tables[variable]


def todos():
    return table("TODOS_TABLE")


def username():
    return app.current_request.context["authorizer"]["principalId"]


@users.route("/login", methods=["POST"])
def login():
    body = users.current_request.json_body
    record = table("TODOS_USERS_TABLE").get_item(Key={"username": body["username"]}).get("Item")
    if record is None or hashlib.sha256(body["password"].encode()).hexdigest() != record["hash"]:
        raise UnauthorizedError("wrong name or password")
    return {"token": tokens.made(body["username"])}


@app.route("/todos", methods=["GET"])
def list_todos():
    return todos().query(KeyConditionExpression=Key("username").eq(username()))["Items"]


@app.route("/todos", methods=["POST"])
def create_todo():
    body = app.current_request.json_body
    uid = str(uuid.uuid4())
    todos().put_item(Item={"username": username(), "uid": uid, "description": body["description"], "state": "unstarted"})
    return {"uid": uid}


@app.route("/todos/{uid}", methods=["GET"])
def get_todo(uid):
    item = todos().get_item(Key={"username": username(), "uid": uid}).get("Item")
    if item is None:
        raise NotFoundError(uid)
    return item


@app.route("/todos/{uid}", methods=["PUT"])
def update_todo(uid):
    body = app.current_request.json_body
    todos().update_item(Key={"username": username(), "uid": uid}, UpdateExpression="SET #s = :s",
                        ExpressionAttributeNames={"#s": "state"}, ExpressionAttributeValues={":s": body["state"]})


@app.route("/todos/{uid}", methods=["DELETE"])
def delete_todo(uid):
    todos().delete_item(Key={"username": username(), "uid": uid})


app.register_blueprint(users)
handler = app
