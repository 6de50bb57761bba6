"""The example app, deployed: its roles allow all that its lambdas do."""
import shutil
import sys

from tests.fixtures.paths import EXAMPLE, ROOT

sys.path.append(str(ROOT / "bench"))
import app_client
import example_journey

pytest_plugins = ["tests.fixtures.small_apps"]


def test_readings_go_through_all_lambdas_of_the_example(deploy_app, local_cloud, tmp_path):
    shutil.copytree(EXAMPLE / "lambdas", tmp_path / "lambdas", ignore=shutil.ignore_patterns("__pycache__"))
    outputs = deploy_app((EXAMPLE / "app.yaml").read_text(), {})
    app = app_client.App("demo", "eu-west-1", local_cloud.endpoint, outputs)
    example_journey.Journey(app, example_journey.functions(app), app.sign_in(example_journey.EMAIL)).run()
