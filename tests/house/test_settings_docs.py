"""docs/settings.md and its JSON Schema are made from the schema that app.yaml is read with."""
import json

import jsonschema
import yaml

import document_words
from kit import settings
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT


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
