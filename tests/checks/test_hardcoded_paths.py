from __future__ import annotations

import pytest

from pytest_mlgate.inputs._diff import added_lines, on_added_lines
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import ConfigText, Source, Sources
from support import commit, find_check, resolver, write

CHECK = find_check("reproducibility.hardcoded-paths")


def judge(text: str, role: Role = Role.TRAIN, **settings):
    return CHECK(Sources((Source.of("m.py", text, role),)), **settings)


def config(text: str, path: str = "config.yaml", role: Role = Role.OTHER):
    return CHECK(Sources((), (ConfigText(path, role, text),)))


BROKEN = [
    "/Users/sarah/Desktop/churn_data_final_v3.csv",
    "/home/u/x",
    "C:\\Users\\x",
    "C:\\\\Users\\\\x",
    "/home/u",
    "/Users/sarah",
    "d:\\data\\churn\\x.csv",
    "D:/data/churn/x.csv",
    "~/Desktop/x.csv",
    "/content/drive/MyDrive/x.csv",
    "dbfs:/user/sarah/x",
    "/dbfs/user/sarah/x",
    "file:///home/u/x",
    "--data=/home/u/x",
    "cp x /Users/sarah/y",
]


@pytest.mark.parametrize("path", BROKEN)
def test_a_path_of_one_machine_fails(path):
    verdict = judge(f"read({path!r})")
    assert verdict.outcome == "FAIL"
    assert len(verdict.findings) == 1
    for role in (Role.FEATURE, Role.SERVE, Role.PIPELINE):
        assert judge(f"x = {path!r}", role).outcome == "FAIL"
    for role in (Role.TEST, Role.OTHER):
        assert judge(f"x = {path!r}", role).outcome == "WARN"


@pytest.mark.parametrize(
    "text",
    [
        "x = 'https://host/home/page/1'",
        "x = 'https://host.com/Users/x'",
        "x = 'hdfs:///home/x'",
        "x = './home/x'",
        "x = '../home/u'",
        "x = '/data/home/u'",
        "x = f'/home/{user}/x'",
        "x = '/home/' + user",
        "x = '~/.cache/x'",
        "x = 's3://bucket/home/u'",
        "x = 'C:'",
        "x = r'C:\\Windows\\System32\\nvcuda.dll'",
        "x = 'C:/Program Files/x/y'",
        "x = r'\\d:\\s+'",
        "x = 'a: b'",
        "x = 'time:\\n'",
        "x = '/content/drivers'",
        "'''Reads /home/u/x.'''",
        "def f():\n    '''Reads /home/u/x.'''",
        "# /home/u/x\nx = 1",
        "@app.get('/home/about')\ndef f(): ...",
        "parser.add_argument('--x', help='such as /home/u/x')",
        "import re\nre.compile('/home/u/x')",
    ],
)
def test_what_only_looks_alike_passes(text):
    assert judge(text).outcome == "PASS"


def test_a_format_string_with_a_fixed_user_fails():
    assert judge("x = f'/home/sarah/{name}.csv'").outcome == "FAIL"
    assert judge("x = Path('/home/sarah') / 'data'").outcome == "FAIL"
    assert judge("x = '/home/sarah/%s.csv' % name").outcome == "FAIL"


def test_homes_of_containers_are_notes():
    verdict = judge("x = '/home/jovyan/work'")
    assert verdict.outcome == "PASS"
    assert "container" in verdict.findings[0].message
    assert judge("x = '/home/jovyan/work'", container_users=()).outcome == "FAIL"


def test_extra_patterns_are_looked_for():
    assert judge("x = '/mnt/nas3/x'").outcome == "PASS"
    assert judge("x = '/mnt/nas3/x'", extra_patterns=("/mnt/nas3/",)).outcome == "FAIL"


def test_an_extra_pattern_that_is_no_regular_expression_is_an_error():
    verdict = CHECK.run({"sources": Sources((Source.of("a.py", ""),))}, {"extra_patterns": ("(",)})
    assert verdict.outcome == "ERROR"
    assert "extra-patterns" in verdict.summary


