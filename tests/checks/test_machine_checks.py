"""What Lambda's machine refuses, beside similar code that is right."""

from checks import example
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds, ids_of, problems

WITH = "import multiprocessing, pathlib, tempfile\nfrom pathlib import Path\nPLACE = 'out'\n"


@cases("code, expected", [
    ("open('a.txt', 'w')", ["P120"]),
    ("open(PLACE + '/a.txt', mode='a')", ["P120"]),
    ("open(f'/var/data/{event}.txt', 'wb')", ["P120"]),
    ("open('/tmp/../etc/a', 'x')", ["P120"]),
    ("open('a.txt', 'r+')", ["P120"]),
    ("open('/dev/shm/a', 'w')", ["P120"]),
    ("Path('a.txt').write_text('x')", ["P120"]),
    ("pathlib.Path('/opt/cache').mkdir(exist_ok=True)", ["P120"]),
    ("Path(PLACE).open('w')", ["P120"]),
    ("os.makedirs(PLACE, exist_ok=True)", ["P120"]),
    ("boto3.client('s3').download_file('b', 'k', 'a.csv')", ["P120"]),
    ("boto3.resource('s3').Bucket('b').download_file('k', Filename='out/a.csv')", ["P120"]),
    ("boto3.resource('s3').Object('b', 'k').download_file('/var/task/a')", ["P120"]),
    ("import shutil\nshutil.copy('/tmp/a', 'b')", ["P120"]),
    ("import zipfile\nzipfile.ZipFile('out.zip', 'w')", ["P120"]),
    ("import tarfile\ntarfile.open('out.tgz', mode='w:gz')", ["P120"]),
    ("import gzip\ngzip.open('a.gz', 'wb')", ["P120"]),
    ("import urllib.request\nurllib.request.urlretrieve(event['url'], 'page.html')", ["P120"]),
    ("import logging\nlogging.getLogger().addHandler(logging.FileHandler('app.log'))", ["P120"]),
    ("boto3.client('s3').download_file('b', 'k', '/tmp/a.csv')", []),
    ("boto3.client('s3').upload_file('a.csv', 'b', 'k')", []),
    ("boto3.client('s3').download_file('b', 'k', tempfile.mkdtemp() + '/a.csv')", []),
    ("import shutil\nshutil.copy('a', '/tmp/b')", []),
    ("import io, zipfile\nzipfile.ZipFile(io.BytesIO(), 'w')", []),
    ("import zipfile\nzipfile.ZipFile('data.zip')", []),
    ("import tarfile\ntarfile.open('data.txz', 'r:xz')", []),
    ("import logging\nlogging.basicConfig(filename='app.log')", []),
    ("open('/tmp/a.txt', 'w')", []),
    ("open('/tmp', 'w')", []),
    ("open(f'/tmp/{event}.txt', 'w')", []),
    ("open(f'/{event}.txt', 'w')", []),
    ("open(f'{event}/a.txt', 'w')", []),
    ("open(f'/t{event}', 'w')", []),
    ("open('/dev/null', 'w')", []),
    ("open('/mnt/shared/a', 'w')", []),
    ("open('a.txt')", []),
    ("open('a.txt', 'rb')", []),
    ("open(event['path'], 'w')", []),
    ("open('a.txt', event['mode'])", []),
    ("open(os.path.join(tempfile.gettempdir(), 'a'), 'w')", []),
    ("Path('/tmp/a.txt').write_text('x')", []),
    ("Path('a.txt').read_text()", []),
    ("(Path(tempfile.mkdtemp()) / 'a').write_text('x')", []),
    ("os.makedirs('/tmp/a/b')", []),
    ("try:\n    open('a.txt', 'w')\nexcept OSError:\n    pass", []),
    ("os.chdir('/tmp')\nopen('a.txt', 'w')", []),
    ("multiprocessing.Queue()", ["P121"]),
    ("from multiprocessing.pool import ThreadPool\nThreadPool(2)", ["P121"]),
    ("from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor()", ["P121"]),
    ("multiprocessing.Process(target=print)", []),
    ("multiprocessing.Pipe()", []),
])
def test_what_the_machine_refuses_is_found_and_similar_right_code_is_not(code, expected, folder, monkeypatch):
    body = "".join(f"    {line}\n" for line in [*code.split("\n"), "return 1"])
    text = example.index(f"{WITH}\n\ndef handler(event, context):\n{body}")
    assert ids_of(problems(folder, monkeypatch, {"lambdas/a/index.py": text}, {"P120", "P121"})) == expected


def test_code_that_no_handler_reaches_is_no_finding(folder, monkeypatch):
    text = example.index("def export():\n    open('a.txt', 'w')\n\n\ndef handler(event, context):\n    return 1\n\n\n"
                         "if __name__ == '__main__':\n    open('b.txt', 'w')")
    assert ids_of(problems(folder, monkeypatch, {"lambdas/a/index.py": text}, {"P120"})) == []


FILE = "def handler(event, context):\n    with open(%s) as file:\n        file.write(event['row'])\n" \
    "    boto3.client('s3').upload_file('/tmp/a.csv', os.environ['DEMO_BUCKET'], 'a.csv')\n"

test_a_file_in_tmp_begins_empty = finds([
    ("def handler(event, context):\n    with open('/tmp/seen.log', 'a') as file:\n        file.write(event['row'])", []),
    (FILE % "'/tmp/a.csv', 'a'", ["P126"]), (FILE % "'/tmp/a.csv', mode='a+'", ["P126"]), (FILE % "'/tmp/a.csv', 'w'", []),
    (FILE % "f'/tmp/{event[\"id\"]}.csv', 'a'", []), (FILE % "'/tmp/a.csv', 'a'" + "    os.remove('/tmp/a.csv')", []),
    ("open('/tmp/a.csv', 'w').close()\n" + "with open('/tmp/a.csv', 'a') as file:\n    file.write('b')", []),
    ("from pathlib import Path\n\n\ndef handler(event, context):\n    with Path('/tmp/a.csv').open('a') as file:\n"
     "        file.write('b')\n    return Path('/tmp/a.csv').read_text()", ["P126"]),
])
