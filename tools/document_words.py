#!/usr/bin/env python3
"""Write the references of the infra words and of the settings, and the JSON Schemas that an editor reads.

    tools/document_words.py docs        writes infra.md, infra.schema.json, settings.md and settings.schema.json there

They come from the schemas that the scan validates with, so that both always agree.
"""
import json
from pathlib import Path

import yaml

import recipes
from kit import cli, files, settings
from project import settings_text

TOP = """# The infra words

<!-- Made by `make docs` from tools/recipes/; change the schema there. -->

The module docstring of `lambdas/<path>/index.py` holds one YAML block with the key `infra`. A lambda has at
most one of {triggers}; `infra: {{}}` is a lambda that is only invoked directly. A word without a
value has its defaults (`queue:`), or is a problem if a field is needed. The code says the rest of a lambda's
infrastructure: see [environment variables](environment.md).

Editors that check YAML against a JSON Schema can use [infra.schema.json](infra.schema.json).
"""
SETTINGS = """# The settings

<!-- Made by `make docs` from tools/kit/settings.py; change the schema there. -->

`app.yaml`, at the root, is the app's one settings file. `name` is enough; everything else has a default:

```yaml
name: demo
```

An unknown key, a wrong type and a duplicate key are problems with a line and the nearest right spelling. A section with
fields, such as `api:`, needs one of them. A section of names (`tables:`) may be empty, and so may an entry of it whose
fields all have defaults: `stages: {prod: {}}` is a stage to which `"*"` does not apply. Editors
check the file against [settings.schema.json](settings.schema.json) where its first line is as below.

"""
SHOWN = """
## All of them

`make new-app` writes this file. Remove the `# ` before a setting to set it:

```yaml
{text}```
"""
FIELDS = "| field | type | default | |\n|---|---|---|---|\n"


def reference(schemas):
    """The Markdown of all words; schemas: {"timer": its schema}."""
    triggers = ", ".join(f"`{word}`" for word in sorted(recipes.TRIGGERS))
    return TOP.format(triggers=triggers) + "".join(section(word, schemas[word]) for word in sorted(schemas))


def section(word, schema):
    """The Markdown of one word: its description, its fields, its examples."""
    heading = f"\n## {word}\n\n{schema['description']}\n"
    rows = list(field_rows(schema, ""))
    table = f"\n{FIELDS}{''.join(rows)}" if rows else ""
    return heading + table + "".join(fenced({"infra": {word: example}}) for example in schema.get("examples", []))


def field_rows(schema, prefix):
    """Yields a row of Markdown for each field, nested ones too: `source.type`."""
    yield from dict.fromkeys(row for branch in schema.get("anyOf", []) for row in field_rows(branch, prefix))
    yield from field_rows(schema["items"], prefix) if "items" in schema else ()
    for name, field in schema.get("properties", {}).items():
        default_text = "needed" if name in schema.get("required", []) else default(field)
        text = field.get("description", "").replace("|", "\\|")
        yield f"| `{prefix}{name}` | {shape(field)} | {default_text} | {text} |\n"
        yield from field_rows(field, f"{prefix}{name}.")
    if isinstance(others := schema.get("additionalProperties"), dict):
        yield f"| `{prefix}NAME` | {shape(others)} | | {others.get('description', 'any name')} |\n"
        yield from field_rows(others, f"{prefix}NAME.") if "properties" in others else ()


def settings_page():
    """The Markdown of app.yaml's keys, and the file with all of them, as `make new-app` writes it."""
    rows = "".join(field_rows(settings.SCHEMA, ""))
    return SETTINGS + FIELDS + rows + SHOWN.format(text=settings_text.app_yaml("demo"))


def default(schema):
    """The default of a schema as JSON, "" without one."""
    return f"`{json.dumps(schema['default'])}`" if "default" in schema else ""


def shape(schema):
    """The text of a schema's type: `list of string`, `GET or POST`, `string or integer 1 to 900`."""
    if "anyOf" in schema:
        return " or ".join(map(shape, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {shape(schema['items'])}"
    limits = f" {schema['minimum']} to {schema['maximum']}" if "maximum" in schema else ""
    return schema.get("type", "any") + limits


def fenced(value):
    """The Markdown of a value: a YAML block as in a docstring."""
    return f"\n```yaml\n{yaml.safe_dump(value, sort_keys=False)}```\n"


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("folder", help="the folder to write to")
    folder = Path(parser.parse_args(argv).folder)
    files.write_bytes(folder / "infra.md", reference(recipes.INFRA["properties"]).encode())
    files.write_bytes(folder / "settings.md", settings_page().encode())
    draft = {"$schema": "http://json-schema.org/draft-07/schema#"}
    files.write_bytes(folder / "infra.schema.json", files.json_bytes({
        **draft, "type": "object", "required": ["infra"], "properties": {"infra": recipes.INFRA}}))
    files.write_bytes(folder / "settings.schema.json", files.json_bytes({**draft, **settings.SCHEMA}))


if __name__ == "__main__":
    cli.run(main)
