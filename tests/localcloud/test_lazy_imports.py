"""What moto imports or compiles for rare calls only is prepared by these calls; what it reads for each user pool is read once."""
from tests.fixtures.forked_clouds import ForkedCloud

# In a process that has imported what a start of the local cloud imports: makes the rare calls, of which that of moto.ec2 is
# recorded.
PROGRAM = """
import types

def absent():
    return [name for name in ("moto.ec2", "openapi_spec_validator") if name not in sys.modules]

print(absent())
state.start()
gateway = state.client("apigateway", "eu-west-1")
for _ in range(2):
    try:
        gateway.import_rest_api(failOnWarnings=True, body=json.dumps({"openapi": "3.0.0", "info": {"title": "x", "version": "1"}}))
    except gateway.exceptions.BadRequestException as error:
        print(error.response["Error"]["Message"])
scaling = state.client("application-autoscaling", "eu-west-1")
print(scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"])
print(absent())
pools = [state.client("cognito-idp", "eu-west-1").create_user_pool(PoolName=name)["UserPool"]["Id"] for name in "ab"]
first, second = (sys.modules["moto.cognitoidp.models"].cognitoidp_backends[state.ACCOUNT]["eu-west-1"].user_pools[pool]
                 for pool in pools)
print(first.json_web_key is second.json_web_key)
sys.modules["moto.ec2"] = types.SimpleNamespace(ec2_backends={"123": {"eu-west-1": types.SimpleNamespace(kind="instances")}})
print(sys.modules["moto.ssm.models"].ec2_backends["123"]["eu-west-1"].kind)
from werkzeug.routing import Map, Rule
compiled, function = [], Rule._get_func_code
Rule._get_func_code = staticmethod(lambda code, name: compiled.append(name) or function(code, name))
paths = Map([Rule("/a/<b>", endpoint="x")])
print(len(compiled), paths.bind("h").build("x", {"b": "c"}), len(compiled))
"""


def test_a_start_imports_neither_instances_nor_the_validator_of_openapi_which_rare_calls_import_and_pools_share_a_key(tmp_path):
    log = tmp_path / "log"
    assert ForkedCloud([], tmp_path, log, PROGRAM).wait() == 0, log.read_text()
    message = "Failed to parse the uploaded OpenAPI document due to: 'paths' is a required property"
    assert log.read_text().splitlines() == [
        "['moto.ec2', 'openapi_spec_validator']", message, message, "[]", "['moto.ec2']", "True", "instances", "0 /a/c 1"]
