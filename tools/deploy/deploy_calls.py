"""The calls of a deploy that change anything, as data: what `make deploy dry=1` prints. Pure.

    [{"service": "s3", "operation": "PutObject", "parameters": {"Bucket": "demo-artifacts", "Key": "code/1f.zip"}}, ...]

Calls that only read are omitted. A change set has a new name each time, and values of variables are masked: both
are written as "****".
"""
from collections.abc import Iterable

from deploy import code_records, stack_states
from deploy.code_deploys import State, updates
from deploy.present_stack import MASKED
from recipes import image


def call(service: str, operation: str, **parameters) -> dict:
    """A call of AWS as data: see the module."""
    return {"service": service, "operation": operation, "parameters": parameters}


def uploads(bucket: str, keys: list[str], present: set[str]) -> list[dict]:
    """The uploads of objects that the bucket lacks. present: its keys"""
    return [call("s3", "PutObject", Bucket=bucket, Key=key) for key in dict.fromkeys(keys) if key not in present]


def new_images(keys: Iterable[str], has_repository: bool) -> list[dict]:
    """The pushes of images that the repository lacks. keys: of zips, URIs, and "demo-images:TAG" of one to be built"""
    pairs = [key.split(":") for key in keys if not image.is_uri(key) and not image.is_zip(key)]
    before = [] if has_repository else ["CreateRepository"]
    return [*(call("ecr", operation, repositoryName=pairs[0][0]) for operation in [
        *before, "SetRepositoryPolicy", "PutLifecyclePolicy"] if pairs),
        *(call("ecr", "PutImage", repositoryName=repository, imageTag=tag) for repository, tag in pairs)]


def new_bucket(bucket: str, region: str, is_tls: bool) -> list[dict]:
    """The calls that create the artifacts bucket, as aws/buckets.py makes them."""
    location = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    return [call("s3", "CreateBucket", Bucket=bucket, **location), call("s3", "PutPublicAccessBlock", Bucket=bucket),
            call("s3", "PutBucketEncryption", Bucket=bucket),
            *([call("s3", "PutBucketPolicy", Bucket=bucket)] if is_tls else [])]


def new_layers(planned: dict[str, str]) -> list[dict]:
    """The publications of layers. planned: {parameter: value}, "demo-web:new" of a layer that is to be published"""
    return [call("lambda", "PublishLayerVersion", LayerName=value.removesuffix(":new"))
            for name, value in sorted(planned.items()) if name.endswith("Layer") and value.endswith(":new")]


def first_steps(stack: dict | None) -> list[dict]:
    """[call] that brings a stack into a state that accepts changes, [] for one that does. stack: described()"""
    steps = {**dict.fromkeys(stack_states.UNFINISHED, "DeleteStack"), "UPDATE_FAILED": "RollbackStack",
             "UPDATE_ROLLBACK_FAILED": "ContinueUpdateRollback"}
    return [call("cloudformation", steps[stack["StackStatus"]], StackName=stack["StackId"])] \
        if stack and stack["StackStatus"] in steps else []


def code_alone(state: State) -> list[dict]:
    """The calls of a deploy without CloudFormation: none if all functions run their code."""
    keys = {name: state.wanted[name] for name in state.outdated()}
    if not keys and state.saved.record["complete"]:
        return [] if state.saved.etag else [record(state)]
    return [record(state), *code_updates(state, keys), record(state)]


def code_updates(state: State, keys: dict[str, str]) -> list[dict]:
    """The updates of functions. keys: {lambda: key of its zip}"""
    return [call("lambda", "UpdateFunctionCode", FunctionName=update.function,
                 **image.code(state.target.bucket, update.key)) for update in updates(state, keys)]


def record(state: State) -> dict:
    """The write of the record of the code that runs."""
    return call("s3", "PutObject", Bucket=state.store.bucket, Key=code_records.key(state.store.name))


def by_cloudformation(request: dict, masked: set[str], state: State | None, is_changed: bool, express: bool) -> list:
    """The calls of a deploy through CloudFormation.

    request  of CreateChangeSet; masked: its parameters whose values are not shown; express: as of change_sets.create()
    state    None: a new stack
    """
    parameters = [{**item, "ParameterValue": MASKED} if item["ParameterKey"] in masked else item
                  for item in request["Parameters"]]
    name = {"ChangeSetName": MASKED, "StackName": request["StackName"]}
    change_set = call("cloudformation", "CreateChangeSet", **{**request, "Parameters": parameters},
                      ChangeSetName=MASKED, ChangeSetType="UPDATE" if state else "CREATE",
                      Capabilities=["CAPABILITY_NAMED_IAM"],
                      **({"DeploymentConfig": {"Mode": "EXPRESS"}} if express else {}))
    execution = [call("cloudformation", "ExecuteChangeSet" if is_changed else "DeleteChangeSet", **name)]
    if state is None:
        bucket = next(item["ParameterValue"] for item in parameters if item["ParameterKey"] == "ArtifactsBucket")
        return [change_set, *execution,
                call("s3", "PutObject", Bucket=bucket, Key=code_records.key(request["StackName"]))]
    if not is_changed and state.is_settled():
        return [change_set, *execution]
    again = {name: key for name, key in state.wanted.items()
             if state.recorded.get(name) == key and state.live(name) != key}
    begun = [record(state), *execution] if is_changed else [*execution, record(state)]
    return [change_set, *begun, *code_updates(state, again), record(state)]
