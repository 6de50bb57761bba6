"""JSON Schema of a request's body, as far as API Gateway's models take it.

docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html: models are JSON Schema
draft 4; these words of it, or of later drafts, are refused or fail when the body is validated.
"""

REFUSED = {
    "$ref": "write the part out where it is used",
    "const": "draft 4 has enum: [value]",
    "contains": "check it in code",
    "dependentRequired": "check it in code",
    "dependentSchemas": "check it in code",
    "discriminator": "check it in code",
    "example": "take it out",
    "examples": "take it out",
    "exclusiveMaximum": "say maximum, and check the edge in code",
    "exclusiveMinimum": "say minimum, and check the edge in code",
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


def complaints(schema, key=""):
    """[(dotted key, message, hint)] for every word that a model of API Gateway cannot have."""
    found = [(joined(key, word), f"API Gateway refuses {word!r} in a schema", hint)
             for word, hint in REFUSED.items() if word in schema]
    for inner_key, inner in inside(schema):
        found += complaints(inner, joined(key, inner_key))
    return found


def inside(schema):
    """[(dotted key, schema)] of the schemas that a schema holds; an `items` may be one or a list."""
    held = [(f"{word}.{name}", inner) for word in BY_NAME for name, inner in mapping(schema.get(word))]
    held += [(f"{word}.{at}", inner) for word in IN_LIST if isinstance(schema.get(word), list)
             for at, inner in enumerate(schema[word])]
    held += [(word, schema[word]) for word in AS_ITSELF if word in schema]
    return [(key, inner) for key, inner in held if isinstance(inner, dict)]


def mapping(value):
    """The items of a dict, and none of anything else: a person may have written a list."""
    return value.items() if isinstance(value, dict) else ()


def joined(key, word):
    """"properties.sku" and "const" -> "properties.sku.const"; "" and "const" -> "const"."""
    return f"{key}.{word}" if key else word
