"""Roles of calls on a version or an alias of a function: IAM compares the ARN with the qualifier."""
import pytest

from recipes import access, template
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

pytest_plugins = ["tests.fixtures.scans"]
START = ('"""\ninfra: {}\n"""\nimport os\n\nimport boto3\n\nOTHER = os.environ["DEMO_OTHER_FUNCTION"]\n'
         'functions = boto3.client("lambda")\n\n\ndef handler(event, context):\n    functions.')
OTHER = '"""\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    pass\n'


@pytest.fixture
def role(app_folder):
    """role(code) -> (["InvokeFunction other:live"], whether there is a doubt)"""
    def of(code):
        app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": f"{START}{code}\n", "lambdas/other/index.py": OTHER})
        model = scanned()
        app, fn = template.app_with_bus(model), model["lambdas"]["a"]
        return sorted("{} {}".format(action.partition(":")[2], resource["Fn::Sub"].rpartition("function:")[2].replace(
            "${AWS::StackName}-", "")) for statement in access.statements(app, fn) for action in statement["Action"]
            for resource in [statement["Resource"]]), bool(fn["doubts"])
    return of


LIVE = ["InvokeFunction other:live"]


@cases("code, expected", [
    ("invoke(FunctionName=OTHER)", ["InvokeFunction other"]),
    ("invoke(FunctionName=OTHER, Qualifier='live')", LIVE),
    ("invoke(FunctionName=OTHER, Qualifier='$LATEST')", ["InvokeFunction other"]),
    ("invoke(FunctionName=OTHER, Qualifier=event['version'])", ["InvokeFunction other:*"]),
    ("invoke(FunctionName=OTHER + ':live')", LIVE), ("invoke(FunctionName=f'{OTHER}:live', Qualifier='live')", LIVE),
    ("invoke(FunctionName=f'{OTHER}:{event[\"version\"]}')", ["InvokeFunction other:*"]),
    ("invoke(FunctionName='%s:%s' % (OTHER, 'live'))", LIVE),
    ("invoke_with_response_stream(FunctionName=OTHER, Qualifier='live')", LIVE),
    ("invoke(FunctionName='x', Qualifier='live')", ["InvokeFunction x:live"]),
    ("invoke(FunctionName='123456789012:function:x', Qualifier='live')", ["InvokeFunction x:live"]),
    ("get_provisioned_concurrency_config(FunctionName=OTHER, Qualifier='live')",
     ["GetProvisionedConcurrencyConfig other:live"]),
    ("get_function_url_config(FunctionName=OTHER, Qualifier='live')",
     ["GetFunctionUrlConfig other", "GetFunctionUrlConfig other:live"]),
])
def test_the_qualifier_is_part_of_the_resource(code, expected, role):
    assert role(code) == (expected, False)
