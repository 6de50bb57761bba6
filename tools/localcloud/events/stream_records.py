"""The record of a table's change for a function. Pure; checked against records of real invocations."""
import base64
from datetime import timezone


def record(item, stream_arn, region):
    """The record of a change. item: the dict of moto's StreamRecord. Times become whole epoch seconds, bytes base64."""
    change = item["dynamodb"]
    images = {name: plain(change[name]) for name in ("Keys", "NewImage", "OldImage") if name in change}
    return {
        "eventID": item["eventID"],
        "eventName": item["eventName"],
        "eventVersion": "1.1",
        "eventSource": item["eventSource"],
        "awsRegion": region,
        "dynamodb": {
            "ApproximateCreationDateTime": float(int(created(item))),
            **images,
            "SequenceNumber": change["SequenceNumber"],
            "SizeBytes": sum(map(size, images.values())),
            "StreamViewType": change["StreamViewType"],
        },
        "eventSourceARN": stream_arn,
        **user_identity(item),
    }


def user_identity(item):
    """{"userIdentity": DynamoDB's} of an item that expired, {} of other changes."""
    identity = item.get("userIdentity")
    return {"userIdentity": {"type": identity["Type"], "principalId": identity["PrincipalId"]}} if identity else {}


def created(item):
    """The time of the change, in epoch seconds. moto stores a naive datetime in UTC."""
    moment = item["dynamodb"]["ApproximateCreationDateTime"]
    return moment.replace(tzinfo=timezone.utc).timestamp()


def plain(image):
    """An image as JSON data: bytes are base64, as in every API of DynamoDB."""
    if isinstance(image, dict):
        return {key: plain(value) for key, value in image.items()}
    if isinstance(image, (list, tuple, set)):
        return [plain(value) for value in image]
    return base64.b64encode(image).decode() if isinstance(image, bytes) else image


def size(image):
    """Bytes of an image by DynamoDB's count: texts as UTF-8, bytes raw, numbers about half their digits."""
    return sum(len(name.encode()) + _value_size(value) for name, value in image.items())


def _value_size(value):
    """The size in bytes of an attribute value: {"S": "text"}, {"N": "1"}, ..."""
    kind, content = next(iter(value.items()))
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return (len(content.lstrip("-").replace(".", "").strip("0")) + 1) // 2 + 1
    if kind == "B":
        return len(base64.b64decode(content))
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_size(item) for name, item in content.items())
    if kind == "L":
        return 3 + sum(1 + _value_size(item) for item in content)
    if kind in ("SS", "NS", "BS"):
        return sum(_value_size({kind[0]: item}) for item in content)
    return 1  # BOOL and NULL
