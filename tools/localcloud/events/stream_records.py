"""A change of a table as a function gets it. Pure; checked against records of real calls."""
import base64
from datetime import timezone


def record(item, stream_arn, region):
    """item: the dict of moto's StreamRecord. Times become whole epoch seconds, bytes base64."""
    change = item["dynamodb"]
    images = {name: plain(change[name]) for name in ("Keys", "NewImage", "OldImage") if name in change}
    return {
        "eventID": item["eventID"],
        "eventName": item["eventName"],
        "eventVersion": "1.1",
        "eventSource": item["eventSource"],
        "awsRegion": region,
        "dynamodb": {
            "ApproximateCreationDateTime": int(created(item)),
            **images,
            "SequenceNumber": change["SequenceNumber"],
            "SizeBytes": sum(map(size, images.values())),
            "StreamViewType": change["StreamViewType"],
        },
        "eventSourceARN": stream_arn,
    }


def created(item):
    """When the change happened, in epoch seconds. moto keeps a naive datetime in UTC."""
    moment = item["dynamodb"]["ApproximateCreationDateTime"]
    return moment.replace(tzinfo=timezone.utc).timestamp()


def plain(image):
    """An image that JSON can hold: bytes are base64, as in every API of DynamoDB."""
    if isinstance(image, dict):
        return {key: plain(value) for key, value in image.items()}
    if isinstance(image, (list, tuple, set)):
        return [plain(value) for value in image]
    return base64.b64encode(image).decode() if isinstance(image, bytes) else image


def size(image):
    """Bytes of an image by DynamoDB's count: texts as UTF-8, bytes raw, numbers about half their digits."""
    return sum(len(name.encode()) + _value_size(value) for name, value in image.items())


def _value_size(value):
    """Bytes of {"S": "text"} and its kin."""
    kind, held = next(iter(value.items()))
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return (len(held.lstrip("-").replace(".", "").strip("0")) + 1) // 2 + 1
    if kind == "B":
        return len(base64.b64decode(held))
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_size(inner) for name, inner in held.items())
    if kind == "L":
        return 3 + sum(1 + _value_size(inner) for inner in held)
    if kind in ("SS", "NS", "BS"):
        return sum(_value_size({kind[0]: one}) for one in held)
    return 1  # BOOL and NULL
