"""A lambda with `image: true` on the local cloud: its files run without docker, as those of any lambda."""
import json
from pathlib import Path

from tests.fixtures.lambda_texts import lambda_text

REPORTS = lambda_text(
    "image: true\ndebug: {debug}",
    'return [texts.GREETING, Path(__file__).with_name("rows.txt").read_text().count("\\n"), {number}]',
    before="from pathlib import Path\n\nfrom lambdas import texts")


def test_the_files_of_an_image_run_here_and_new_code_needs_no_docker(deploy_app, local_cloud, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    folder = Path("lambdas/reports")
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text("FROM public.ecr.aws/lambda/python:3.13\nCOPY . ${LAMBDA_TASK_ROOT}\n")
    (folder / "rows.txt").write_text("a\nb\n")
    Path("lambdas/texts.py").write_text('GREETING = "hello"\n')
    deploy_app("name: shop\n", {"reports": REPORTS.format(debug="false", number=1)})
    assert local_cloud.invoke("shop-local-reports--image") == ["hello", 2, 1]
    deploy_app("name: shop\n", {"reports": REPORTS.format(debug="false", number=2)})
    assert local_cloud.invoke("shop-local-reports--image") == ["hello", 2, 2]
    deploy_app("name: shop\n", {"reports": REPORTS.format(debug="true", number=3)})
    assert local_cloud.invoke("shop-local-reports--image") == ["hello", 2, 3]
    deploy_app("name: shop\n", {"reports": REPORTS.format(debug="false", number=4).replace("image: true", "image: false")})
    assert local_cloud.invoke("shop-local-reports") == ["hello", 2, 4]
    functions = local_cloud.client("lambda").list_functions()["Functions"]
    assert [entry["FunctionName"] for entry in functions if entry["FunctionName"].startswith("shop-")] == ["shop-local-reports"]
    assert "ImageUri" not in json.dumps(local_cloud.client("cloudformation").get_template(StackName="shop-local")["TemplateBody"])
