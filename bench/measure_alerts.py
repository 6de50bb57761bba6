#!/usr/bin/env python3
"""Prints the resources, the bytes of the templates and the monthly cost of alerts, for apps of 10, 100 and 1,000 lambdas.

    bench/measure_alerts.py             the table of docs/alerts.md

The apps are those of bench/generated.py: a seventh of the lambdas each with an endpoint, a queue, a topic, a timer.
"""
import contextlib
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import generated
from aws import cfn
from expand_template import expanded
from recipes import limits, template
from scan.scanning import scan

# aws.amazon.com/cloudwatch/pricing, us-east-1 and eu-west-1, 2026: a month of one metric of an alarm, and of a dashboard.
# The first ten of the former and three of the latter (of 50 metrics at most) are free in an account.
ALARM_METRIC, DASHBOARD = 0.10, 3.00
COUNTS = (10, 100, 1000)
ALERTS = "alerts: {email: ann@example.com}\n"


def model(count, settings):
    """The app model of so many lambdas, with more lines in app.yaml."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(generated.write_app(Path(folder) / "app", count)):
        Path("app.yaml").write_text(generated.SETTINGS + settings)
        return scan("lambdas", "app.yaml", {}, {})


def in_stacks(app):
    """The fewest stacks into which an app fits: ({"": template, "Lambdas1": ...}, its whole template)."""
    for stacks in range(1, limits.MOST_STACKS + 1):
        app = {**app, "settings": {**app["settings"], "stacks": stacks}}
        whole = expanded(app)
        split = limits.split(app, whole, template.owners(app))
        if not limits.excesses(split, limits.ROOM if stacks > 1 else 1):
            return split, whole
    raise SystemExit("the app fits into no number of stacks")


def row(count, settings):
    """The line of the table: lambdas, with alerts?, stacks, resources, kB of all templates, of the largest, metrics in
    alarms, dollars."""
    split, whole = in_stacks(model(count, settings))
    sizes = [len(cfn.text(template)) for template in split.values()]
    resources = [resource for template in split.values() for resource in template["Resources"].values()]
    alarms = [resource["Properties"] for resource in whole["Resources"].values()
              if resource["Type"] == "AWS::CloudWatch::Alarm"]
    metrics = sum(sum("MetricStat" in query for query in alarm.get("Metrics", [])) or 1 for alarm in alarms)
    dashboards = sum(resource["Type"] == "AWS::CloudWatch::Dashboard" for resource in whole["Resources"].values())
    figures = (count, "yes" if settings else "no", max(1, len(split) - 1), len(resources), round(sum(sizes) / 1000),
               round(max(sizes) / 1000), metrics)
    texts = [figure if isinstance(figure, str) else f"{figure:,}" for figure in figures]
    return f"| {' | '.join(texts)} | {metrics * ALARM_METRIC + dashboards * DASHBOARD:.2f} |"


def main():
    print("| lambdas | alerts | stacks | resources | templates, kB | largest, kB | metrics in alarms | $ a month |")
    print("|--:|---|--:|--:|--:|--:|--:|--:|")
    for count in COUNTS:
        for settings in ("", ALERTS):
            print(row(count, settings), flush=True)


if __name__ == "__main__":
    main()
