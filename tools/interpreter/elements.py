"""The elements of a value that is no list: what a loop over it gets, and its slices."""
from interpreter import boto3_resources, enums, responses, texts, values
from interpreter.values import TEXT, UNKNOWN, Aws, Class, List, Row, Shaped


def element(receiver, analysis):
    """The element of a loop over a value that is no List."""
    if receiver.__class__ is Class and (member := enums.listed(receiver, None)) is not None:
        return member
    if receiver.__class__ is Shaped and receiver.shape["is"] == "list":
        return Shaped(receiver.shape["of"], (*receiver.path, "[]"))
    if receiver.__class__ is Shaped and receiver.shape["is"] == "map":
        return TEXT
    if receiver.__class__ is Shaped and receiver.shape["is"] == "parsed":
        return Shaped(receiver.shape, (*receiver.path, "[]"))
    if receiver.__class__ is Row and not receiver.many and not receiver.path:
        return responses.NAME_OF_ATTRIBUTE
    if receiver.__class__ is Row:
        return Row(receiver.call, receiver.path, False) if receiver.many else Row(receiver.call, (*receiver.path, "*"))
    if receiver.__class__ is values.Answer:
        return responses.element(receiver)
    if receiver.__class__ is Aws:
        return boto3_resources.element(receiver, analysis)
    return UNKNOWN


def sliced(receiver):
    """The value of receiver[a:b]: a list is a list, a text a text."""
    if receiver.__class__ is List:
        return List(receiver.items, True, receiver.kind)
    if receiver.__class__ is Row:
        return Row(receiver.call, receiver.path, receiver.many, True)
    if receiver.__class__ is Shaped and receiver.path == ("Records",):
        return List([element(receiver, None)], True)
    if receiver.__class__ is values.Answer or receiver.__class__ is Shaped and receiver.shape["is"] != "text":
        return receiver
    return TEXT if receiver.__class__ is Shaped or texts.text(receiver) is not None else texts.other_form(
        receiver, UNKNOWN)
