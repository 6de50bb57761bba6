"""Files that are uploaded while they are open, and files of the wrong kind."""
from tests.fixtures.checks import finds

UPLOAD = "import csv\nimport gzip\nimport io\nimport zipfile\ns3 = boto3.client('s3')\n\n\n" \
    "def handler(event, context):\n    "
BATCH = "with table.batch_writer() as batch:\n    "
TABLE = "import csv\nimport gzip\nimport io\n\n\ndef handler(event, context):\n    print(io, gzip, csv)\n" \
    "    with "
LINES = "import csv\nimport gzip\nimport io\n\n\ndef handler(event, context):\n    print(io, gzip, csv)\n" \
    "    return list(csv."

test_a_file_is_closed_before_its_upload = finds([
    (UPLOAD + "path = '/tmp/a.gz'\n    with gzip.open(path, 'wt') as file:\n        file.write('a')\n"
     "        s3.upload_file(path, os.environ['DEMO_BUCKET'], 'a')\n    print(csv, gzip, io, zipfile)", ["P145"]),
    (UPLOAD + "path = '/tmp/a.gz'\n    with gzip.open(path, 'wt') as file:\n        file.write('a')\n"
     "    s3.upload_file(path, os.environ['DEMO_BUCKET'], 'a')\n    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "path = '/tmp/a.zip'\n    with zipfile.ZipFile(path, 'w') as file:\n"
     "        file.writestr('a', 'b')\n        s3.upload_file(path, os.environ['DEMO_BUCKET'], 'a')\n"
     "    print(csv, gzip, io, zipfile)", ["P145"]),
    (UPLOAD + "path = '/tmp/a'\n    with open(path) as file:\n        print(file.read())\n"
     "        s3.upload_file(path, os.environ['DEMO_BUCKET'], 'a')\n    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "path = '/tmp/a'\n    with open(path, 'w') as file:\n        file.write('a')\n"
     "        file.flush()\n        s3.upload_file(path, os.environ['DEMO_BUCKET'], 'a')\n"
     "    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "path = '/tmp/a'\n    with open(path, 'w') as file:\n        file.write('a')\n"
     "        s3.upload_file('/tmp/b', os.environ['DEMO_BUCKET'], 'a')\n    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "path = '/tmp/a'\n    with open(path, mode='w') as file:\n        file.write('a')\n"
     "        s3.upload_file(str(path), os.environ['DEMO_BUCKET'], 'a')\n    print(csv, gzip, io, zipfile)", ["P145"]),
    (UPLOAD + "data = io.BytesIO()\n    with zipfile.ZipFile(data, 'w') as file:\n"
     "        file.writestr('a', 'b')\n    s3.upload_fileobj(data, os.environ['DEMO_BUCKET'], 'a')\n"
     "    print(csv, gzip, io, zipfile)", ["P145"]),
    (UPLOAD + "data = io.BytesIO()\n    with zipfile.ZipFile(data, 'w') as file:\n"
     "        file.writestr('a', 'b')\n    data.seek(0)\n"
     "    s3.upload_fileobj(data, os.environ['DEMO_BUCKET'], 'a')\n    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "data = io.BytesIO()\n    data.write(b'a')\n"
     "    s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key='a', Body=data)\n    print(csv, gzip, io, zipfile)",
     ["P145"]),
    (UPLOAD + "data = io.BytesIO()\n    data.write(b'a')\n"
     "    s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key='a', Body=data.getvalue())\n"
     "    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "data = io.BytesIO(b'abc')\n    s3.upload_fileobj(data, os.environ['DEMO_BUCKET'], 'a')\n"
     "    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "data = io.StringIO()\n    csv.writer(data).writerow(['a'])\n"
     "    s3.upload_fileobj(data, os.environ['DEMO_BUCKET'], 'a')\n    print(csv, gzip, io, zipfile)", ["P145"]),
    (UPLOAD + "data = io.StringIO()\n    csv.writer(data).writerow(['a'])\n"
     "    s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key='a', Body=data.getvalue())\n"
     "    print(csv, gzip, io, zipfile)", []),
    (UPLOAD + "s3.upload_fileobj(io.StringIO('abc'), os.environ['DEMO_BUCKET'], 'a')\n"
     "    print(csv, gzip, io, zipfile)", ["P145"]),
    (UPLOAD + "s3.upload_fileobj(io.BytesIO(b'abc'), os.environ['DEMO_BUCKET'], 'a')\n"
     "    print(csv, gzip, io, zipfile)", []),
])

test_a_batch_ends_with_its_with = finds([
    (BATCH + "rows = list(event['rows'])\nfor row in rows:\n    batch.put_item(Item={'pk': row, 'sk': 'a'})", ["P145"]),
    (BATCH + "for row in event['rows']:\n        batch.put_item(Item={'pk': row, 'sk': 'a'})", []),
    (BATCH + "batch.put_item(Item={'pk': 'b', 'sk': 'a'})\nwith table.batch_writer() as batch:\n"
     "    batch.put_item(Item={'pk': 'a', 'sk': 'a'})", []),
])

test_csv_works_on_text = finds([
    (TABLE + "gzip.open('/tmp/a', 'wb') as file:\n        csv.writer(file).writerow(['a'])", ["P145"]),
    (TABLE + "gzip.open('/tmp/a', 'wt') as file:\n        csv.writer(file).writerow(['a'])", []),
    (TABLE + "gzip.open('/tmp/a') as file:\n        return list(csv.reader(file))", ["P145"]),
    (TABLE + "open('/tmp/a') as file:\n        return list(csv.reader(file))", []),
    (TABLE + "open('/tmp/a', 'rb') as file:\n        return list(csv.DictReader(file))", ["P145"]),
    (TABLE + "open('/tmp/a', 'rb') as file:\n        return list(csv.DictReader(io.TextIOWrapper(file)))", []),
])

test_csv_reads_lines = finds([
    (LINES + "DictReader(boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['B"
     "ody'].read().decode()))", ["P127"]),
    (LINES + "DictReader(boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['B"
     "ody'].read().decode().splitlines()))", []),
    (LINES + "reader(io.StringIO('a;b')))", []),
    (LINES + "reader(event['lines']))", []),
    (LINES + "reader('a;b\\nc;d'))", ["P127"]),
])
