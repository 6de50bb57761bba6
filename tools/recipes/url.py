"""url: an address of the lambda's own, without API Gateway: a function URL.

    infra:
      url: {api: public}

docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
"""
from aws import cfn
from aws.app import AppModel, Lambda
from kit import names
from recipes import cors, foreign_words, http_shapes, nothing

AUTH_TYPES = {"public": "NONE", "iam": "AWS_IAM"}
# docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html; CloudFormation has no AWS::Lambda::Url in GovCloud.
REGIONS_WITHOUT = set("ap-south-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-east-2 ca-west-1 "
                      "eu-south-2 eu-central-2 il-central-1 me-central-1 us-gov-east-1 us-gov-west-1".split())
# See recipes/__init__.py. No variable: the address is known only after the deploy, and two lambdas that name each
# other's could not be ordered.
VARIABLE, CALLER_WAITS = None, True
INVOKED, EXAMPLE = "it is called over HTTP", "an example of a request to its URL"
SCHEMA = {
    "title": "url",
    "description": "An address of the lambda's own (a function URL), for every method and path. A request may take as "
                   "long as the lambda's `timeout`, 15 minutes at most. The event is of format 2.0. `make outputs` "
                   "prints the address.",
    "type": "object",
    "properties": {
        "api": {"type": "string", "enum": sorted(AUTH_TYPES),
                "description": "public: anybody may call; iam: AWS identities with the permission, which sign the "
                               "request",
                "examples": ["public"]},
        "stream": {"type": "boolean",
                   "description": "whether Lambda sends the parts of a response as they come: only with `image: true` "
                                  "and the Lambda Web Adapter (docs/endpoints.md)"}},
    "required": ["api"],
    "elsewhere": foreign_words.OF_URL,
    "additionalProperties": False,
    "examples": [{"api": "public"}, {"api": "iam"}],
}


def region_problem(region: str) -> tuple[str, str] | None:
    """(message, hint) of a region without function URLs; None for any other."""
    return (f"there are no function URLs in {region}", "an endpoint, or another region") \
        if region in REGIONS_WITHOUT else None


def normal(block: dict) -> dict:
    """{"api": "public"}, and "stream": True of streamed responses"""
    return {"api": block["api"], **({"stream": True} if block.get("stream") else {})}


def event_shape(block: dict) -> dict:
    """The shape of a request of format 2.0; a part without a value is absent."""
    return http_shapes.of_url(block["api"])


def url_id(name: str) -> str:
    """"HelloUrl" of lambda "hello"."""
    return names.logical_id(name, "url")


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"HelloUrl": ...}, and for a public one the two permissions that everybody needs."""
    function_id = names.logical_id(fn["name"], "function")
    block = fn["infra"]["url"]
    auth_type = AUTH_TYPES[block["api"]]
    url = {url_id(fn["name"]): cfn.resource("AWS::Lambda::Url", {
        "AuthType": auth_type, "TargetFunctionArn": cfn.ref(function_id),
        **({"InvokeMode": "RESPONSE_STREAM"} if block.get("stream") else {}),
        **({"Cors": cors_settings(app)} if app["settings"].get("cors") else {})})}
    if auth_type != "NONE":
        return url
    everybody = {"FunctionName": cfn.ref(function_id), "Principal": "*"}
    # docs.aws.amazon.com/lambda/latest/dg/urls-auth.html: both are required since October 2025
    return {**url, names.logical_id(fn["name"], "url", "permission"): cfn.resource("AWS::Lambda::Permission", {
                **everybody, "Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"}),
            names.logical_id(fn["name"], "url", "invoke"): cfn.resource("AWS::Lambda::Permission", {
                **everybody, "Action": "lambda:InvokeFunction", "InvokedViaFunctionUrl": True})}


def cors_settings(app: AppModel) -> dict:
    """The Cors of a function URL, by `cors` of app.yaml. Lambda adds its headers to every response."""
    settings = cors.settings(app)
    return {"AllowOrigins": settings["origins"], "AllowMethods": ["*"], "AllowHeaders": cors.allowed_headers(app),
            **({"AllowCredentials": True} if settings["credentials"] else {}),
            **({"ExposeHeaders": settings["exposed"]} if settings["exposed"] else {}),
            **({"MaxAge": settings["age"]} if "age" in settings else {})}


def outputs(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"HelloUrl": the address}"""
    return {url_id(fn["name"]): {"Value": {"Fn::GetAtt": [url_id(fn["name"]), "FunctionUrl"]}}}


problems = nothing.no_problems  # streamed responses are in option.py, as they depend on `image`
statements = nothing.no_statements
shared = shared_outputs = nothing.none
