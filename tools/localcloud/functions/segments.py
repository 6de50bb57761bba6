"""X-Ray's segments of functions with active tracing, and those that functions put: which request was of which trace.
In memory only.

The segment of a function that a queue invoked has links to the traces of the messages' senders. GetTraceSummaries and
BatchGetTraces read them; moto's X-Ray would need a package of its own.
docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html, xray-tracelinking.html
"""
import collections
import json
import threading
import time
import uuid

from localcloud import tracing
from localcloud.moto.state import ACCOUNT

MOST = 20_000  # segments that are remembered
_lock = threading.Lock()
_segments = collections.deque(maxlen=MOST)  # (region, document)


def record(program, invocation, began, is_error):
    """Stores the segment of an invocation (environment.Invocation), if its trace is sampled. began: epoch seconds"""
    root = tracing.ROOT.search(invocation.trace)
    if not root or not invocation.trace.endswith("Sampled=1"):
        return
    links = [{"trace_id": sender, "attributes": {"ReferenceType": "parent"}}
             for sender in senders(invocation.payload)]
    document = {
        "id": uuid.uuid4().hex[:16], "trace_id": root[1], "name": program.name, "origin": "AWS::Lambda::Function",
        "start_time": began, "end_time": time.time(), "fault": is_error,
        "aws": {"request_id": invocation.request_id, "function_arn": program.arn},
        **({"links": links} if links else {})}
    with _lock:
        _segments.append((program.region, document))


def senders(payload):
    """The roots of the traces of the messages in an event of a queue, each once."""
    if b"AWSTraceHeader" not in payload:
        return []
    try:
        headers = [record_["attributes"].get("AWSTraceHeader", "") for record_ in json.loads(payload)["Records"]]
    except (ValueError, AttributeError, KeyError, TypeError):
        return []
    return [*dict.fromkeys(root[1] for root in map(tracing.ROOT.search, headers) if root)]


def answer(path, body, region):
    """(status, headers, bytes) of a request to X-Ray.

    docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html, API_BatchGetTraces.html, API_PutTraceSegments.html
    """
    if path in WRITES:
        return _json(WRITES[path](json.loads(body or b"{}"), region))
    with _lock:
        documents = [document for region_, document in _segments if region_ == region]
    request = json.loads(body or b"{}")
    if path == "/TraceSummaries" and not request.get("FilterExpression"):
        ids = dict.fromkeys(document["trace_id"] for document in documents
                            if request["StartTime"] <= document["start_time"] <= request["EndTime"])
        return _json({"TraceSummaries": [{"Id": id_} for id_ in ids], "TracesProcessedCount": len(ids)})
    if path == "/Traces":
        traces = {id_: [document for document in documents if document["trace_id"] == id_]
                  for id_ in request["TraceIds"]}
        return _json({"Traces": [{"Id": id_, "Segments": [
            {"Id": document["id"], "Document": json.dumps(document)} for document in trace]}
            for id_, trace in traces.items() if trace],
            "UnprocessedTraceIds": [id_ for id_, trace in traces.items() if not trace]})
    message = "of X-Ray the local cloud has GetTraceSummaries without a filter, BatchGetTraces, and what SDKs call"
    return _json({"Message": message}, 400, [("x-amzn-ErrorType", "InvalidRequestException")])


def _put(request, region):
    """The answer of PutTraceSegments, which stores the segments that have what X-Ray needs."""
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
        else:
            with _lock:
                _segments.append((region, document))
    return {"UnprocessedTraceSegments": unprocessed}


# Path -> the answer to a request of a function. No sampling rule of one's own can be made here: there is AWS's default.
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


def _json(data, status=200, headers=()):
    """The answer with data."""
    return status, [("Content-Type", "application/json"), *headers], json.dumps(data).encode()
