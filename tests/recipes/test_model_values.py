"""Roles for models of Bedrock whose names are values: no branch of their Resource is unreachable."""
import pytest

from recipes import template
from tests.fixtures.lint import lint_findings

pytest_plugins = ["tests.fixtures.tested_lambdas"]
CODE = """
def handler(event, context):
    return boto3.client("bedrock-runtime").invoke_model(modelId=os.environ%s, body="a")
"""


@pytest.mark.parametrize("read", ['["MODEL_ID"]', '.get("MODEL_ID", "amazon.titan-text-lite-v1")'])
def test_the_resource_of_a_model_has_no_branch_that_is_never_taken(written, read):
    app = written(hello=("timer: {rate: 1 hour}", CODE % read)).app
    made = template.template(app.model)
    assert "IsProfileArnEnvModelId" in str(made["Resources"]["HelloRole"])
    assert lint_findings(made) == []
