"""`make openapi`: the document on stdout or in a file, with the address of a deployed stage."""
import json
from pathlib import Path

import pytest

import print_openapi
from kit.problems import Problems
from tests.fixtures.recipe_apps import app_of, lambda_


@pytest.fixture
def project(own_folder):
    """A folder with build/app.json of one endpoint, as the working directory."""
    Path("build/dev").mkdir(parents=True)
    fn = lambda_("ask", endpoint={"api": "public", "method": "GET", "path": "/a"})
    Path("build/app.json").write_text(json.dumps(app_of(fn)))


def test_the_document_is_printed_or_written_and_has_the_address_of_the_stage(project, capsys):
    print_openapi.main(["build/app.json", "--stage", "dev", "--out="])
    printed = json.loads(capsys.readouterr().out)
    assert list(printed["paths"]) == ["/a"] and "servers" not in printed
    Path("build/dev/stack.json").write_text('{"outputs": {"ApiUrl": "https://x.example/dev"}}')
    print_openapi.main(["build/app.json", "--stage", "dev", "--out=openapi.json"])
    assert capsys.readouterr() == ("", "made openapi.json\n")
    assert json.loads(Path("openapi.json").read_text())["servers"] == [{"url": "https://x.example/dev"}]


@pytest.mark.parametrize("content, is_overwritten", [
    ("name: demo\n", False), ('{"name": "demo"}', False), ("3", False), ("\xff", False), ('{"openapi": "3.0.1"}', True), ("", True)])
def test_no_other_file_is_overwritten(project, content, is_overwritten):
    Path("out").write_text(content, encoding="latin-1")
    if is_overwritten:
        print_openapi.main(["build/app.json", "--out=out"])
        assert "/a" in json.loads(Path("out").read_text())["paths"]
        return
    with pytest.raises(Problems, match="out: is no OpenAPI document, and would be overwritten"):
        print_openapi.main(["build/app.json", "--out=out"])
    assert Path("out").read_text(encoding="latin-1") == content


def test_an_app_without_an_endpoint_has_none(project):
    Path("build/app.json").write_text(json.dumps(app_of(lambda_("ask", queue={}))))
    with pytest.raises(Problems, match="no lambda has an endpoint"):
        print_openapi.main(["build/app.json"])
