"""Roles of FastAPI's handlers whose parameters are filled in by Depends()."""
import pytest

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.scans"]
START = '''"""
infra:
  endpoint: {api: public, routes: ["ANY /{rest+}"]}
"""
import os
from typing import Annotated

import boto3
import fastapi
from fastapi import Depends, FastAPI
from mangum import Mangum

app = FastAPI()


def table():
    return boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


class Rows:
    def __init__(self, rows=Depends(table)):
        self.rows = rows

    def row(self, id_):
        return self.rows.get_item(Key={"pk": id_, "sk": "a"})


'''
END = '\n\nhandler = Mangum(app)\n'
GET = '@app.get("/{id_}")\n'
READ = '    return rows.get_item(Key={"pk": id_, "sk": "a"})\n'


@pytest.fixture
def actions(lambda_calls):
    """actions(code) -> ({action}, the reasons of the doubts)"""
    def of(code):
        calls, doubts = lambda_calls({"lambdas/a/index.py": START + code + END})
        return {call["action"] for call in calls}, doubts
    return of


@cases("code", [
    f"{GET}def row(id_: str, rows=Depends(table)):\n{READ}",
    f"{GET}def row(id_: str, rows=Depends(dependency=table)):\n{READ}",
    f"{GET}def row(id_: str, *, rows=fastapi.Depends(table)):\n{READ}",
    f"{GET}async def row(id_: str, rows: Annotated[object, Depends(table)]):\n{READ}",
    (f"def opened(inner=Depends(table)):\n    try:\n        yield inner\n    finally:\n        print(1)\n\n\n"
     f"{GET}def row(id_: str, rows=Depends(opened)):\n{READ}"),
    (f"class Open:\n    def __call__(self):\n        return table()\n\n\n"
     f"{GET}def row(id_: str, rows=Depends(Open())):\n{READ}"),
    f"{GET}def row(id_: str, rows: Rows = Depends()):\n    return rows.row(id_)\n",
    f"{GET}def row(id_: str, rows: Annotated[Rows, Depends()]):\n    return rows.row(id_)\n",
    f"{GET}def row(id_: str, rows=Depends(Rows)):\n    return rows.row(id_)\n",
    f"Connected = Annotated[object, Depends(table)]\n\n\n{GET}def row(id_: str, rows: Connected):\n{READ}",
    ("class Users:\n    def __init__(self, rows):\n        self.rows = rows\n\n    def row(self, id_):\n"
     "        return self.rows.get_item(Key={'pk': id_, 'sk': 'a'})\n\n\n"
     "def users(rows: Annotated[object, Depends(table)]) -> Users:\n    return Users(rows)\n\n\n"
     f"Known = Annotated[Users, Depends(users)]\n\n\n{GET}def row(id_: str, known: Known):\n    return known.row(id_)\n"),
    (f"def verify():\n    table().get_item(Key={{'pk': 'a', 'sk': 'b'}})\n\n\n"
     f"{GET[:-2]}, dependencies=[Depends(verify)])\ndef row(id_: str):\n    return id_\n"),
    (f"def guarded():\n    def verify():\n        table().get_item(Key={{'pk': 'a', 'sk': 'b'}})\n"
     f"    return [Depends(verify)]\n\n\n{GET[:-2]}, dependencies=guarded())\ndef row(id_: str):\n    return id_\n"),
])
def test_the_role_has_what_the_parameter_is_used_for(actions, code):
    assert actions(code) == ({"dynamodb:GetItem"}, [])


@cases("module, imports, type_", [
    ("providers", "from lambdas.providers import Connected", "Connected"),
    ("providers", "from lambdas.providers import Connected as Rows", "Rows"),
    ("providers", "from lambdas import providers", "providers.Connected"),
    ("providers", "import lambdas.providers", "lambdas.providers.Connected"),
])
def test_a_type_of_another_module_has_the_dependency(lambda_calls, module, imports, type_):
    index = f"{START}{imports}\n\n\n{GET}def row(id_: str, rows: {type_}):\n{READ}{END}"
    provider = START.partition("app = ")[0] + "def table():\n    return boto3.resource('dynamodb').Table(" \
        "os.environ['DEMO_TABLE'])\n\n\nConnected = Annotated[object, Depends(table)]\n"
    calls, doubts = lambda_calls({f"lambdas/{module}.py": provider, "lambdas/a/index.py": index})
    assert ({call["action"] for call in calls}, doubts) == ({"dynamodb:GetItem"}, [])


def test_a_parameter_of_another_library_stays_unknown(actions):
    _found, doubts = actions(f"from other import Depends\n\n\n{GET}def row(id_: str, rows=Depends(table)):\n{READ}")
    assert doubts == ["the object whose get_item() is called is not known"]
