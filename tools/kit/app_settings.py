"""The type of the settings of app.yaml that tools after the scan need."""
from typing import NotRequired, TypedDict

from kit.alert_settings import Recipients
from kit.api_settings import ApiSettings
from kit.bus_settings import BusSettings
from kit.log_settings import Log
from kit.stage_settings import StageSettings


class AppSettings(TypedDict):
    """The settings in the app model, app.json: not `env`, whose values may be secrets."""

    region: str
    runtime: str
    architecture: str
    artifacts: str
    domain: str | None
    stacks: int
    stages: NotRequired[dict[str, StageSettings]]
    alerts: NotRequired[Recipients]
    log: NotRequired[Log]
    api: NotRequired[ApiSettings]
    debug: NotRequired[bool]
    tracing: NotRequired[bool | str]  # "log"
    dashboard: NotRequired[bool]
    bus: NotRequired[BusSettings]
    builder: NotRequired[dict]  # see builder_settings.SCHEMA
    users: NotRequired[dict]  # see user_settings.SCHEMA
    cors: NotRequired[dict]  # see cors_settings.SCHEMA
    tags: NotRequired[dict[str, str]]
    vpcs: NotRequired[dict[str, dict]]  # {name: network, or {stage: network}}: see vpc_settings
    references: NotRequired[dict[str, dict]]  # of `env`: {"CLUSTER_ARN": {"target": "Cluster.Arn", "line": 7}}
