"""The door to the cloud: local reaches this machine only, and a refusal is told with what to do."""
import json
import os
from pathlib import Path

import botocore.session
import pytest
from botocore import exceptions
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from moto import mock_aws

from aws import clients, errors, rehearsals, stages
from kit import consent
from kit.problems import Problem, Problems
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of

# What a person's shell may hold; each would turn a careless local client away from this machine.
HOSTILE = {"AWS_PROFILE": "of-another-machine", "AWS_CONFIG_FILE": "/nowhere", "AWS_REGION": "us-east-2",
           "AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_SECRET_ACCESS_KEY": "real", "AWS_SESSION_TOKEN": "real",
           "AWS_ENDPOINT_URL": "https://example.com", "AWS_ENDPOINT_URL_S3": "https://example.com",
           "AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_CA_BUNDLE": "/nowhere",
           "HTTP_PROXY": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "7"}


@pytest.fixture
def project_folder(own_folder):
    """A working directory whose local cloud is said to listen on a port where nobody does."""
    Path("build/local").mkdir(parents=True)
    Path(clients.CLOUD).write_text(json.dumps({"endpoint": "http://127.0.0.1:9", "pid": 1, "log": ""}))
    clients._local_session.cache_clear()
    yield
    clients._local_session.cache_clear()


@pytest.mark.parametrize("service", ["s3", "cloudformation", "lambda", "logs", "sts"])
def test_local_reads_nothing_that_the_person_set_up_for_aws(project_folder, monkeypatch, service):
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    client = clients.client(service, "local", "eu-west-1")
    keys = client._request_signer._credentials
    assert (client.meta.endpoint_url, client.meta.region_name) == ("http://127.0.0.1:9", "eu-west-1")
    assert (keys.access_key, keys.secret_key, keys.token) == ("local", "local", None)
    assert client._endpoint.http_session._proxy_config.proxy_url_for("http://127.0.0.1:9") is None


def test_a_rehearsal_makes_no_request_and_leaves_no_response(project_folder):
    client = clients.client("sts", "local", "eu-west-1")
    rehearsals.rehearse(client, "get_caller_identity")
    with pytest.raises(exceptions.EndpointConnectionError):
        client.get_caller_identity()
    rehearsals.rehearse_deploy(lambda service: clients.client(service, "local", "eu-west-1"))


def test_local_without_a_local_cloud_prints_how_to_start_it(own_folder):
    absent = problems_of(clients.client, "s3", "local", "eu-west-1")
    assert absent.args == (Problem("", 0, "the local cloud is not running", "`make local` starts it"),)


@cases("content", ["[1]", "{}", '{"endpoint": 5}', '{"endpoint": "http://example.com:80"}', '{"endpoint": "file:///x"}'])
def test_only_an_address_of_this_machine_is_the_local_cloud(project_folder, content):
    Path("build/local/cloud.json").write_text(content)
    with pytest.raises(Problems, match="the local cloud is not running"):
        clients.endpoint()


def test_a_local_cloud_that_died_is_an_error_with_the_command_that_starts_it(project_folder):
    with pytest.raises(Problems, match="the local cloud does not answer\n  hint: `make local` starts it"), clients.errors_as_problems():
        clients.client("sts", "local", "eu-west-1").get_caller_identity()


def test_a_local_cloud_that_hangs_is_an_error_with_the_command_that_ends_it():
    error = exceptions.ReadTimeoutError(endpoint_url="http://127.0.0.1:9/")
    assert errors.problems(error).args == (Problem("", 0, "the local cloud does not answer", (
        "it hangs: `make stop`, then `make deploy`; its data is lost")),)


