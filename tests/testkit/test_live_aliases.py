"""In tests, a lambda invokes another by its alias: the role allows it, and the test sees the call."""
pytest_plugins = ["tests.fixtures.tested_lambdas"]
ASK = '''
def handler(event, context):
    answer = boto3.client("lambda").invoke(FunctionName=os.environ["DEMO_OTHER_FUNCTION"], InvocationType="Event",
                                           Payload=json.dumps({"n": 1}))
    return answer["StatusCode"]
'''


def test_a_lambda_may_invoke_the_alias_of_another(written):
    world = written("runtime: python3.13\n", hello=("{}", ASK), other=("snapstart: true", "def handler(event, context):\n    return 1\n"))
    assert world.this.call({}) == 202
