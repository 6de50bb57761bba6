"""Roles of code for Flask, Bottle and the like: functions that a factory registers, and objects that a request keeps."""
from tests.fixtures.cases import results

START = '"""\ninfra:\n  endpoint: {api: public, routes: [GET /a]}\n"""\nimport os\n\nimport boto3\n'
OPEN = 'boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])'
READ = ".get_item(Key={'pk': 'a', 'sk': 'b'})"


def role(lambda_calls, code):
    """(the actions, the reasons of the doubts)"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    return sorted({call["action"].partition(":")[2] for call in calls}), doubts


def factory(package, hook, state):
    """A factory of an app, whose hook keeps a table in `state`, and whose route reads it."""
    return f"""from {package} import App, g
from apig_wsgi import make_lambda_handler


def create_app():
    app = App(__name__)

    @app.{hook}
    def open_table(*args):
        {state} = {OPEN}

    @app.get("/a")
    def read(*args):
        return {state}{READ}
    return app


handler = make_lambda_handler(create_app())
"""


def module(package, hook, state):
    """The same without a factory."""
    return f"""from {package} import App, g

app = App(__name__)


@app.{hook}
def open_table(*args):
    {state} = {OPEN}


@app.get("/a")
def read(*args):
    return {state}{READ}


def handler(event, context):
    return app(event, context)
"""


LIFESPAN = f"""from contextlib import asynccontextmanager

import fastapi
from fastapi import FastAPI, Request
from mangum import Mangum


@asynccontextmanager
async def lifespan(started: FastAPI):
    started.state.table = {OPEN}
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/a")
async def read(%s):
    return %s.state.table{READ}


handler = Mangum(app)
"""
CURRENT = f"""from flask import Flask, current_app

app = Flask(__name__)
app.table = {OPEN}


@app.get("/a")
def read():
    return current_app.table{READ}


def handler(event, context):
    return app(event, context)
"""

test_what_a_request_keeps = results(role, [
    (CURRENT, (["GetItem"], [])), (LIFESPAN % ("", "app"), (["GetItem"], [])),
    (LIFESPAN % ("request: Request", "request.app"), (["GetItem"], [])),
    (LIFESPAN % ("id: str, request: fastapi.Request", "request.app"), (["GetItem"], [])),
] + [
    (form(package, hook, state), (["GetItem"], []))
    for form in (factory, module)
    for package, hook, state in (("flask", "before_request", "g.table"), ("flask", "before_request", "app.table"),
                                 ("bottle", "hook('before_request')", "g.table"),
                                 ("fastapi", "on_event('startup')", "app.state.table"))
] + [
    ("from flask import g\n\n\ndef handler(event, context):\n    g.table = find()\n    return g.table" + READ
     + f"\n\n\ndef find():\n    import other\n    return other.table({OPEN})\n",
     ([], ["the object whose get_item() is called is not known",
          "an object of boto3 is passed to other.table, which is no code of the app"])),
    ("from flask import g\n\n\ndef handler(event, context):\n    print(os.environ['DEMO_TABLE'])\n    return g.table" + READ
     + "\n", ([], ["the object whose get_item() is called is not known"])),
], "lambda_calls")
