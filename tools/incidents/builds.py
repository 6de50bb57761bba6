"""Failed builds of the app's CodeBuild projects, as failures: those about which alerts send messages."""
from collections.abc import Iterator
from datetime import datetime

from incidents import failures
from incidents.failures import Failure

NAME = "build of {}"  # in place of a function's name
STATUSES = ("FAILED", "FAULT", "TIMED_OUT")  # a build that was stopped is no failure: recipes/alerts.py
LAST = 40  # log events that are printed


def fetch(codebuild, projects: list[str], start: datetime) -> Iterator[Failure]:
    """Yields the failed builds of projects since a moment; of a project that does not exist none.

    docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html: the newest first
    """
    for project in projects:
        try:
            for page in codebuild.get_paginator("list_builds_for_project").paginate(projectName=project):
                builds = codebuild.batch_get_builds(ids=page["ids"])["builds"] if page["ids"] else []
                yield from (failure(build) for build in builds
                            if build["buildStatus"] in STATUSES and build["endTime"] >= start)
                if all(build["startTime"] < start for build in builds):
                    break
        except codebuild.exceptions.ResourceNotFoundException:
            continue


def failure(build: dict) -> Failure:
    """The Failure of a build as BatchGetBuilds returns it: its phase in place of a line, its id of a request's."""
    phase = next((phase for phase in build["phases"] if phase.get("phaseStatus", "SUCCEEDED") != "SUCCEEDED"), {})
    contexts, logs = phase.get("contexts", []), build.get("logs", {})
    reasons = [f"{context.get('statusCode', '')}: {context.get('message', '')}" for context in contexts]
    return Failure(NAME.format(build["projectName"]), build["buildStatus"], " ".join(reasons),
                   f"phase {phase['phaseType']}" if phase else "", build["id"],
                   int(build["endTime"].timestamp() * 1000), logs.get("streamName", ""), logs.get("groupName", ""), (),
                   failures.BUILD)


def log(logs, build: Failure) -> list[str]:
    """The last lines of a build's log; [] if it has none."""
    events = [*failures.events(logs, build.log_group, 0, logStreamNames=[build.stream])] if build.stream else []
    return [line for event in events[-LAST:] for line in event["message"].rstrip().splitlines()]
