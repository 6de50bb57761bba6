"""What boto3 adds to clients and to S3's resources: uploads, downloads, copies and presigned URLs."""
from interpreter import machine, models, texts, values
from interpreter.analysis import Arguments
from interpreter.observation import record_call
from interpreter.values import NONE, TEXT, UNKNOWN, Dict

FILE_NAME = "${filename}"
KEPT = ("Bucket", "Key", "CopySource", "ACL", "Tagging", "VersionId", "Metadata", "GrantFullControl", "GrantRead",
        "GrantReadACP", "GrantWriteACP", "ObjectLockMode", "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus",
        "SSEKMSKeyId")
# boto3.amazonaws.com/v1/documentation/api/latest/reference/services/s3/client/upload_file.html, and of its relatives
TAKEN = {"Filename", "Fileobj", "Bucket", "Key", "CopySource", "ExtraArgs", "Callback", "Config", "SourceClient"}
OF_BUCKETS = ("_BUCKET", "_WEBSITE")  # the ends of variables with the name of a bucket
FORM_FIELDS = {"acl": "ACL", "tagging": "Tagging", "x-amz-object-lock-mode": "ObjectLockMode",
               "x-amz-object-lock-retain-until-date": "ObjectLockRetainUntilDate",
               "x-amz-object-lock-legal-hold": "ObjectLockLegalHoldStatus",
               "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId"}  # of generate_presigned_post


def named(value, operations, receiver, type_, site):
    """[operation] of all names that a text may be, such as the name of a paginator; a doubt if it may be any name.

    operations  {name: operation}; type_: of the note on a name that is none of them
    """
    names = [texts.text(option) for option in values.options(value)
             if option.__class__ is not values.Const or option.value is not None]
    if None in names:
        site.note("escaped", service=receiver.service, variables=[], to="", pure=False)
    if len(names) == 1 and names[0] is not None and names[0] not in operations:
        site.note("no-method", service=receiver.service, type=type_, name=names[0], has=sorted(operations))
    return [operations[name] for name in names if name in operations]


def presigned(receiver, arguments, site):
    """generate_presigned_url("get_object", Params={...}): the call is made with the lambda's role."""
    params = arguments.get(1, "Params")
    seconds = arguments.get(2, "ExpiresIn")
    if seconds.__class__ is values.Const and seconds.value.__class__ is int:
        site.note("presigned", seconds=seconds.value)
    is_known = params.__class__ is Dict
    sent = Arguments([], dict(params.items), params.open or bool(params.maybe)) if is_known else Arguments(more=True)
    for operation in named(arguments.get(0, "ClientMethod"), models.operations(receiver.service), receiver, None, site):
        record_call(receiver, operation, "generate_presigned_url", sent, site)
    return TEXT


def transfer(receiver, name, arguments, site):
    """upload_file and related methods: several requests, with parameters of their own."""
    operation, placed = models.S3_TRANSFERS.get(name, ("PutObject", ["Bucket", "Key"]))
    if receiver.service != "s3":
        if token := models.TOKENS.get((receiver.service, name)):
            operation, parameter, position = token
            value = {parameter: arguments.get(position, parameter)}
            record_call(receiver, operation, name, Arguments([], value), site)
        return TEXT
    bucket = receiver.ids.get("BucketName", receiver.ids.get("Name", UNKNOWN))
    ids = {"Bucket": bucket} if receiver.role == "resource" else {}
    if receiver.role == "resource" and receiver.type != "Bucket":
        ids["Key"] = receiver.ids.get("Key", receiver.ids.get("ObjectKey", UNKNOWN))
    placed = [entry for entry in placed if entry not in ids]
    argument = {**ids, **dict(zip(placed, arguments.positional)), **arguments.keywords}
    if name == "download_file":
        machine.note_write(argument.get("Filename", UNKNOWN), "download_file()", site)
    for word in arguments.keywords.keys() - TAKEN if name in models.S3_TRANSFERS else ():
        site.note("transfer", name=name, key=word)
    if getattr(argument.get("Key"), "kind", "") == "path":
        site.note("transfer", name=name, key="Key")
    for word in ("Filename", "Fileobj", "Bucket", "Key"):
        if fault := _misplaced(word, argument.get(word)):
            site.note("misplaced", name=name, key=word, how=fault)
    if name == "generate_presigned_post":
        argument["Key"] = _named_by_page(argument.get("Key", UNKNOWN))
        sent, conditions = arguments.get(2, "Fields", NONE), arguments.get(3, "Conditions", NONE)
        site.note("form", fields=site.analysis.plain(sent), conditions=site.analysis.plain(conditions))
    extra = argument.get("ExtraArgs", argument.get("Fields"))
    more = {FORM_FIELDS.get(key, key): value for key, value in extra.items.items()} if extra.__class__ is Dict else {}
    before = {key: value for key, value in {**more, **argument}.items() if key in KEPT}
    record_call(receiver, operation, name, Arguments([], before, True), site)
    return TEXT if name.startswith("generate") else NONE


def _named_by_page(key):
    """The key of a presigned form, with an unknown part in place of ${filename}: S3 writes the name of the page's file
    there."""
    parts, known = [], texts.parts_of(key) if key.__class__ in (values.Text, values.Const) else ()
    for part in known:
        pieces = part.split(FILE_NAME) if part.__class__ is str else [part]
        parts += [piece for text in pieces for piece in (text, None) if piece != ""][:-1] if len(pieces) > 1 else pieces
    return values.Text(tuple(parts)) if len(parts) > len(known) or parts != [*known] else key


def _misplaced(word, value):
    """What an argument of a transfer is, if it belongs in the place of another: a bucket, a path; "" of others."""
    is_text = value.__class__ is values.Text or value.__class__ is values.Const and value.value.__class__ is str
    if word == "Fileobj":
        return "a path" if is_text or getattr(value, "kind", "") == "path" else ""
    variables = [part[1] for part in getattr(value, "parts", ()) if part.__class__ is tuple and part[0] == "env"]
    if word != "Bucket":
        is_variable = len(variables) == 1 and len(value.parts) == 1
        return "a bucket" if is_variable and variables[0].endswith(OF_BUCKETS) else ""
    text = texts.text(value) or ""
    return "a path" if "/" in text and not text.startswith("arn:") else ""


def transfers_of(arguments, site):
    """boto3.s3.transfer.S3Transfer(client): its methods are those of the client."""
    return arguments.get(0, "client")
