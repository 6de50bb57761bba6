"""Queries of CloudWatch Logs Insights: started, waited for, and their rows."""
import time

from botocore.exceptions import ClientError

from kit.problems import problem

MOST_GROUPS = 50  # that a query can have
PAUSE = 0.5  # seconds between two questions whether a query has ended
MALFORMED = ("MalformedQueryException", "InvalidParameterException")
ENDED = ("Complete", "Failed", "Cancelled", "Timeout", "Unknown")
SYNTAX = "docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html"


def rows(logs, groups: list[str], query: str, start: int) -> list[dict[str, str]]:
    """[{field: value}] of a query over log groups since `start` (epoch seconds). Raises Problems if it is refused."""
    if len(groups) > MOST_GROUPS:
        raise problem("", 0, f"a query reads {MOST_GROUPS} log groups at most, and the stage has {len(groups)}",
                      "name=... chooses a lambda")
    try:
        id_ = logs.start_query(logGroupNames=groups, startTime=start, endTime=int(time.time()) + 1,
                               queryString=query)["queryId"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in MALFORMED:
            raise
        raise problem("", 0, error.response["Error"]["Message"], SYNTAX)
    while (response := logs.get_query_results(queryId=id_))["status"] not in ENDED:
        time.sleep(PAUSE)
    if response["status"] != "Complete":
        raise problem("", 0, f"the query ended as {response['status']}", "a shorter time, or fewer fields")
    return [{cell["field"]: cell["value"] for cell in row if cell["field"] != "@ptr"} for row in response["results"]]