def test_another_stage_is_aws_with_the_persons_keys_in_the_apps_region(project_folder, monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-east-2")
    with mock_aws():
        client = clients.client("sts", "dev", "eu-west-1")
        assert client.meta.endpoint_url == "https://sts.eu-west-1.amazonaws.com"
        assert client._request_signer._credentials.access_key == "FOOBARKEY"  # moto's: not ours
        # Of 200 calls of 8 threads, where 4 a second are accepted, the mode "standard" fails 26, and this one none.
        assert client.meta.config.retries == {"mode": "adaptive", "total_max_attempts": 8}


def test_keys_that_a_person_replaces_are_those_of_the_next_client(tmp_path, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "credentials"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path))
    keys = []
    for number, name in enumerate(("AKIAOLD", "AKIAOLD", "AKIANEW")):
        path.write_text(f"[default]\naws_access_key_id = {name}\naws_secret_access_key = x\n")
        os.utime(path, (1000 + number // 2, 1000 + number // 2))
        created = clients.client("sqs", "dev", "eu-west-1")
        keys.append((created._get_credentials().access_key, created is clients.client("sqs", "dev", "eu-west-1")))
    assert keys == [("AKIAOLD", True), ("AKIAOLD", True), ("AKIANEW", True)]


def test_an_unknown_profile_is_reported_and_names_it(monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(Problems, match=r"profile \(nobody\) could not be found\n  hint: `aws configure list-profiles`"):
        clients.client("sts", "dev", "eu-west-1")


@cases("error, message, hint", [
    (exceptions.NoCredentialsError(), "Unable to locate credentials", "AWS_PROFILE"),
    (exceptions.UnauthorizedSSOTokenError(), "The SSO session", "sign in again"),
    (exceptions.NoRegionError(), "You must specify a region", "app.yaml"),
    (exceptions.EndpointConnectionError(endpoint_url="https://s3.eu-wset-1.amazonaws.com"), "Could not connect", "region"),
    (exceptions.ConnectionClosedError(endpoint_url="https://s3.eu-west-1.amazonaws.com"), "Connection was closed", "repeat"),
    (exceptions.ConnectionClosedError(endpoint_url="http://127.0.0.1:4566/"), "the local cloud does not", "`make local`"),
    (exceptions.ProxyConnectionError(proxy_url="http://127.0.0.1:3128"), "Failed to connect to proxy URL", "HTTPS_PROXY"),
    (exceptions.InvalidRetryModeError(provided_retry_mode="x", valid_modes=()), "Invalid value provided", "`env | grep AWS_`"),
    (exceptions.InvalidDefaultsMode(mode="x", valid_modes=""), "Client configured with invalid", "`env | grep AWS_`"),
    (ClientError({"Error": {"Code": "ExpiredToken", "Message": "Old."}}, "ListBuckets"),
     "the cloud rejects ListBuckets: ExpiredToken: Old.", "sign in again"),
    (ClientError({"Error": {"Code": "AccessDenied", "Message": "User: arn:... is not authorized"}}, "CreateStack"),
     "the cloud rejects CreateStack: AccessDenied: User", "permission"),
    (ClientError({"Error": {"Code": "Throttling", "Message": "Rate exceeded"}}, "CreateStack"), "the cloud rejects", "wait"),
    (ClientError({"Error": {"Code": "UnrecognizedClientException", "Message": "AWS has no region eu-mars-1"}}, "GetCallerIdentity"),
     "the cloud rejects GetCallerIdentity", "see `region:` in app.yaml"),
    (ClientError({"Error": {"Code": "Odd", "Message": "Kept as it is."}}, "CreateStack"),
     "the cloud rejects CreateStack: Odd: Kept as it is.", ""),
])
def test_a_refusal_is_reported_with_what_to_do(error, message, hint):
    with pytest.raises(Problems) as raised, clients.errors_as_problems():
        raise error
    problem, = raised.value.args
    assert problem.message.startswith(message) and hint in problem.hint and bool(hint) == bool(problem.hint)


@pytest.mark.parametrize("error", [ValueError("ours"), exceptions.ParamValidationError(report="ours"), KeyError("ours")])
def test_a_fault_of_our_own_keeps_its_traceback(error):
    with pytest.raises(type(error), match="ours"), clients.errors_as_problems():
        raise error


@pytest.mark.parametrize("url, here_it_is", [
    ("https://abc1.execute-api.eu-west-1.amazonaws.com/local", "http://127.0.0.1:9/_aws/execute-api/abc1/local"),
    ("https://abc1.execute-api.eu-west-1.amazonaws.com/local/a/b?c=d", "http://127.0.0.1:9/_aws/execute-api/abc1/local/a/b?c=d"),
    ("https://e1x2.cloudfront.net", "http://127.0.0.1:9/_aws/cloudfront/e1x2/"),
    ("https://e1x2.cloudfront.net/index.html", "http://127.0.0.1:9/_aws/cloudfront/e1x2/index.html"),
    ("e1x2.cloudfront.net", "http://127.0.0.1:9/_aws/cloudfront/e1x2/"),
    ("https://example.com/x", "https://example.com/x"),
    ("https://sqs.eu-west-1.amazonaws.com/1/q", "https://sqs.eu-west-1.amazonaws.com/1/q"),
    ("demo-local-hello", "demo-local-hello"),
])
def test_an_address_is_reported_as_this_machine_can_open_it(project_folder, url, here_it_is):
    assert clients.reachable(url, "local") == here_it_is
    assert clients.reachable(url, "dev") == url


@cases("stage, good", [
    ("local", True), ("dev", True), ("feature-12", True), ("Prod", True),
    ("", False), ("a b", False), ("-x", False), ("1st", False), ("a/../b", False), ("x" * 33, False)])
def test_a_stage_can_be_part_of_every_name(stage, good):
    parser = stages.parser("doc")
    if good:
        assert parser.parse_args(["app.json", "--stage", stage]).stage == stage
        return
    with pytest.raises(Problems, match="is not a valid stage"):
        parser.parse_args(["app.json", f"--stage={stage}"])


def test_what_cannot_be_undone_wants_the_name_typed(monkeypatch, capsys):
    class Terminal:
        def __init__(self, typed):
            self.typed = typed

        def isatty(self):
            return self.typed is not None

        def readline(self):
            return self.typed
    for typed, yes, agreed in [("demo\n", False, True), ("Demo\n", False, False), ("\n", False, False),
                               (None, False, False), (None, True, True)]:
        monkeypatch.setattr("sys.stdin", Terminal(typed))
        try:
            consent.ask("delete demo", "demo", yes)
            assert agreed
        except Problems:
            assert not agreed


def test_the_quick_loader_reads_the_models_that_botocore_reads(tmp_path):
    own = tmp_path / "own-service/2026-01-01"
    own.mkdir(parents=True)
    (own / "service-2.json").write_text('{"metadata": {"serviceId": "Own"}}')
    loaders = [Loader(extra_search_paths=[str(tmp_path)]) for _ in range(2)]
    session = botocore.session.Session()
    session.register_component("data_loader", loaders[0])  # a new one: the tests' sessions share theirs
    assert clients.quick(session).get_component("data_loader") is loaders[0]
    for name in ("s3", "cloudformation", "own-service"):
        quick, usual = [loader.load_service_model(name, "service-2") for loader in loaders]
        assert quick == usual
    assert [loader.load_data("partitions") == loaders[1].load_data("partitions") for loader in loaders] == [True, True]
    for loader in loaders:
        assert {"s3", "own-service"} < {*loader.list_available_services("service-2")}
        with pytest.raises(exceptions.DataNotFoundError):
            loader.load_service_model("no-service", "service-2")
        with pytest.raises(exceptions.DataNotFoundError):
            loader.load_service_model("sts", "waiters-2")


def test_an_endpoint_that_is_none_is_a_problem(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "text")
    assert str(problems_of(clients.client, "sqs", "dev", "eu-west-1")) == ("AWS cannot be called: Invalid endpoint: text\n"
                                 "  hint: `env | grep AWS_` and ~/.aws/config show the setting")
