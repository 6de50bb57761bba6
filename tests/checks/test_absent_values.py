"""Names without a value, averages of no rows, absent parts of e-mails."""
from tests.fixtures.checks import finds

TRY = "try:\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\nexcept Exception as error:\n"
ROWS = "rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n"
MAIL = "import email\nfrom email import policy\n\n\ndef handler(event, context):\n" \
    "    mail = email.message_from_string(event['text'], policy=policy.default)\n"

test_a_name_has_no_value_after_a_failed_try = finds([
    (TRY + "    print(error)\nreturn row['size']", ["P136"]),
    ("try:\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\nexcept Exception:\n    pass\n"
     "return row['size']", ["P136"]),
    (TRY + "    print(error)\n    raise\nreturn row['size']", []),
    (TRY + "    print(error)\n    return None\nreturn row['size']", []),
    (TRY + "    print(error)\n    row = {'size': 1}\nreturn row['size']", []),
    ("row = {'size': 1}\ntry:\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n"
     "except Exception as error:\n    print(error)\nreturn row['size']", []),
    ("failed = False\ntry:\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n"
     "except Exception as error:\n    print(error)\n    failed = True\nif failed:\n    return None\n"
     "return row['size']", []),
    (TRY + "    stop(error)\nreturn row['size']", ["P101"]),
    (TRY + "    print(error)\nelse:\n    return row['size']", []),
    ("try:\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n    size = int(row['size'])\n"
     "except ValueError as error:\n    print(error)\nreturn row", []),
    ("try:\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n    size = int(row['size'])\n"
     "except ValueError as error:\n    print(error)\nreturn size", ["P136"]),
    ("for number in range(3):\n    try:\n        size = int(event['a'])\n    except ValueError as error:\n"
     "        print(error)\n    print(size)", ["P136"]),
    ("for number in range(3):\n    try:\n        size = int(event['a'])\n    except ValueError as error:\n"
     "        print(error)\n        continue\n    print(size)", []),
    ("for number in range(3):\n    try:\n        size = int(event['a'])\n        break\n"
     "    except ValueError as error:\n        print(error)\nreturn size", []),
    (TRY + "    print(error)\nreturn row['size'] if event else None", []),
    ("row = None\n\n\ndef handler(event, context):\n    global row\n    try:\n        row = int(event['a'])\n"
     "    except ValueError as error:\n        print(error)\n    return row", []),
])

test_a_query_may_find_nothing = finds([
    (ROWS + "sizes = [row['size'] for row in rows]\nreturn sum(sizes) / len(sizes)", ["P137"]),
    (ROWS + "return max(row['size'] for row in rows)", ["P137"]),
    (ROWS + "return max((row['size'] for row in rows), default=0)", []),
    (ROWS + "sizes = [row['size'] for row in rows]\nreturn sum(sizes) / len(sizes) if sizes else 0", []),
    (ROWS + "if not rows:\n    return 0\nsizes = [row['size'] for row in rows]\nreturn sum(sizes) / len(sizes)", []),
    (ROWS + "return sum(row['size'] for row in rows) / (len(rows) or 1)", []),
    (ROWS + "return sum(row['size'] for row in rows) / max(len(rows), 1)", []),
    ("groups = {}\nfor row in table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']:\n"
     "    groups.setdefault(row['sk'], []).append(row['size'])\n"
     "return {name: sum(sizes) / len(sizes) for name, sizes in groups.items()}", []),
    ("sizes = [record['body'] for record in event['Records']]\nreturn len(sizes) / len(sizes)", []),
    ("import statistics\n\n\ndef handler(event, context):\n"
     "    rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n"
     "    return str(statistics.mean([row['size'] for row in rows]))", ["P137"]),
    ("sizes = []\nfor row in table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']:\n"
     "    sizes.append(row['size'])\nreturn sum(sizes) / len(sizes)", ["P137"]),
])

NUMBER = "import email\nimport re\n\n\ndef number(mail):\n    match = re.search('[0-9]+', %s)\n" \
    "    return match and match.group()\n\n\ndef handler(event, context):\n" \
    "    return number(email.message_from_string(event['text']))"
