"""Files in domains/ that no domain can have are reported: nothing would read them."""
import json
import os
from pathlib import Path

import pytest

import check_app
import list_domains
import setup_domain
from domain import domain_file
from kit.problems import Problems
from tests.fixtures.domains import APP
from tests.fixtures.problems import problems_of


@pytest.fixture
def project(own_folder):
    """A project without a domain, whose folder domains/ is empty."""
    Path("domains").mkdir()
    Path("app.yaml").write_text("name: demo\n")
    Path("app.json").write_text(json.dumps(APP))


@pytest.mark.parametrize("name, domain", [
    ("Example.com.yaml", "example.com"), ("example.com.yml", "example.com"), ("example.yaml", "example.com"),
    ("example_shop.com.yaml", "example.com"), ("shop example.com.yaml", "example.com"), ("EXAMPLE.ORG.YAML", "example.org"),
    (".com.yaml", None), ("a..com.yaml", "example.com"), ("-a.com.yaml", "example.com")])
def test_a_file_that_no_domain_can_have_is_reported_everywhere(project, capsys, name, domain):
    Path("domains", name).touch()
    problems = domain_file.name_problems()
    if domain is None:  # a hidden file belongs to some other program
        assert problems == []
        return
    assert [(problem.path, problem.message) for problem in problems] == [
        (f"domains/{name}", "this is no domain's file, and nothing reads it")]
    assert problems[0].hint == f"a file there is called as its domain, in lower case: domains/{domain}.yaml"
    for arguments in (["--listed"], ["--name", "example.com"]):
        with pytest.raises(Problems, match="this is no domain's file"):
            setup_domain.main(["app.json", "--stage", "dev", *arguments])
    list_domains.main(["app.json", "--stage", "dev"])
    assert f"domains/{name}: this is no domain's file" in capsys.readouterr().out


def test_files_of_domains_and_other_files_are_right(project):
    for name in ("example.com.yaml", "a-b.example.co.uk.yaml", "xn--nxasmq6b.com.yaml", "README.md", ".hidden.yaml", "notes.txt"):
        Path("domains", name).touch()
    assert domain_file.name_problems() == []
    setup_domain.main(["app.json", "--stage", "dev", "--listed"])
    os.rename("domains", "elsewhere")
    assert domain_file.name_problems() == []


def test_a_file_name_that_is_not_utf_8(project):
    Path("domains", os.fsdecode(b"a\xff.yaml")).touch()
    assert [problem.path for problem in domain_file.name_problems()] == ["domains/a\\xff.yaml"]


def test_make_check_reports_it(monkeypatch, project):
    Path("domains/example.yaml").touch()
    Path("lambdas/hello").mkdir(parents=True)
    Path("lambdas/__init__.py").touch()
    Path("lambdas/hello/index.py").write_text('"""infra: {}"""\n\n\ndef handler(event, context):\n    return 1\n')
    from scan_infra import main as scan
    scan(["lambdas", "-o", "build/app.json"])
    assert "domains/example.yaml" in {problem.path for problem in problems_of(check_app.main, ["build/app.json"]).args}


@pytest.mark.parametrize("mark, end", [(b"", b"\n"), (b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")])
def test_a_stage_is_added_and_taken_out_and_the_other_bytes_remain(project, mark, end):
    lines = [b"# ours", b"stages:", b'  prod: ""', b""]
    file = Path("domains/example.com.yaml")
    file.write_bytes(mark + end.join(lines))
    domain_file.add_stage(APP, "example.com", domain_file.read(APP, "example.com"), "dev")
    settings = domain_file.read(APP, "example.com")
    assert settings["stages"] == {"prod": "", "dev": "dev"}
    domain_file.drop_stage("example.com", settings, "dev")
    assert file.read_bytes() == end.join(lines)


def test_a_link_to_nothing_is_no_domain_without_a_file(project):
    os.symlink("absent", "domains/example.com.yaml")
    with pytest.raises(Problems, match="No such file or directory"):
        domain_file.read(APP, "example.com")
