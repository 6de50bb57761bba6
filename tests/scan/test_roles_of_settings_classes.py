"""Roles of code that names its resources in pydantic's classes of settings."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import functools

import boto3
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DEMO_")
    table: str
    archive: str = Field(validation_alias="DEMO_ARCHIVE_TABLE")


@functools.lru_cache
def settings() -> Settings:
    return Settings()


class Rows:
    def __init__(self, name):
        self.table = boto3.resource("dynamodb").Table(name)

    def row(self, key):
        return self.table.get_item(Key=key)


'''


@cases("body, expected", [
    ("return Rows(settings().table).row(event)", ["demo"]),
    ("return Rows(Settings().archive).row(event)", ["demo-archive"]),
    ("made = settings()\n    return [Rows(name).row(event) for name in (made.table, made.archive)]",
     ["demo", "demo-archive"]),
    ("return Rows(name=getattr(settings(), 'table')).row(event)", ["demo"]),
])
def test_a_field_names_a_table(body, expected, lambda_calls):
    calls, doubts = lambda_calls({"lambdas/a/index.py": f"{START}def handler(event, context):\n    {body}\n"})
    assert (sorted(call["on"]["name"] for call in calls if call["action"] == "dynamodb:GetItem"), doubts) == (expected, [])
