"""
infra:
  events:
  - name: whatever
    topic: CodeBuild Build State Change
    pattern:
      build-status: [SUCCEEDED]
    source:
      name: demo
      type: builder
"""
import os


def handler(event, context, project=os.environ["DEMO_BUILDER"]):
    print(event)
