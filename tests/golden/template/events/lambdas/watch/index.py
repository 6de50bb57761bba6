"""A lambda of the golden case events.

infra:
  events:
  - name: paid
    pattern:
      diffKeys:
      - paid
    source:
      name: demo
      type: table
    topic: MODIFY
  - name: uploaded
    pattern:
      object:
        key:
        - prefix: in/
    source:
      name: demo-archive
      type: bucket
    topic: Object Created
  - name: published
    source:
      name: demo
      type: website
  - name: built
    pattern:
      build-status:
      - FAILED
    source:
      name: site
      type: builder
  - name: report
    prefix: in/
    suffix: .csv
    source:
      name: demo-archive
      type: bucket
  - name: stopped
    source:
      name: aws.ec2
      type: aws
    topic: EC2 Instance State-change Notification
  - name: told
    topic: order-paid
"""


def handler(event, context):
    return None
