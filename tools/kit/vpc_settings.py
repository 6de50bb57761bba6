"""`vpcs` of app.yaml: private networks that exist, one for all stages or one for each stage; or that the app creates.

    vpcs:
      main: {subnets: [subnet-...], security_groups: [sg-...]}
      own: {endpoints: [secretsmanager, sqs]}      # the app creates it: recipes/vpc.py
"""
from collections.abc import Iterator

from kit import schema, stage_settings
from kit.problems import KeyProblem

NETWORK: dict = {
    "title": "a network",
    "type": "object",
    "properties": {  # the most: docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
        "subnets": {"type": "array", "minItems": 1, "maxItems": 16, "description": "ids of its private subnets",
                    "items": {"type": "string", "pattern": "^subnet-[0-9a-f]{8,17}$", "description": "a subnet's id",
                              "examples": ["subnet-0a1b2c3d4e5f60718"]}},
        "security_groups": {"type": "array", "minItems": 1, "maxItems": 5, "description": "ids of security groups",
                            "items": {"type": "string", "pattern": "^sg-[0-9a-f]{8,17}$",
                                      "description": "a security group's id", "examples": ["sg-0a1b2c3d4e5f60718"]}}},
    "required": ["subnets", "security_groups"],
    "additionalProperties": False,
}
# {client of boto3: (service of its interface endpoint, prefix of its IAM actions)}, where one of the two differs.
# docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
OTHER_NAMES = {"bedrock-runtime": ("bedrock-runtime", "bedrock"), "cloudwatch": ("monitoring", "cloudwatch"),
               "firehose": ("kinesis-firehose", "firehose"), "kinesis": ("kinesis-streams", "kinesis"),
               "stepfunctions": ("states", "states")}
CLIENTS = sorted({*OTHER_NAMES, *"""athena codebuild comprehend ecs events glue kms lambda logs rds-data
    rekognition scheduler secretsmanager sns sqs ssm sts textract transcribe translate""".split()})
OWN: dict = {
    "title": "a network that the app creates",
    "type": "object",
    "properties": {"endpoints": {
        "type": "array", "items": {"type": "string", "enum": CLIENTS}, "examples": [["secretsmanager"]],
        "description": "the services that lambdas in the network call besides S3 and DynamoDB, as boto3 names them; "
                       "[] if there are none. Each costs by the hour (docs/lambda-settings.md)"}},
    "additionalProperties": False,
}
FIELDS = {*NETWORK["properties"], *OWN["properties"]}
SCHEMA = {
    "type": "object",
    "description": "private networks that lambdas run in, by names of yours for `vpc:`: existing ones, for all stages "
                   "or {dev: a, prod: b}, or `{endpoints: []}`, which the app creates (docs/lambda-settings.md)",
    "additionalProperties": {"type": "object"},
    "examples": [{"main": {"subnets": ["subnet-0a1b2c3d4e5f60718", "subnet-18076f5e4d3c2b1a0"],
                           "security_groups": ["sg-0a1b2c3d4e5f60718"]}}],
}


def is_of_stages(network: dict) -> bool:
    """Whether a value of `vpcs` is {stage: network}, and not a network itself."""
    return bool(network) and not network.keys() & FIELDS


def is_own(network: dict) -> bool:
    """Whether the app creates the network."""
    return "endpoints" in network


def endpoint(client: str) -> tuple[str, str]:
    """("monitoring", "cloudwatch") of "cloudwatch": the service of its endpoint, and the prefix of its IAM actions."""
    return OTHER_NAMES.get(client, (client, client))


def problems(vpcs) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of values that SCHEMA accepts and that are still invalid."""
    for name, network in (vpcs.items() if isinstance(vpcs, dict) else ()):
        if isinstance(network, dict) and is_of_stages(network):
            for stage, of_stage in network.items():
                if isinstance(of_stage, dict) and is_own(of_stage):
                    at = f"vpcs.{name}.{stage}"
                    yield (at, f"{at}: a network that the app creates is in all stages",
                           f"write vpcs: {{{name}: {{endpoints: []}}}}, without the stage")
                    continue
                faults = list(schema.problems(NETWORK, {} if of_stage is None else of_stage, f"vpcs.{name}.{stage}"))
                for key, message, hint in faults:
                    yield key, message, hint or schema.nearest(stage, FIELDS)
                yield from () if faults else stage_settings.key_problems(f"vpcs.{name}", {stage: of_stage})
        elif isinstance(network, dict) or network is None:  # a blank mapping of YAML
            yield from schema.problems(OWN if is_own(network or {}) else NETWORK, network or {}, f"vpcs.{name}")
            clients, listing = (network or {}).get("endpoints"), f"vpcs.{name}.endpoints"
            if isinstance(clients, list):
                yield from ((f"{listing}.{index}", f"{listing}: {client} is listed twice", "write it once")
                            for index, client in enumerate(clients) if client in clients[:index])
