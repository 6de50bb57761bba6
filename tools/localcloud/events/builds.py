"""Builds of CodeBuild: they run nothing, and succeed. Their events.

docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
"""
from moto.events.models import events_backends

from localcloud.events import buses, entries
from localcloud.moto.state import ACCOUNT, LOCK

SECONDS = 1  # that a build takes
PHASES = {"IN_PROGRESS": "SUBMITTED", "SUCCEEDED": "COMPLETED"}


def start_build(world, original, self, project_name, *args, **options):
    """The replacement of moto's start_build: two events, of the start and of the end."""
    build = original(self, project_name, *args, **options)
    emit(world, self.region_name, build, "IN_PROGRESS")
    world.clock.later(SECONDS, end, world, self, build["id"])
    return build


def end(world, backend, build_id):
    """Lets a build succeed, unless it was stopped or its project deleted meanwhile."""
    with LOCK:
        builds = [build for builds in backend.build_metadata_history.values() for build in builds
                  if build["id"] == build_id and build["buildStatus"] != "STOPPED"]
        if builds and builds[0]["projectName"] in backend.codebuild_projects:
            backend.batch_get_builds([build_id])  # moto completes a build when somebody reads it
            emit(world, backend.region_name, builds[0], "SUCCEEDED")


def emit(world, region, build, status):
    """Publishes the event of a state of a build on the default bus. Under LOCK."""
    detail = {"build-status": status, "project-name": build["projectName"], "build-id": build["arn"],
              "current-phase": PHASES[status], "current-phase-context": "[]", "version": "1",
              "additional-information": {"build-complete": status != "IN_PROGRESS", "initiator": build["initiator"]}}
    event = entries.event("aws.codebuild", "CodeBuild Build State Change", detail, region, world.clock.now(),
                          [build["arn"]])
    buses.publish(world, events_backends[ACCOUNT][region].event_buses["default"], event)
