"""The facts of a failed build in an event of CodeBuild, for code/alerts.py.

docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
"""
import calendar
import time


def failure_of_build(event):
    """The fields of a failure, as parsed() has them of a line of a log, and "project", "build", "logs" (an address)."""
    detail = event["detail"]
    more = detail.get("additional-information", {})
    failed = [phase for phase in more.get("phases", []) if phase.get("phase-status", "SUCCEEDED") != "SUCCEEDED"][:1]
    contexts = [text for phase in failed for text in phase.get("phase-context", []) if text.strip(": ")]
    return {"kind": "build", "lambda": "", "exception": detail["build-status"], "text": " ".join(contexts)[:1000],
            "at": f"phase {failed[0]['phase-type']}" if failed else "", "request": "",
            "project": detail["project-name"], "build": detail["build-id"].rpartition("/")[2],
            "logs": more.get("logs", {}).get("deep-link", ""),
            "time": calendar.timegm(time.strptime(event["time"], "%Y-%m-%dT%H:%M:%SZ")) * 1000}