test_an_email_may_lack_a_part = finds([
    (MAIL + "    return {'a': mail['Subject'].strip()}", ["P138"]),
    (MAIL + "    return {'a': (mail['Subject'] or '').strip()}", []),
    (MAIL + "    return {'a': mail.get('Subject').strip()}", ["P138"]),
    (MAIL + "    return {'a': mail.get('Subject', '').strip()}", []),
    (MAIL + "    part = mail.get_body(preferencelist=('plain',))\n    return {'a': part.get_content()}", ["P138"]),
    (MAIL + "    part = mail.get_body(preferencelist=('plain',))\n"
     "    return {'a': part.get_content() if part else ''}", []),
    (MAIL + "    part = mail.get_body(preferencelist=('plain',))\n    if part is None:\n        return None\n"
     "    return {'a': part.get_content()}", []),
    (MAIL + "    return {'a': mail['Subject'].strip() if mail['Subject'] else ''}", []),
    (MAIL + "    return {'a': mail['Subject'].strip() if 'Subject' in mail else ''}", []),
    (MAIL + "    return {'a': mail['Subject'].strip() or 'none'}", ["P138"]),
    (MAIL + "    return {'a': mail['Subject'][:80]}", ["P138"]), (MAIL + "    return {'a': str(mail['Subject'])[:80]}", []),
    (NUMBER % "mail['Subject']", ["P138"]), (NUMBER % "mail['Subject'] or ''", []), (NUMBER % "mail.get('Subject', '')", []),
])

STORED = "import email\nfrom email import policy\n\n\ndef handler(event, context):\n" \
    "    mail = email.message_from_bytes(boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], " \
    "Key='a')['Body'].read())\n"

ATTACHED = "    for number, part in enumerate(mail.iter_attachments()):\n" \
    "        data = part.get_payload(decode=True)%s\n        boto3.client('s3').put_object(" \
    "Bucket=os.environ['DEMO_BUCKET'], Key=f'files/{number}', Body=data)\n"
test_an_email_with_parts_has_no_payload = finds([
    (STORED + "    return mail.get_payload(decode=True).decode()", ["P138"]),
    (STORED + "    if mail.is_multipart():\n        return ''\n"
     "    return mail.get_payload(decode=True).decode()", []),
    (STORED + "    for part in mail.walk():\n        if part.get_content_type() == 'text/plain':\n"
     "            return part.get_payload(decode=True).decode()", []),
    (STORED + "    for part in mail.walk():\n        print(part.get_payload(decode=True).decode())", ["P138"]),
    (STORED + ATTACHED % "", ["P138"]), (STORED + ATTACHED % " or bytes(part)", []),
    (STORED + ATTACHED.replace("        data", "        if part.is_multipart():\n            continue\n        data") % "", []),
])

BUILT = "from email.message import EmailMessage\n\n\ndef handler(event, context):\n    mail = EmailMessage()\n" \
    "    mail['To'] = event['to']\n    "

test_an_email_has_a_header_once = finds([
    (BUILT + "mail['To'] = event['office']\n    return mail.as_string()", ["P147"]),
    (BUILT + "mail['Cc'] = event['office']\n    return mail.as_string()", []),
    (BUILT + "del mail['To']\n    mail['To'] = event['office']\n    return mail.as_string()", []),
    (BUILT + "if event['office']:\n        mail['Cc'] = 'a'\n    else:\n        mail['Cc'] = 'b'\n"
     "    return mail.as_string()", []),
    (BUILT + "mail['X-Tag'] = 'a'\n    mail['X-Tag'] = 'b'\n    return mail.as_string()", []),
    (BUILT + "mail.add_attachment('text', maintype='text', subtype='plain')\n    return mail.as_string()", ["P147"]),
    (BUILT + "page = b'text'.decode()\n    mail.add_attachment(page, maintype='text', subtype='html')\n"
     "    return mail.as_string()", ["P147"]),
    (BUILT + "mail.add_attachment('text', subtype='html')\n    return mail.as_string()", []),
    (BUILT + "mail.add_attachment(b'text', maintype='text', subtype='html')\n    return mail.as_string()", []),
])
