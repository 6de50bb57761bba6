"""make diff knows the names that the next deploy serves by the domain's file, whatever was set up on this machine before."""
import json
from pathlib import Path

from domain import planned_names
from recipes.domain import NO_CERTIFICATE
from tests.fixtures.cases import cases
from tests.fixtures.domains import APP
from tests.fixtures.problems import problems_of

NEW = planned_names.UNKNOWN
PREFIX = "DomainExampleCom"
SERVED = {"Zone": "Z1", "Api": "dev-api.example.com", "ApiCertificate": "arn:1", "EdgeCertificate": "arn:2",
          "DemoWebsite": "dev.example.com", "DemoDocsWebsite": "dev-demo-docs.example.com"}
DEFAULTS = {"Zone": "", "Api": "", "ApiCertificate": NO_CERTIFICATE, "EdgeCertificate": NO_CERTIFICATE, "DemoWebsite": "",
            "DemoDocsWebsite": ""}
ABSENT = {**SERVED, "Zone": NEW, "ApiCertificate": NEW, "EdgeCertificate": NEW}


def prefixed(values):
    return {f"{PREFIX}{name}": value for name, value in values.items()}


def planned(text, present=(), record=None, domain="example.com"):
    """planned_names.parameters() of the stage dev. text: of the domain's file, None without one"""
    for folder in ("domains", "build/dev/domains"):
        Path(folder).mkdir(parents=True, exist_ok=True)
    file, recorded = Path("domains/example.com.yaml"), Path("build/dev/domains/example.com.json")
    file.write_text(text) if text is not None else file.unlink(missing_ok=True)
    recorded.write_text(json.dumps({"parameters": prefixed(record)})) if record is not None else recorded.unlink(missing_ok=True)
    return planned_names.parameters({**APP, "settings": {**APP["settings"], "domain": domain}}, "dev", prefixed(dict(present)))


@cases("text, present, record, values", [
    ("stages: {dev: dev}", DEFAULTS, None, ABSENT),  # listed since the last deploy, which found it unlisted
    ("stages: {dev: dev}", DEFAULTS, {}, ABSENT),
    ("stages: {dev: dev}", {}, None, ABSENT),
    ("stages: {dev: dev}", SERVED, None, SERVED),  # set up on another machine
    ("stages: {dev: dev}", SERVED, SERVED, SERVED),
    ("stages: {dev: dev}", {}, SERVED, SERVED),  # `make domain`, and no deploy yet
    ("stages: {dev: new}\napi: rest.example.com", SERVED, SERVED, {
        **SERVED, "Api": "new-rest.example.com", "DemoWebsite": "new.example.com", "DemoDocsWebsite": "new-demo-docs.example.com"}),
    ("stages: {prod: ''}", SERVED, SERVED, {}),  # no longer listed
    (None, SERVED, SERVED, {}),
])
def test_the_names_are_those_of_the_domains_file(text, present, record, values, own_folder):
    assert planned(text, present, record) == prefixed(values)


def test_an_app_without_a_domain_has_no_names_and_a_fault_of_the_file_is_reported(own_folder):
    assert planned("stages: {dev: dev}", SERVED, SERVED, domain=None) == {}
    assert str(problems_of(planned, "stages: {dev: 5}", SERVED, SERVED)).startswith("domains/example.com.yaml:1: ")
