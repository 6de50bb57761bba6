"""A guestbook of a few pages, by Bottle.

infra:
  endpoint:
    api: public
    routes: [GET /, POST /, "GET /static/{rest+}"]
  layers: [bottle]
"""
import os
import time
import uuid

import boto3
import bottle
from apig_wsgi import make_lambda_handler
from boto3.dynamodb.conditions import Key

HERE = os.path.dirname(os.path.abspath(__file__))
bottle.TEMPLATE_PATH.insert(0, os.path.join(HERE, "views"))
app = bottle.Bottle()


def entries_table():
    return boto3.resource("dynamodb").Table(os.environ["GUESTBOOK_TABLE"])


@app.hook("before_request")
def open_table():
    bottle.request.table = entries_table()


@app.get("/")
@bottle.view("page.tpl")
def page():
    entries = bottle.request.table.query(KeyConditionExpression=Key("pk").eq("entry"), ScanIndexForward=False,
                                         Limit=20)["Items"]
    return {"title": "Guests", "entries": entries, "root": bottle.request.script_name.rstrip("/")}


@app.post("/")
def sign():
    name, text = bottle.request.forms.getunicode("name"), bottle.request.forms.getunicode("text")
    if not name or not text:
        bottle.abort(400, "name and text are needed")
    bottle.request.table.put_item(Item={"pk": "entry", "sk": f"{time.time_ns()}-{uuid.uuid4()}", "name": name,
                                        "text": text})
    bottle.response.set_cookie("name", name, path="/")
    bottle.redirect("./")


@app.get("/static/<path:path>")
def static(path):
    return bottle.static_file(path, root=os.path.join(HERE, "static"))


handler = make_lambda_handler(app)