def test_notebooks_warn_and_name_the_cell():
    source = Source.of_cells(
        "train/n.ipynb", ["x = 1", "!ls /home/u/x\ny = '/home/u/x'"], Role.TRAIN
    )
    verdict = CHECK(Sources((source,)))
    assert verdict.outcome == "WARN"
    assert verdict.findings[0].location == "train/n.ipynb[cell 2]:2"


@pytest.mark.parametrize(
    ("text", "path", "outcome"),
    [
        ("data: /home/u/x\n", "config.yaml", "FAIL"),
        ("data: /home/u/x\n", "conf/data.yaml", "FAIL"),
        ("data: /home/u/x\n", "params.yaml", "FAIL"),
        ("data: /home/u/x\n", "docker-compose.yml", "WARN"),
        ("prefix: /home/u/miniconda3/envs/x\n", "environment.yml", "WARN"),
        ('{"data": "C:\\\\Users\\\\x"}', "config.json", "FAIL"),
        ('data = "/Users/sarah/x"  # mine\n', "config.toml", "FAIL"),
        ("a: 1  # was /home/u/x\n", "config.yaml", "PASS"),
        ("# /home/u/x\na: 1\n", "config.yaml", "PASS"),
        ("a: 'x # /home/u/x'\n", "config.yaml", "FAIL"),
        ("; /home/u/x\n", "config.ini", "PASS"),
        ("a: /home/runner/work\n", ".github/workflows/ci.yml", "PASS"),
        ("run: choco --dir C:\\hadoop\\bin\n", ".github/workflows/ci.yml", "PASS"),
        ("run: C:\\Users\\sarah\\x\n", ".github/workflows/ci.yml", "WARN"),
        ("      - ./:/home/u/x\n", "docker-compose.yml", "PASS"),
        ("    working_dir: /home/u/x\n", "compose.yaml", "PASS"),
        ("      - /home/u/x:/data\n", "docker-compose.yml", "WARN"),
        ("        source: /home/u/x\n", "docker-compose.yml", "WARN"),
        ("url: https://x/home/foo\n", "config.yaml", "PASS"),
        ("a: /home/u/x  # mlgate: allow[hardcoded-paths] the build host\n", "config.yaml", "WARN"),
        ("a: /home/u/x  # mlgate: allow[hardcoded-paths]\n", "config.yaml", "FAIL"),
        ('extra-patterns = ["/home/u/x"]\n', "mlgate.toml", "NOT_APPLICABLE"),
    ],
)
def test_configuration_values_are_judged_without_their_comments(text, path, outcome):
    assert config(text, path).outcome == outcome


def test_configuration_of_tests_warns():
    assert config("a: /home/u/x", "tests/config.yaml", Role.TEST).outcome == "WARN"


def test_waivers_need_a_reason():
    assert judge("x = '/home/u/x'  # mlgate: allow[hardcoded-paths] a fixture").outcome == "WARN"
    assert judge("x = '/home/u/x'  # mlgate: allow[hardcoded-paths]").outcome == "FAIL"


def test_only_added_lines_count_in_a_diff():
    text = "a = '/home/u/x'\nb = '/home/u/y'\n"
    diff = "--- a/m.py\n+++ b/m.py\n@@ -1,2 +1,2 @@\n a = '/home/u/x'\n-b = '/home/u/z'\n+b = '/home/u/y'\n"  # noqa: E501
    findings = on_added_lines(judge(text).findings, added_lines(diff))
    assert [finding.line for finding in findings] == [2]


def test_nothing_to_look_at_is_not_applicable():
    assert CHECK(Sources(())).outcome == "NOT_APPLICABLE"


def test_what_cannot_be_read_is_inconclusive(tmp_path):
    write(tmp_path, {"train.py": "def ("})
    (tmp_path / "config.yaml").write_bytes(b"a: \xff")
    commit(tmp_path)
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome == "INCONCLUSIVE"
    assert {f.path for f in verdict.findings} == {"train.py", "config.yaml"}


def test_the_message_shows_the_path_and_not_the_rest():
    verdict = judge("x = 'password=geheim /home/u/data/x.csv token=abc'")
    assert "/home/u/data/x.csv" in verdict.summary
    assert "geheim" not in verdict.summary
    assert "token" not in verdict.summary
