"""The newest values of AWS's own metrics that an alarm is about: events/alarms.py evaluates them.

A metric without an alarm costs nothing here. PutMetricData and GetMetricData stay moto's.
"""
import time
from collections import deque
from collections.abc import Mapping

from moto.cloudwatch.models import cloudwatch_backends

from localcloud.moto.state import ACCOUNT

MOST = 10_000  # values of a metric; of a flood the oldest are lost
Key = tuple[str, str, str, frozenset]  # region, namespace, name, {(dimension's name, value)}
_values: dict[Key, deque] = {}


def key(alarm) -> Key:
    """The metric of an alarm (moto's)."""
    return (alarm.region_name, alarm.namespace, alarm.metric_name,
            frozenset((dimension.name, dimension.value) for dimension in alarm.dimensions))


def record(region: str, namespace: str, values: Mapping[str, float], *dimension_sets: Mapping[str, str]) -> None:
    """Notes the values {name of the metric: value} for each of the sets of dimensions {name: value}."""
    alarms = [*cloudwatch_backends[ACCOUNT][region].alarms.values()]
    watched = {key(alarm) for alarm in alarms}
    for dimensions in dimension_sets if watched else ():
        for name, value in values.items():
            metric = region, namespace, name, frozenset(dimensions.items())
            if metric in watched:
                _values.setdefault(metric, deque(maxlen=MOST)).append((time.monotonic(), value))


def values_since(metric: Key, moment: float) -> list[tuple[float, float]]:
    """[(time by time.monotonic(), value)] of a metric since then."""
    return [entry for entry in [*_values.get(metric, ())] if entry[0] > moment]
