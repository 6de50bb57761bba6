"""Dockerfiles whose build fails, or whose image Lambda cannot start."""
from pathlib import Path

from scan import dockerfiles
from tests.fixtures.cases import cases
from tests.fixtures.written_files import write_files

BASE, COPY = "FROM public.ecr.aws/lambda/python:3.13\n", "COPY . ${LAMBDA_TASK_ROOT}\n"
NO_CLIENT = "python:3.13 does not have the client of Lambda's runtime, and no ENTRYPOINT starts it"


@cases("text, line, message", [
    (BASE + COPY, 0, ""),
    ("# a comment\n\nARG V=3.13\nFROM public.ecr.aws/lambda/python:$V\nCOPY lambdas/a/requirements.txt .\nRUN pip install \\\n"
     "    -r requirements.txt\n" + COPY + 'CMD ["lambdas.a.index.handler"]\n', 0, ""),
    ("FROM python:3.13 AS build\nRUN pip install awslambdaric\n\nFROM public.ecr.aws/lambda/python:3.13\n"
     "COPY --from=build /x /y\nCOPY --chown=1:1 lambdas/a/ lambdas/b.py /var/task/\n" + COPY, 0, ""),
    ("FROM python:3.13-slim\nRUN pip install awslambdaric\n" + COPY + 'ENTRYPOINT ["python", "-m", "awslambdaric"]\n', 0, ""),
    ("FROM example/base\n", 0, ""), (BASE + "RUN <<END\nCOPY x y\nEND\n" + COPY, 0, ""),
    (BASE + "COPY <<END /a.txt\ntext\nEND\n" + COPY + "COPY lambdas/*/data.json ${DATA}/ /x/\n", 0, ""),
    ("FROM --platform=linux/arm64 public.ecr.aws/lambda/python:3.13\n" + COPY, 0, ""),
    ("FROM --platform=linux/amd64 public.ecr.aws/lambda/python:3.13\n" + COPY, 1,
     "the lambda runs on arm64, and this is an image for linux/amd64"),
    ("COPY . .\n", 0, "a Dockerfile begins with FROM, and this one has none"),
    ("FROM python:3.13\n" + COPY, 1, NO_CLIENT), ("FROM python:3.13 AS x\nRUN ls\nFROM x\n" + COPY, 3, NO_CLIENT),
    ("FROM public.ecr.aws/lambda/nodejs:22\n" + COPY, 1,
     "public.ecr.aws/lambda/nodejs:22 is an image for nodejs, and the handler is Python"),
    (BASE + 'CMD ["lambdas.a.index.handler"]\n', 1, "the image does not have the lambda's code"),
    (BASE + "COPY requirements.txt .\n" + COPY, 2, "the context of the build does not have requirements.txt"),
    (BASE + "\nCOPY index.py \\\n    ${LAMBDA_TASK_ROOT}/\n", 3, "the context of the build does not have index.py"),
    (BASE + "COPY lambdas/a/absent.txt .\n" + COPY, 2, "the context of the build does not have lambdas/a/absent.txt"),
    (BASE + "ADD ../x .\n" + COPY, 2, "the context of the build does not have ../x"),
])
def test_a_dockerfile_that_aws_or_docker_refuses_is_a_problem_at_its_line(text, line, message, own_folder):
    for above in ("", "src/"):
        write_files({f"{above}lambdas/{name}": "" for name in ("a/index.py", "a/requirements.txt", "b.py")})
        problems = list(dockerfiles.problems(f"{above}lambdas/a/Dockerfile", text, f"{above}lambdas", "arm64"))
        assert [(problem.line, problem.message[:len(message)]) for problem in problems] == [(line, message)] * bool(message)


def test_the_hint_for_a_source_has_its_path_in_the_context(own_folder):
    write_files({"src/lambdas/a/requirements.txt": ""})
    text = BASE + "COPY requirements.txt .\n"
    problem, = dockerfiles.problems("src/lambdas/a/Dockerfile", text, "src/lambdas", "arm64")
    assert problem.hint == "COPY lambdas/a/requirements.txt" and Path("src/lambdas/a/requirements.txt").exists()
