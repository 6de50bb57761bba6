"""config.json: the addresses that a page needs, on AWS and on the local cloud."""
import json
from pathlib import Path

from aws import clients
from tests.fixtures.cases import results
from tests.fixtures.user_settings import APP, REGION
from website import page_config

API = {"ApiUrl": "https://a1.execute-api.eu-west-1.amazonaws.com/dev"}
POOL = {"UserPoolId": "eu-west-1_a", "UserPoolClientId": "c"}

test_a_page_gets_the_addresses_of_the_api_and_cognito = results(lambda outputs: page_config.config(outputs, "dev", REGION), [
    ({}, None),
    (API, {"api": API["ApiUrl"], "region": REGION, "stage": "dev"}),
    ({**API, **POOL, "ApiDomainUrl": "https://api.example.com"},
     {"api": "https://api.example.com", "region": REGION, "stage": "dev", "userPoolId": "eu-west-1_a",
      "userPoolClientId": "c", "cognito": "https://cognito-idp.eu-west-1.amazonaws.com/"}),
])


def test_pools_with_names_have_their_own_ids():
    outputs = {**API, "StaffUserPoolId": "p", "StaffUserPoolClientId": "c", "StaffUserPoolSignInUrl": "https://s"}
    config = page_config.config(outputs, "dev", REGION, ["", "staff", "idle"])
    assert config == {"api": API["ApiUrl"], "region": REGION, "stage": "dev",
                      "cognito": "https://cognito-idp.eu-west-1.amazonaws.com/",
                      "pools": {"staff": {"userPoolId": "p", "userPoolClientId": "c", "signIn": "https://s"}}}


def test_on_the_local_cloud_both_addresses_are_its_own(own_folder, monkeypatch):
    monkeypatch.setattr(clients, "endpoint", lambda: "http://127.0.0.1:9")
    found = page_config.write_config(APP, {**API, **POOL}, "local")
    said = json.loads(Path("build/local/config.json").read_text())
    assert (said["api"], said["cognito"]) == ("http://127.0.0.1:9/_aws/execute-api/a1/dev", "http://127.0.0.1:9/")
    assert found == {"config.json": {"path": "build/local/config.json", "size": Path("build/local/config.json").stat().st_size,
                                     "md5": found["config.json"]["md5"]}}
