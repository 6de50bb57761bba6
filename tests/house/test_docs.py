"""The pages made from the tools, the settings and the scripts are up to date, and every link of the docs leads somewhere."""
import json
import re
import sys

import jsonschema
import yaml

import document_words
import recipes
from kit import settings
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.paths import APP, EXAMPLE, README, ROOT

sys.path.insert(0, str(ROOT / "bench"))
import measure_alerts

PAGES = sorted([*(ROOT / "docs").glob("*.md"), *README])


def test_the_reference_of_the_words_is_generated_from_their_schemas(tmp_path):
    document_words.main([str(tmp_path)])
    for name in ("infra.md", "infra.schema.json"):
        assert (ROOT / "docs" / name).read_text() == (tmp_path / name).read_text(), "make docs"


def test_every_word_and_field_is_on_the_page():
    page = document_words.reference(recipes.INFRA["properties"])
    for word, module in recipes.WORDS.items():
        assert f"\n## {word}\n" in page
        for field in module.SCHEMA.get("properties", {}):
            assert f"| `{field}` |" in page


@cases("page", PAGES)
def test_the_file_and_the_heading_of_each_link_exist(page):
    for target, _, heading in re.findall(r"\]\((?!https?:)([^)#]*)(#([^)]+))?\)", page.read_text()):
        path = (page.parent / target) if target else page
        if target.split("/")[0] in APP and page in README:
            path = EXAMPLE / target
        assert path.exists(), f"{page.name} links to {target}"
        if heading:
            headings = [re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
                        for line in path.read_text().splitlines() if line.startswith("#")]
            assert heading in headings, f"{page.name} links to {target}#{heading}"


def test_the_pages_of_the_settings_are_generated_from_the_schema(tmp_path):
    document_words.main([str(tmp_path)])
    for name in ("settings.md", "settings.schema.json"):
        assert (ROOT / "docs" / name).read_text() == (tmp_path / name).read_text(), "make docs"


def test_every_setting_is_on_the_page_with_what_it_means():
    page = document_words.settings_page()
    for key, field in settings.SCHEMA["properties"].items():
        assert f"| `{key}` | " in page and f"{field['description']} |\n" in page
        for inner in field.get("properties", {}):
            assert f"| `{key}.{inner}` | " in page
    assert "<" not in page.partition("```yaml")[2].partition("```")[2].partition("```yaml")[0]  # HTML to Markdown


@cases("text", [
    "name: demo", "name: Demo", "{}", "name: demo\nregoin: x", "name: demo\nstacks: 51", "name: demo\ndomain:",
    "name: demo\nenv: {A1: 1, B1: {dev: x}, C1: [1]}", "name: demo\nenv: {A1: 1, B1: {dev: x}}",
    "name: demo\nusers: {sign_up: true, attributes: {plan: text}}", "name: demo\nruntime: 3.13"])
def test_an_editor_refuses_what_the_tools_refuse(text):
    schema = json.loads((ROOT / "docs/settings.schema.json").read_bytes())
    jsonschema.Draft7Validator.check_schema(schema)
    try:
        settings.settings("app.yaml", text)
        right = True
    except Problems:
        right = False
    assert jsonschema.Draft7Validator(schema).is_valid(yaml.safe_load(text)) == right


def test_the_documented_size_and_cost_of_alerts_are_those_of_the_script():
    page = (ROOT / "docs/alerts.md").read_text()
    assert [line for line in (measure_alerts.row(10, settings) for settings in ("", measure_alerts.ALERTS)) if line not in page] == []
