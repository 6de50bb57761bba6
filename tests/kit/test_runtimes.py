"""`runtime` is a Python that Lambda has, no more and no fewer than botocore knows."""
import botocore.session

from kit import schema, settings


def test_the_runtimes_of_the_setting_are_those_of_lambda():
    known = set(botocore.session.get_session().get_service_model("lambda").shape_for("Runtime").enum)
    tried = {f"python3.{minor}" for minor in range(30)} | {"python2.7", "python3", "python3.13\n"}
    accepted = {text for text in tried if not schema.problems(settings.SCHEMA["properties"]["runtime"], text)}
    assert accepted == {name for name in tried & known if name not in ("python2.7", "python3.6", "python3.7", "python3.8")}
