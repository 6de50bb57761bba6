"""A journey of readings through the deployed example app, whose steps together use all permissions of its roles.

    Journey(App(...)).run()    raises AssertionError, with the step, if an effect does not come
"""
import datetime
import functools
import json
import random
import string

EMAIL = "ann@weather.test"
DAY = "2026-05-01"


class Journey:
    """One run of all steps, with stations of its own."""

    def __init__(self, app, settings, token):
        """settings: {lambda: its configuration}, see functions(); token: of a person who is signed in"""
        self.app, self.settings, self.token = app, settings, token
        self.s3, self.website = app.client("s3"), app.physical("AWS::S3::Bucket", "DemoWebsite")
        self.table = app.table("demo")
        self.name = "".join(random.choices(string.ascii_lowercase, k=12))

    def run(self):
        """All steps. Raises AssertionError."""
        self.forget_logs()
        self.forget_pages()
        for step in (self.settings_are_valid, self.reading_is_added, self.reading_is_listed, self.reading_is_corrected,
                     self.file_is_loaded, self.absent_file_is_skipped, self.alarm_is_stored, self.day_is_closed,
                     self.pages_are_published, self.station_is_shown, self.summary_goes_with_its_reading,
                     self.unusual_reading_raises_an_alarm, self.all_have_logged):
            try:
                step()
            except Exception as error:
                raise AssertionError(f"{step.__name__}: {error}") from error

    def settings_are_valid(self):
        """What a deploy writes: destinations of failures."""
        client, failures = self.app.client("lambda"), self.app.physical("AWS::SQS::Queue", "FailuresQueue")
        arn = f"arn:aws:sqs:{self.app.region}:123456789012:{failures.rpartition('/')[2]}"
        for function in self.settings.values():
            configs = client.list_function_event_invoke_configs(FunctionName=function["FunctionName"])
            if configs["FunctionEventInvokeConfigs"]:
                client.put_function_event_invoke_config(
                    FunctionName=function["FunctionName"], DestinationConfig={"OnFailure": {"Destination": arn}})
        for mapping in client.list_event_source_mappings()["EventSourceMappings"]:
            if "OnFailure" in mapping.get("DestinationConfig", {}) and mapping["DestinationConfig"]["OnFailure"]:
                client.update_event_source_mapping(UUID=mapping["UUID"], DestinationConfig=mapping["DestinationConfig"])

    def reading_is_added(self):
        body = {"station": self.name, "time": f"{DAY}T12:00Z", "celsius": 11.5}
        assert self.app.request("POST", "/readings", body).status == 201

    def reading_is_listed(self):
        assert self.app.request("GET", f"/readings?station={self.name}&day={DAY}").json == [
            {"time": f"{DAY}T12:00Z", "celsius": 11.5}]

    def reading_is_corrected(self):
        response = self.app.request("PUT", f"/readings/{self.name}/{DAY}T12:00Z", {"celsius": 12.5},
                                    {"Authorization": self.token})
        assert response.status == 200, response.text

    def file_is_loaded(self):
        station, file = f"{self.name}-file", f"{self.name}.csv"
        self.app.put("demo", f"inbox/{file}", f"station,time,celsius\n{station},{DAY}T12:00Z,9\n{station},noon,9\n".encode())
        self.app.wait(lambda: self.app.get("demo", f"done/{file}"))
        assert b"time is not like" in self.app.get("demo", f"bad/{file}")
        self.app.wait(lambda: self.app.get("demo", f"inbox/{file}") is None)
        assert self.row(station, f"reading#{DAY}T12:00Z")

    def absent_file_is_skipped(self):
        assert self.app.invoke("readings-load", {"detail": {"object": {"key": "inbox/none.csv"}}}) == {}

    def alarm_is_stored(self):
        """Only the alarm has the station's page published."""
        station = f"{self.name}-alarm"
        self.app.publish("alarms", json.dumps({"station": station, "time": f"{DAY}T12:00Z", "celsius": 45}))
        self.app.wait(lambda: "45.0°" in self.page(f"stations/{station}.html"))

    def day_is_closed(self):
        self.app.wait(lambda: self.row(self.name, f"day#{DAY}"))
        ago = (datetime.datetime.now(datetime.UTC).date() - datetime.date.fromisoformat(DAY)).days
        self.table.delete_item(Key={"pk": "#closed", "sk": DAY})
        self.s3.delete_object(Bucket=self.website, Key="index.html")
        assert self.app.invoke("closing", {"ago": ago})["stations"]
        assert self.row("#closed", DAY)
        self.app.wait(lambda: "Days closed" in self.page("index.html"))

    def pages_are_published(self):
        self.app.wait(lambda: "12:00: 12.5 °C" in self.page(f"stations/{self.name}.html"))
        self.app.wait(lambda: f"stations/{self.name}.html" in self.page("index.html"))

    def station_is_shown(self):
        assert self.app.request("GET", f"/stations/{self.name}").json["days"][0]["mean"] == 12.5

    def summary_goes_with_its_reading(self):
        self.table.delete_item(Key={"pk": self.name, "sk": f"reading#{DAY}T12:00Z"})
        self.app.wait(lambda: not self.row(self.name, f"day#{DAY}"))

    def unusual_reading_raises_an_alarm(self):
        body = {"station": self.name, "time": f"{DAY}T13:00Z", "celsius": 50}
        assert self.app.request("POST", "/readings", body).status == 201
        self.app.wait(lambda: self.row(self.name, f"alarm#{DAY}T13:00Z"))

    def all_have_logged(self):
        """Each lambda has written to its log in this run."""
        logs = self.app.client("logs")
        for function in self.settings.values():
            lines = functools.partial(logs.filter_log_events, logGroupName=function["LoggingConfig"]["LogGroup"])
            self.app.wait(lambda lines=lines: lines()["events"])

    def forget_logs(self):
        """Deletes the log streams: the lambdas need new ones, as in new environments."""
        logs = self.app.client("logs")
        for function in self.settings.values():
            group = function["LoggingConfig"]["LogGroup"]
            for stream in logs.describe_log_streams(logGroupName=group)["logStreams"]:
                logs.delete_log_stream(logGroupName=group, logStreamName=stream["logStreamName"])

    def forget_pages(self):
        """Deletes the pages of earlier journeys: the front page shows all stations."""
        for item in self.s3.list_objects_v2(Bucket=self.website, Prefix="stations/").get("Contents", []):
            self.s3.delete_object(Bucket=self.website, Key=item["Key"])

    def row(self, pk, sk):
        return self.table.get_item(Key={"pk": pk, "sk": sk}, ConsistentRead=True).get("Item")

    def page(self, key):
        """The text of a page of the website, "" without it."""
        try:
            return self.s3.get_object(Bucket=self.website, Key=key)["Body"].read().decode()
        except self.s3.exceptions.NoSuchKey:
            return ""


def functions(app):
    """{lambda: its configuration} of a deployed app."""
    pages = app.client("lambda").get_paginator("list_functions").paginate()
    start = f"{app.name}-local-"
    return {function["FunctionName"].removeprefix(start): function for page in pages for function in page["Functions"]
            if function["FunctionName"].startswith(start)}
