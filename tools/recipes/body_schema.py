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
    """[(dotted key, message, hint)] of each keyword that a model of API Gateway cannot have."""
    faults = [(joined(key, keyword), f"API Gateway refuses {keyword!r} in a schema", hint)
              for keyword, hint in REFUSED.items() if keyword in schema]
    for subkey, subschema in subschemas(schema):
        faults += problems(subschema, joined(key, subkey))
    return faults


def subschemas(schema: dict) -> list[tuple[str, dict]]:
    """[(dotted key, schema)] of the schemas inside a schema; an `items` is one schema or a list."""
    candidates = [(f"{keyword}.{name}", subschema) for keyword in BY_NAME
                  for name, subschema in mapping(schema.get(keyword))]
    candidates += [(f"{keyword}.{at}", subschema) for keyword in IN_LIST if isinstance(schema.get(keyword), list)
                   for at, subschema in enumerate(schema[keyword])]
    candidates += [(keyword, schema[keyword]) for keyword in AS_ITSELF if keyword in schema]
    return [(key, subschema) for key, subschema in candidates if isinstance(subschema, dict)]


def mapping(value):
    """The items of a dict, none of anything else: a person may have written a list."""
    return value.items() if isinstance(value, dict) else ()


def joined(key: str, keyword: str) -> str:
    """"properties.sku" and "const" -> "properties.sku.const"; "" and "const" -> "const"."""
    return f"{key}.{keyword}" if key else keyword
