"""Problems of the Dockerfile of a lambda with `image: true` that only a build or an invocation on AWS would show."""
import os
import re
from collections.abc import Iterator

from kit.problems import Problem

HINT = "write one: FROM public.ecr.aws/lambda/python:3.13, then COPY . ${LAMBDA_TASK_ROOT} (docs/images.md)"
LAMBDA_PYTHON = re.compile(r"(public\.ecr\.aws/lambda/python|(docker\.io/)?amazon/aws-lambda-python)[:@]?")
# Images without Python, or without the client of Lambda's runtime: a command of theirs does not serve invocations.
OTHER_LANGUAGE = re.compile(r"(?:public\.ecr\.aws/lambda/|(?:docker\.io/)?amazon/aws-lambda-)"
                            r"(nodejs|java|dotnet|ruby|go)\b")
PLAIN_PYTHON = re.compile(r"(?:(?:docker\.io/)?(?:library/)?|public\.ecr\.aws/docker/library/)python(?:[:@]|$)")
PLATFORMS = {"linux/amd64": "x86_64", "linux/x86_64": "x86_64", "linux/arm64": "arm64", "linux/arm64/v8": "arm64",
             "linux/aarch64": "arm64"}
CODE = ("COPY", "ADD", "RUN")
HEREDOC = re.compile(r"<<-?[\"']?(\w+)")


def problems(file: str, text: str, package: str, architecture: str) -> Iterator[Problem]:
    """Yields Problems of a Dockerfile.

    file          its path, "src/lambdas/a/Dockerfile"; package: the folder of the app's package, "src/lambdas"
    architecture  of the lambda
    """
    lines = instructions(text)
    stages = [(line, operands) for line, name, operands in lines if name == "FROM"]
    if not stages:
        yield Problem(file, 0, "a Dockerfile begins with FROM, and this one has none", HINT)
    elif "# escape" not in text.partition("\n")[0]:
        yield from base_problems(file, lines, stages, architecture)
        for line, name, operands in lines:
            if name in ("COPY", "ADD"):
                yield from absent_sources(file, line, operands, package)


def instructions(text: str) -> list[tuple[int, str, str]]:
    """[(line, "COPY", "a b")] of a Dockerfile: continued lines are one, and comments and here-documents are absent."""
    result, start, parts, end = [], 0, [], ""
    for number, line in enumerate(text.splitlines(), 1):
        if end:
            end = "" if line.strip() == end else end
            continue
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        start = start if parts else number
        parts.append(line.strip().removesuffix("\\").strip())
        if line.rstrip().endswith("\\"):
            continue
        name, _space, operands = " ".join(parts).partition(" ")
        result.append((start, name.upper(), operands.strip()))
        parts, match = [], HEREDOC.search(operands)
        end = match[1] if match else ""
    return result


def base_problems(file: str, lines: list, stages: list, architecture: str) -> Iterator[Problem]:
    """Yields Problems of the image from which the last stage is made."""
    names = {operands.split()[-1].lower(): operands for _line, operands in stages
             if re.search(r"(?i)\sAS\s+\S+$", operands)}
    line, operands = stages[-1]
    platform = re.match(r"--platform=(\S+)\s+", operands)
    if platform and PLATFORMS.get(platform[1], architecture) != architecture:
        yield Problem(file, line, f"the lambda runs on {architecture}, and this is an image for {platform[1]}",
                      f"remove --platform, or write `architecture: {PLATFORMS[platform[1]]}` in the infra block")
    base, visited = image_of(operands), set()
    while base.lower() in names and base not in visited:
        visited.add(base)
        base = image_of(names[base.lower()])
    instruction_names = {name for _line, name, _operands in lines}
    if other := OTHER_LANGUAGE.match(base):
        if "ENTRYPOINT" not in instruction_names:
            yield Problem(file, line, f"{base} is an image for {other[1]}, and the handler is Python",
                          "FROM public.ecr.aws/lambda/python:3.13")
    elif PLAIN_PYTHON.match(base) and "ENTRYPOINT" not in instruction_names:
        yield Problem(file, line, f"{base} does not have the client of Lambda's runtime, and no ENTRYPOINT starts it",
                      "FROM public.ecr.aws/lambda/python:3.13; or install awslambdaric, and ENTRYPOINT [\"python\", "
                      "\"-m\", \"awslambdaric\"]")
    elif LAMBDA_PYTHON.match(base) and not instruction_names & {*CODE}:
        yield Problem(file, line, "the image does not have the lambda's code", "COPY . ${LAMBDA_TASK_ROOT}")


def image_of(operands: str) -> str:
    """The image of FROM: "python:3.13" of "--platform=linux/arm64 python:3.13 AS build"."""
    return next((word for word in operands.split() if not word.startswith("--")), "")


def absent_sources(file: str, line: int, operands: str, package: str) -> Iterator[Problem]:
    """Yields a Problem for each source of COPY or ADD that the context does not have: only the package is in it."""
    words = operands.split()
    if operands.startswith("[") or "<<" in operands or any(word.startswith("--from") for word in words):
        return
    above, folder = os.path.join(os.path.dirname(package), ""), os.path.dirname(file)
    for source in [word for word in words if not word.startswith("--")][:-1]:
        path = os.path.normpath(source.lstrip("/"))
        if path == "." or re.search(r"[*?\[$]|^https?:|^git@", source):
            continue
        is_of_package = path.partition("/")[0] == os.path.basename(package)
        if not is_of_package or not os.path.exists(above + path):
            own = f"{folder.removeprefix(above)}/{path}"
            yield Problem(file, line, f"the context of the build does not have {source}: it has the files of the "
                          "package at their paths", f"COPY {own}" if os.path.exists(above + own) else
                          f"files in {folder}/, and modules that the handler imports (docs/images.md)")
