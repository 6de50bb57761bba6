"""Sources of the small lambdas that Pareto adds: files with tests, put unchanged into the template.

CloudFormation takes 4 MB of code inline (it was 4,096 characters until 2022).
docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
"""
import re
from pathlib import Path

MB = 256
IMPORT = re.compile(r"^from recipes\.code\.(\w+) import .*\n", re.M)


def function(name, seconds):
    """The properties of a function that runs code/<name>.py: AWS calls an inline module `index`."""
    return {"Handler": "index.handler", "Code": {"ZipFile": source(name)},
            "MemorySize": MB, "Timeout": seconds}


def source(name):
    """The text of the module code/<name>.py, with the text of an imported module of this package in place of the
    import."""
    text = (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    return IMPORT.sub(lambda match: source(match[1]), text)
