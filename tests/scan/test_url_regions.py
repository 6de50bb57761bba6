"""A function URL, or a website, in a region that has none is a problem at its line."""
import pytest

from kit.problems import Problems
from scan.scanning import scan

INDEX = '"""x\n\ninfra:\n  url: {api: public}\n"""\n\n\ndef handler(event, context):\n    return None\n'


SITE = '"""x\n\ninfra: {}\n"""\nimport os\n\nSITE = os.environ["DEMO_DOCS_WEBSITE%s"]\n\n\ndef handler(event, context):\n    return SITE\n'


@pytest.mark.parametrize("region, text, expected", [
    ("eu-west-1", INDEX, []),
    ("us-gov-west-1", INDEX, [("lambdas/hook/index.py", 4, "there are no function URLs in us-gov-west-1")]),
    ("eu-west-1", SITE % "", []), ("us-gov-east-1", SITE % "_URL", [
        ("lambdas/hook/index.py", 7, "DEMO_DOCS_WEBSITE_URL: us-gov-east-1 has no CloudFront, which websites need")]),
    ("us-gov-west-1", SITE % "", [
        ("lambdas/hook/index.py", 7, "DEMO_DOCS_WEBSITE: us-gov-west-1 has no CloudFront, which websites need")]),
])
def test_a_region_without_a_service_is_reported(tmp_path, monkeypatch, region, text, expected):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lambdas/hook").mkdir(parents=True)
    (tmp_path / "lambdas/hook/index.py").write_text(text)
    (tmp_path / "app.yaml").write_text(f"name: demo\nregion: {region}\n")
    problems = []
    try:
        scan("lambdas", "app.yaml", {}, {})
    except Problems as error:
        problems = [(problem.path, problem.line, problem.message) for problem in error.args]
    assert problems == expected
