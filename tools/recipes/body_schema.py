"""JSON Schema of a request's body, as far as API Gateway's models accept it.

docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html: models are JSON Schema
draft 4; API Gateway refuses these keywords of it, or of later drafts, or fails when it validates the body.
"""
from kit.problems import KeyProblem

REFUSED = {
    "$ref": "write the part out where it is used",
    "const": "draft 4 has enum: [value]",
    "contains": "check it in code",
    "dependentRequired": "check it in code",
    "dependentSchemas": "check it in code",
    "discriminator": "check it in code",
    "example": "take it out",
    "examples": "take it out",
    "exclusiveMaximum": "write maximum, and check the limit itself in code",
    "exclusiveMinimum": "write minimum, and check the limit itself in code",
    "if": "draft 4 has anyOf and oneOf",
    "nullable": "write type: [string, 'null']",
    "prefixItems": "draft 4 has items: [...]",
    "propertyNames": "draft 4 has patternProperties",
    "readOnly": "take it out",
    "unevaluatedProperties": "draft 4 has additionalProperties: false",
}
# Where a schema holds schemas: by name, in a list, or as itself.
BY_NAME = ("definitions", "patternProperties", "properties")
IN_LIST = ("allOf", "anyOf", "items", "oneOf")
AS_ITSELF = ("additionalItems", "additionalProperties", "items", "not")


def problems(schema: dict, key: str = "") -> list[KeyProblem]:
    """[(dotted key, message, hint)] of each keyword that a model of API Gateway cannot have, and of each schema inside
    that has no value."""
    faults = [(joined(key, keyword), f"API Gateway refuses {keyword!r} in a schema", hint)
              for keyword, hint in REFUSED.items() if keyword in schema]
    for subkey, subschema in subschemas(schema):
        at = joined(key, subkey)
        faults += problems(subschema, at) if subschema is not None else [
            (at, f"{subkey} of the schema has no value, and API Gateway refuses null", "write {}, which accepts all")]
    return faults


def subschemas(schema: dict) -> list[tuple[str, dict | None]]:
    """[(dotted key, schema)] of the schemas inside a schema, None without a value; `items` is one schema or a list.

    kit/draft4.py reports other values that are no schemas, and a keyword of AS_ITSELF without a value.
    """
    inside = [(keyword, None) for keyword in (*BY_NAME, "not") if keyword in schema and schema[keyword] is None]
    inside += [(f"{keyword}.{name}", subschema) for keyword in BY_NAME
               for name, subschema in mapping(schema.get(keyword))]
    inside += [(f"{keyword}.{at}", subschema) for keyword in IN_LIST if isinstance(schema.get(keyword), list)
               for at, subschema in enumerate(schema[keyword])]
    inside += [(keyword, schema[keyword]) for keyword in AS_ITSELF if isinstance(schema.get(keyword), dict)]
    return [(key, subschema) for key, subschema in inside if subschema is None or isinstance(subschema, dict)]


def mapping(value):
    """The items of a dict, none of anything else: a person may have written a list."""
    return value.items() if isinstance(value, dict) else ()


def joined(key: str, keyword: str) -> str:
    """"properties.sku" and "const" -> "properties.sku.const"; "" and "const" -> "const"."""
    return f"{key}.{keyword}" if key else keyword
