"""Builds of CodeBuild and their events. They run nothing: a build fails if its buildspec is no YAML, or at a command
`exit 1`, which fails wherever it runs; others succeed.

docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
"""
import re

import yaml
from moto.events.models import events_backends

from localcloud.events import buses, entries
from localcloud.moto.state import ACCOUNT, LOCK

SECONDS = 1  # that a build takes
PHASES = ("PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD", "FINALIZING", "COMPLETED")
EXIT = re.compile(r"exit ([1-9][0-9]{0,2})")


def start_build(world, original, self, project_name, *args, **options):
    """The replacement of moto's start_build: two events, of the start and of the end."""
    build = original(self, project_name, *args, **options)
    build["source"]["buildspec"] = self.codebuild_projects[project_name].project_metadata["source"].get("buildspec")
    emit(world, self.region_name, build, "SUBMITTED")
    world.clock.later(SECONDS, end, world, self, build["id"])
    return build


def request_build(_world, original, self):
    """The replacement that keeps the buildspec of the request, which moto ignores."""
    result = original(self)
    build, buildspec = result.result["build"], self._get_param("buildspecOverride")
    build["source"].update({"buildspec": buildspec} if buildspec else {})
    return result


def builds_of(_world, _original, self, ids):
    """The replacement of batch_get_builds, in which a build that is read succeeds."""
    return [build for builds in self.build_metadata_history.values() for build in builds if build["id"] in ids]


def stop_build(world, original, self, build_id):
    """The replacement that emits the event, and does not change a build that has ended."""
    [build] = builds_of(world, original, self, [build_id])
    if build["buildStatus"] == "IN_PROGRESS":
        complete(world, self, build, "STOPPED")
    return build


def end(world, backend, build_id):
    """Ends a build, unless it was stopped or its project deleted meanwhile."""
    with LOCK:
        for build in builds_of(world, None, backend, [build_id]):
            if build["buildStatus"] == "IN_PROGRESS" and build["projectName"] in backend.codebuild_projects:
                complete(world, backend, build, *failure(build["source"].get("buildspec") or ""))


def failure(buildspec):
    """(status, phase, code, message) of a build; ("SUCCEEDED",) if its buildspec has nothing that always fails.

    buildspec  a text, which may also be the path of a file in the source
    """
    try:
        phases = yaml.safe_load(buildspec)["phases"]
        commands = [(phase, str(command)) for phase in ("install", "pre_build", "build", "post_build")
                    for command in phases.get(phase, {}).get("commands", [])]
    except yaml.YAMLError as error:
        return "FAILED", "DOWNLOAD_SOURCE", "YAML_FILE_ERROR", " ".join(str(error).split())
    except (AttributeError, KeyError, TypeError):
        return ("SUCCEEDED",)
    for phase, command in commands:
        if match := EXIT.fullmatch(command.strip()):
            return ("FAILED", phase.upper(), "COMMAND_EXECUTION_ERROR",
                    f"Error while executing command: {command.strip()}. Reason: exit status {match[1]}")
    return ("SUCCEEDED",)


def complete(world, backend, build, status, failed="", code="", message=""):
    """Ends a build with a status, and emits the event of it. failed: the phase that did. Under LOCK."""
    moment = build["startTime"]
    build["phases"][-1].update(phaseStatus="SUCCEEDED", endTime=moment)  # QUEUED
    for phase in PHASES[:-1]:
        is_failed = phase == failed
        build["phases"].append({
            "phaseType": phase, "phaseStatus": status if is_failed else "SUCCEEDED", "startTime": moment,
            "endTime": moment, **({"contexts": [{"statusCode": code, "message": message}]} if is_failed else {})})
    build["phases"].append({"phaseType": PHASES[-1], "startTime": moment})
    build.update(buildStatus=status, currentPhase=PHASES[-1], endTime=moment, buildComplete=True)
    emit(world, backend.region_name, build, PHASES[-1])


def emit(world, region, build, phase):
    """Publishes the event of the state of a build on the default bus. Under LOCK."""
    phases = [{"phase-type": entry["phaseType"],
               **({"phase-status": entry["phaseStatus"]} if "phaseStatus" in entry else {}),
               "phase-context": [f"{context['statusCode']}: {context['message']}"
                                 for context in entry.get("contexts", [])] or [": "]} for entry in build["phases"]]
    detail = {"build-status": build["buildStatus"], "project-name": build["projectName"], "build-id": build["arn"],
              "current-phase": phase, "current-phase-context": "[]", "version": "1",
              "additional-information": {"build-complete": build["buildStatus"] != "IN_PROGRESS", "phases": phases,
                                         "initiator": build["initiator"]}}
    event = entries.event("aws.codebuild", "CodeBuild Build State Change", detail, region, world.clock.now(),
                          [build["arn"]])
    buses.publish(world, events_backends[ACCOUNT][region].event_buses["default"], event)
