"""X-Ray's answers to what SDKs call in functions: segments are checked, not stored.

docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
"""
import json

from localcloud import json_responses
from localcloud.moto.state import ACCOUNT


def response(path, body, region):
    """(status, headers, bytes) of a request to X-Ray. docs.aws.amazon.com/xray/latest/api/API_PutTraceSegments.html"""
    if path in WRITES:
        return json_responses.response(WRITES[path](json.loads(body or b"{}"), region))
    message = "of X-Ray the local cloud has only what SDKs call in functions"
    return json_responses.error(400, "InvalidRequestException", {"Message": message})


def _put(request, _region):
    """The response of PutTraceSegments: the segments that lack what X-Ray needs."""
    unprocessed = []
    for text in request["TraceSegmentDocuments"]:
        try:
            document = json.loads(text)
            missing = next((field for field in ("id", "trace_id", "start_time") if field not in document), "")
        except (ValueError, TypeError):
            document, missing = {}, "JSON"
        if missing:
            unprocessed.append({"Id": document.get("id"), "ErrorCode": f"Missing{missing.title()}",
                                "Message": f"Invalid segment. ErrorCode: Missing{missing.title()}"})
    return {"UnprocessedTraceSegments": unprocessed}


# Path -> the response to a request of a function. No own sampling rule can be made here: there is AWS's default.
WRITES = {
    "/TraceSegments": _put,
    "/TelemetryRecords": lambda request, region: {},
    "/GetSamplingRules": lambda request, region: {"SamplingRuleRecords": [{
        "CreatedAt": 0, "ModifiedAt": 0, "SamplingRule": {
            "RuleName": "Default", "RuleARN": f"arn:aws:xray:{region}:{ACCOUNT}:sampling-rule/Default",
            "Priority": 10000, "FixedRate": 0.05, "ReservoirSize": 1, "Version": 1, "Attributes": {},
            **dict.fromkeys(("ResourceARN", "ServiceName", "ServiceType", "Host", "HTTPMethod", "URLPath"), "*")}}]},
    "/SamplingTargets": lambda request, region: {
        "SamplingTargetDocuments": [], "UnprocessedStatistics": [], "LastRuleModification": 0},
}
