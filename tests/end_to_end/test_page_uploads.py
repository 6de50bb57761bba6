"""A page of another origin uploads by presigned URLs and forms of a lambda: a real browser, and the bucket's `cors`."""
import json

pytest_plugins = ["tests.fixtures.other_sites", "tests.fixtures.browser"]
INDEX = '''"""Signs uploads.

infra:
  endpoint: {method: GET, path: /sign, api: public}
"""
import json
import os

import boto3

s3 = boto3.client("s3")
BUCKET = os.environ["PICS_BUCKET"]


def handler(event, context):
    put = s3.generate_presigned_url("put_object", {"Bucket": BUCKET, "Key": "put.txt", "ContentType": "text/plain"})
    get = s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "put.txt"})
    post = s3.generate_presigned_post(BUCKET, "in/${filename}", {"Content-Type": "text/plain"}, Conditions=[
        ["content-length-range", 1, 10], {"Content-Type": "text/plain"}])
    return {"statusCode": 200, "body": json.dumps({"put": put, "get": get, "post": post}),
            "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}}
'''
UPLOAD = """
return (async () => {
  const signed = await (await fetch(%s)).json();
  const shown = [];
  const tried = async call => { try { const r = await call(); shown.push(r.status + ' ' + (await r.text())); }
                                catch (error) { shown.push(String(error)); } };
  const form = (size) => { const data = new FormData();
    for (const [name, value] of Object.entries(signed.post.fields)) data.append(name, value);
    data.append('file', new File(['x'.repeat(size)], 'small ' + size + '.txt')); return data; };
  await tried(() => fetch(signed.put, {method: 'PUT', body: 'hello', headers: {'Content-Type': 'text/plain'}}));
  await tried(() => fetch(signed.get));
  await tried(() => fetch(signed.post.url, {method: 'POST', body: form(4)}));
  await tried(() => fetch(signed.post.url, {method: 'POST', body: form(11)}));
  await tried(() => fetch(signed.put, {method: 'PUT', body: 'hello', headers: {'Content-Type': 'text/csv'}}));
  return shown;
})()"""


def test_a_page_uploads_where_the_bucket_permits_its_origin(deploy_app, site, local_cloud, window):
    window.open(site)
    outputs = deploy_app(f"name: pics\nbuckets:\n  pics:\n    cors: ['{site}']\n", {"sign": INDEX})
    api = outputs["ApiUrl"].partition("//")[2].partition(".")[0]
    url = f"{local_cloud.endpoint}/_aws/execute-api/{api}/local/sign"
    s3, shown = local_cloud.client("s3"), window.run(UPLOAD % json.dumps(url))
    assert [text.partition("<Code>")[2].partition("<")[0] or text for text in shown] == [
        "200 ", "200 hello", "204 ", "EntityTooLarge", "SignatureDoesNotMatch"]
    stored = {entry["Key"]: s3.get_object(Bucket=outputs["PicsBucketName"], Key=entry["Key"])["ContentType"]
              for entry in s3.list_objects_v2(Bucket=outputs["PicsBucketName"])["Contents"]}
    assert stored == {"in/small 4.txt": "text/plain", "put.txt": "text/plain"}
    deploy_app("name: pics\n", {"sign": INDEX})
    assert window.run(UPLOAD % json.dumps(url)) == 5 * ["TypeError: Failed to fetch"]
