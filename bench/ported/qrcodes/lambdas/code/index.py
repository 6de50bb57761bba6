"""A QR code as a PNG.

infra:
  endpoint: {api: public, method: GET, path: /qr, parameters: [text], binary: [image/*]}
  layers: [segno]
"""
import base64
import io

import segno


def handler(event, context):
    text = event["queryStringParameters"]["text"]
    with io.BytesIO() as buffer:
        segno.make(text, micro=False).save(buffer, kind="png", scale=5)
        image = base64.b64encode(buffer.getvalue()).decode("utf-8")
    return {"statusCode": 200, "headers": {"Content-Type": "image/png", "Cache-Control": "max-age=86400"},
            "isBase64Encoded": True, "body": image}
