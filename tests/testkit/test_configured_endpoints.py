"""A shell's AWS_ENDPOINT_URL, of the local cloud or of another emulator, gets no call of a test or of an example event."""
import boto3

from testkit.mock import mocked


def test_no_configured_endpoint_gets_the_calls(monkeypatch, tmp_path):
    config = tmp_path / "config"
    config.write_text("[default]\nendpoint_url = http://127.0.0.1:9\n", encoding="utf-8")
    for variables in ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, {"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"},
                      {"AWS_CONFIG_FILE": str(config)}):
        with monkeypatch.context() as patch, mocked():
            for name, value in variables.items():
                patch.setenv(name, value)
            client = boto3.Session().client("dynamodb", region_name="eu-west-1")
            assert "127.0.0.1" not in client.meta.endpoint_url, variables
            assert client.list_tables()["TableNames"] == []
