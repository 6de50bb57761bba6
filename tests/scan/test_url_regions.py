"""A function URL in a region that has none is a problem at its line."""
import pytest

from kit.problems import Problems
from scan.scanning import scan

INDEX = '"""x\n\ninfra:\n  url: {api: public}\n"""\n\n\ndef handler(event, context):\n    return None\n'


@pytest.mark.parametrize("region, expected", [
    ("eu-west-1", []), ("us-gov-west-1", [("lambdas/hook/index.py", 4, "there are no function URLs in us-gov-west-1")])])
def test_a_region_without_function_urls_is_reported(tmp_path, monkeypatch, region, expected):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lambdas/hook").mkdir(parents=True)
    (tmp_path / "lambdas/hook/index.py").write_text(INDEX)
    (tmp_path / "app.yaml").write_text(f"name: demo\nregion: {region}\n")
    problems = []
    try:
        scan("lambdas", "app.yaml", {}, {})
    except Problems as error:
        problems = [(problem.path, problem.line, problem.message) for problem in error.args]
    assert problems == expected
