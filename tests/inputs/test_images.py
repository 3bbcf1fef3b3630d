from __future__ import annotations

import time
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.images import ImageFile, Images
from support import provide, write


def read(root: Path, files: dict[str, str]) -> tuple[ImageFile, ...]:
    found = provide("images", write(root, files))
    assert isinstance(found, Images)
    return found.files


def named(root: Path, path: str, text: str) -> list[tuple[str, int, str]]:
    (file,) = read(root, {path: text})
    assert file.problem == ""
    return [(image.image, image.line, image.by) for image in file.images]


def test_dockerfile(tmp_path: Path) -> None:
    text = """\
ARG V=3.12
ARG OTHER
FROM --platform=$BUILDPLATFORM python:${V} AS Build
COPY --from=ghcr.io/x/uv:1 /uv /bin/
FROM scratch
COPY --from=build /a /a
COPY --from=0 /a /a
FROM build AS last
FROM $OTHER
"""
    assert named(tmp_path, "Dockerfile", text) == [
        ("python:3.12", 3, "FROM"),
        ("ghcr.io/x/uv:1", 4, "COPY --from"),
        ("$OTHER", 9, "FROM"),
    ]


@pytest.mark.parametrize(
    "path", ["compose.yml", "compose.yaml", "sub/docker-compose.yml", "docker-compose.prod.yml",
             "docker-compose-dev.yaml"],
)  # fmt: skip
def test_compose(tmp_path: Path, path: str) -> None:
    text = """\
x-common: &common
  image: own
services:
  a:
    image: postgres:${V:-17}
  b:
    <<: *common
    build: .
  c: *common
  d: {image: "${X}"}
  e: {image: ''}
"""
    assert named(tmp_path, path, text) == [
        ("postgres:17", 5, "service a"), ("${X}", 10, "service d")
    ]  # fmt: skip


def test_manifests(tmp_path: Path) -> None:
    text = """\
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      initContainers:
        - name: init
          image: busybox
      containers:
        - image: app:1
---
apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1
    kind: CronJob
    spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: x, image: "y:2"}]}}}}}
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
spec: {templates: [{container: {image: "z:3"}}, {container: {image: {type: string}}}]}
"""
    assert named(tmp_path, "k8s/all.yaml", text) == [
        ("busybox", 8, "container init"), ("app:1", 10, "container containers"),
        ("y:2", 17, "container x"), ("z:3", 21, "container container"),
    ]  # fmt: skip


def test_template_of_helm(tmp_path: Path) -> None:
    text = """\
apiVersion: apps/v1
kind: Deployment
{{- if .Values.x }}
        - image: "{{ .Values.image }}:{{ .Values.tag }}"
          image: redis:7  # cache
{{- end }}
"""
    assert named(tmp_path, "chart/templates/d.yaml", text) == [
        ("${TEMPLATE}:${TEMPLATE}", 4, "image"), ("redis:7", 5, "image")
    ]  # fmt: skip


def test_other_yaml_is_not_looked_at(tmp_path: Path) -> None:
    files = {
        "params.yaml": "image: python\ncontainers: [{image: x}]\n",
        "broken.yaml": "a: [\n",
        "values.yaml": "apiVersion: v1\nimage: x\n",
        "binary.yml": "\0",
        "compose.yml": "a: 1\n",
    }
    assert read(tmp_path, files) == (ImageFile("compose.yml", "compose file"),)


def test_broken_files(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "Dockerfile": "RUN x\n",
            "compose.yml": "a: [\n",
            "docker-compose.yml": "\0",
            "k.yaml": "apiVersion: v1\nkind: Pod\nkind: Pod\n",
        },
    )
    assert [(file.path, file.problem) for file in found] == [
        ("Dockerfile", "no FROM instruction"),
        ("compose.yml", "broken YAML (did not find expected node content) on line 2"),
        ("docker-compose.yml", "a binary file"),
        ("k.yaml", "the key 'kind' twice on line 3"),
    ]


def test_none(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="no Dockerfile, compose file or Kubernetes manifest"):
        provide("images", tmp_path)


@pytest.mark.parametrize(
    "text", ["\n", " ", "image: {{ ", "{{", "- ", "apiVersion: v1\nkind: {{\n"]
)
def test_hostile_text_takes_linear_time(tmp_path: Path, text: str) -> None:
    hostile = "apiVersion: v1\nkind: x{{\nimage: " + text * (400_000 // len(text)) + "x"
    started = time.perf_counter()
    read(tmp_path, {"x.yaml": hostile, "y.yaml": hostile.replace("kind", "k")})
    assert time.perf_counter() - started < 3
