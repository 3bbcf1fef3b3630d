from __future__ import annotations

import base64
import hashlib
import json
import random
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.checks.health import _secret_values as values
from pytest_mlgate.checks.health._secret_places import style_of
from pytest_mlgate.checks.health._secret_rules import Style
from pytest_mlgate.inputs.accepted_secrets import hash_of
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("health.secrets")
LETTERS = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
DRAW = random.Random(20)


def drawn(length: int, letters: str = LETTERS) -> str:
    """Return a text as a provider would draw it; nothing that looks real is written here."""
    return "".join(DRAW.choices(letters, k=length))


def key(kind: str) -> str:
    body = base64.b64encode(DRAW.randbytes(300)).decode()
    lines = [body[at : at + 64] for at in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----"])


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs), "metadata": {}}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": [text]}


def run(root: Path, settings: dict[str, Any] | None = None) -> Verdict:
    inputs = resolver(root, settings)
    return CHECK.run({name: inputs.get(name) for name in CHECK.inputs})


def judge(root: Path, name: str, text: str) -> Verdict:
    return run(write(root, {name: text}))


TOKENS: dict[str, Callable[[], str]] = {
    "an AWS access key": lambda: "AKIA" + drawn(16, string.ascii_uppercase),
    "a GitHub token": lambda: "ghp_" + drawn(36),
    "a GitLab token": lambda: "glpat-" + drawn(20),
    "a Slack token": lambda: "xoxb-" + drawn(12, string.digits) + "-" + drawn(24),
    "a webhook of Slack": lambda: f"hooks.slack.com/services/T{drawn(8)}/B{drawn(8)}/{drawn(24)}",
    "a webhook of Discord": lambda: (
        f"discord.com/api/webhooks/{drawn(18, string.digits)}/{drawn(68)}"
    ),
    "a Hugging Face token": lambda: "hf_" + drawn(34, string.ascii_letters),
    "an OpenAI key": lambda: "sk-proj-" + drawn(74) + "T3BlbkFJ" + drawn(74),
    "an Anthropic key": lambda: "sk-ant-" + "api03-" + drawn(93) + "AA",
    "a Google API key": lambda: "AIza" + drawn(35),
    "a Databricks token": lambda: "dapi" + drawn(32, HEX),
    "a Stripe key": lambda: "sk_live_" + drawn(24),
    "a SendGrid key": lambda: "SG." + drawn(22) + "." + drawn(43),
    "a package index token": lambda: "npm_" + drawn(36),
    "a Telegram bot token": lambda: drawn(10, "123456789") + ":AA" + drawn(33),
    "a key of Azure": lambda: "AccountKey=" + drawn(86) + "==",
    "a signed address of Azure": lambda: f"https://a.blob.core.windows.net/d?sig={drawn(43)}%3D",
    "a Neptune token": lambda: "eyJhcGlfYWRkcmVzcyI6" + drawn(80),
    "a JSON web token": lambda: f"eyJ{drawn(20)}.eyJ{drawn(40)}.{drawn(43)}",
}


@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.py", 'client = Client("{}")\n'),
        ("notes.md", "use `{}` to log in\n"),
        ("a.yaml", "service:\n  value: {}\n"),
        ("rows.csv", "a,b\n1,{}\n"),
        ("tests/test_a.py", "X = '{}'\n"),
    ],
)
def test_tokens_of_providers(kind: str, name: str, form: str, tmp_path: Path) -> None:
    token = TOKENS[kind]()

    verdict = judge(tmp_path, name, form.format(token))

    assert verdict.outcome is Outcome.FAIL
    [finding] = verdict.findings
    assert finding.message.startswith(f"{kind} (")
    assert finding.path == name
    assert drawn_part(token) not in str(verdict)


def drawn_part(token: str) -> str:
    return token[-12:]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("id", key("RSA PRIVATE KEY"), "a private key"),
        ("id", key("OPENSSH PRIVATE KEY"), "a private key"),
        ("id", key("PGP PRIVATE KEY BLOCK"), "a private key"),
        ("a.py", f'K = "{key("PRIVATE KEY")}"'.replace("\n", "\\n"), "a private key"),
        ("sa.json", json.dumps({"private_key": key("PRIVATE KEY")}), "a private key"),
        ("a.py", f'x = "postgresql://app:{drawn(12)}@db.acme.io/x"', "a password in an address"),
        ("a.md", f"redis://:{drawn(20)}@cache.acme.io:6379", "a password in an address"),
        ("a.py", f'x = "https://localhost.acme.io/?api_key={drawn(24)}"', "a key in an address"),
        ("a.py", f'h = {{"Authorization": "Bearer {drawn(40)}"}}', "a token in a header"),
        ("a.sh", f'curl -H "Authorization: Basic {encoded("bob:7" + drawn(14))}" u', "a token in"),
        ("a.sh", f"curl -u bob:{drawn(14)}7 https://api.acme.io", "a password for curl"),
        ("a.py", f'wandb.login(key="{drawn(40, HEX)}")', "a Weights & Biases key"),
        ("kaggle.json", json.dumps({"username": "jo", "key": drawn(32, HEX)}), "a Kaggle key"),
        ("a.py", f'password = "{"Summer" + "2024!"}"', "a password"),
        ("a.py", f'conf["db_pwd"] = "{"tiger" + "481"}"', "a password"),
        ("a.py", f'os.environ.setdefault("DB_PASSWORD", "{"tiger" + "481"}")', "a password"),
        ("a.py", f'PASSWORD: str = "{drawn(13)}7"', "a password"),
        ("a.ini", f"[db]\npassword = {'tiger' + '481'}", "a password"),
        (".env", f"DB_PASSWORD={'tiger' + '481'}", "a password"),
        (".netrc", f"machine a\n  login b\n  password {drawn(15)}7", "a password"),
        ("notes.md", f"Password: {'k3J' + 'p9wQz7t'}", "a password"),
        ("Dockerfile", f"FROM a\nENV DB_PASSWORD {'tiger' + '481'}", "a password"),
        ("Dockerfile", f"FROM a\nARG TOKEN={drawn(24)}", "a secret key"),
        ("compose.yaml", f"environment:\n  - PG_PASSWORD={'tiger' + '481'}", "a password"),
        ("compose.yaml", "environment:\n  PG_PASSWORD: postgres", "a default password"),
        ("a.py", 'connect(user="admin", password="admin")', "a default password"),
        (
            "a.yaml",
            f"kind: Secret\ndata:\n  uri: {encoded('some' + 'thing')}",
            "a Kubernetes secret",
        ),
        ("a.yaml", "kind: Secret\nstringData:\n  x: something", "a Kubernetes secret"),
        ("a.yaml", f"env:\n- name: DB_PASSWORD\n  value: {'tiger' + '481'}", "a password"),
        ("a.py", f'API_KEY = "{drawn(32, HEX)}"', "a secret key"),
        ("a.py", f'client_secret = "{drawn(40)}"', "a secret key"),
        ("a.py", f'series = Series(key="{drawn(20)}9aB")', "a secret key"),
    ],
)
def test_other_secrets(name: str, text: str, kind: str, tmp_path: Path) -> None:
    verdict = judge(tmp_path, name, text + "\n")

    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].message.startswith(kind)
    assert verdict.estimates[0].name == "secrets"
    assert verdict.estimates[0].value == 1


IDS = f'revision = "{drawn(40, HEX)}"\nsha256 = "{drawn(64, HEX)}"\nkey = "{drawn(32, HEX)}"\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", IDS),
        ("poetry.lock", f'file = "x.whl", hash = "sha256:{drawn(64, HEX)}"'),
        ("package-lock.json", json.dumps({"integrity": "sha512-" + drawn(86) + "=="})),
        ("a.py", 'api_key = os.environ["API_KEY"]\npassword = settings.password\n'),
        ("a.py", 'api_key = "your-api-key-here"\ntoken = "<token>"\npassword = "${PASSWORD}"'),
        ("a.py", f'token = "ghp_{"x" * 36}"\napi_key = "{"0123456789" * 3}"'),
        ("a.py", 'password = "Please enter your password"\npad_token = "[PAD]"'),
        ("a.py", 'SORT_KEY = "customer_id_2024"\nsecret_name = "projects/a/secrets/db"'),
        ("a.py", 'STATUS = {"PASS": "#5CB85C"}\nnames = ["password", "user12345"]'),
        ("a.py", 'password_field = "abc12345"\npublic_key = "' + drawn(40) + '"'),
        ("a.py", 'x = "postgresql://localhost/db"\ny = f"postgresql://{u}:{p}@{h}/db"'),
        ("a.py", 'x = "postgresql://user:password@db.acme.io/x"'),
        ("a.py", 'x = "postgresql://root:root@localhost:5432/x"'),
        ("a.py", 'BEGIN = "-----BEGIN RSA ' + 'PRIVATE KEY-----"'),
        ("a.md", "Set DB_USER:DB_PASSWORD, e.g. postgres://DB_USER:DB_PASSWORD@DB_HOST/x"),
        ("a.md", f"[paper](https://a.io/x?casa_token={drawn(60)})"),
        ("a.md", f"https://a.io/x?X-Amz-Credential=AKIA{drawn(16, string.ascii_uppercase)}"),
        ("a.md", "Log in with user `admin` and password `admin`."),
        ("compose.yaml", "environment:\n  PG_PASSWORD: ${PG_PASSWORD}\n  PGPASSFILE: /run/x1"),
        ("a.yaml", "# password: admin\nenv:\n- name: DB_PASSWORD\n  valueFrom:\n    key: x"),
        ("a.ini", "password = argon2:" + "$argon2id$v=19$m=10240"),
        (".env.example", "DB_PASSWORD=changeme1\nAPI_KEY=abc123"),
        ("tests/test_a.py", 'login(user="admin", password="S3cret!pw")'),
        ("a.css", f"a{{background:url(data:font/woff2;base64,{drawn(400)})}}"),
        ("a.pub", f"ssh-rsa AAAAB3NzaC1yc2E{drawn(300)} a@b"),
        ("rows.csv", "password\nabc12345\n"),
        ("a.js", "var a=1;" * 600 + f'api_key="{drawn(32)}";'),
    ],
)
def test_what_only_looks_like_a_secret(name: str, text: str, tmp_path: Path) -> None:
    verdict = judge(tmp_path, name, text + "\n")

    assert verdict.outcome is Outcome.PASS, verdict.summary
    assert verdict.estimates[0].value == 0


def test_notebooks_are_read_by_cells(tmp_path: Path) -> None:
    token, other, third = (TOKENS["a GitHub token"]() for _ in range(3))
    image = {"output_type": "display_data", "data": {"image/png": drawn(5000) + token}}
    text = notebook(
        {"cell_type": "markdown", "source": ["# Notes\n", f"use {other}"]},
        code("x = 1\n", image),
        code(f"import a\nlogin('{token}')\n", printed(f"key: {third}\n")),
        code("!wandb login " + drawn(40, HEX)),
        colab={"token": TOKENS["a Hugging Face token"]()},
    )

    verdict = judge(tmp_path, "a.ipynb", text)

    assert [(f.location, f.message.partition(")")[2]) for f in verdict.findings] == [
        ("a.ipynb", " in a text cell"),
        ("a.ipynb[cell 2]:2", ""),
        ("a.ipynb[cell 2]", " in the output"),
        ("a.ipynb[cell 3]:1", ""),
        ("a.ipynb", " in the metadata"),
    ]


def test_a_broken_notebook_is_a_text(tmp_path: Path) -> None:
    verdict = judge(tmp_path, "a.ipynb", '{"cells": [ ' + TOKENS["a GitHub token"]())

    assert verdict.outcome is Outcome.FAIL


@pytest.mark.parametrize("shape", ["[1]", '{"cells": 3}', '{"cells": [1, {"source": 2}]}'])
def test_strange_notebooks(shape: str, tmp_path: Path) -> None:
    assert judge(tmp_path, "a.ipynb", shape).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("comment", "outcome", "waived"),
    [
        (
            "# mlgate: allow[secrets] revoked in March",
            Outcome.WARN,
            "in the code: revoked in March",
        ),
        ("# mlgate: allow[secrets]", Outcome.FAIL, ""),
        ("# pragma: allowlist secret", Outcome.WARN, "in the code: a comment allows it"),
        ("# gitleaks:allow", Outcome.WARN, "in the code: a comment allows it"),
        ("# mlgate: allow[N3] reason", Outcome.FAIL, ""),
    ],
)
def test_comments_that_allow(comment: str, outcome: Outcome, waived: str, tmp_path: Path) -> None:
    text = f'TOKEN = "{TOKENS["a GitHub token"]()}"  {comment}\n'

    verdict = judge(tmp_path, "a.py", text)

    assert verdict.outcome is outcome
    assert verdict.findings[0].waived == waived
    assert verdict.estimates[0].value == (outcome is Outcome.FAIL)


def test_a_comment_for_the_next_line(tmp_path: Path) -> None:
    token = TOKENS["a GitHub token"]()
    text = f'# pragma: allowlist nextline secret\nA = "{token}"\nB = "{token[::-1]}"\n'

    assert judge(tmp_path, "a.py", text).outcome is Outcome.WARN


def test_a_baseline_of_detect_secrets(tmp_path: Path) -> None:
    token, password = TOKENS["a GitHub token"](), "tiger" + "481"
    pem = key("RSA PRIVATE KEY")
    entries = {
        "a.py": [
            {"hashed_secret": hashlib.sha1(token.encode()).hexdigest(), "line_number": 1},
            {"hashed_secret": hash_of("a.py", password)},
        ],
        "id.pem": [{"hashed_secret": hashlib.sha1(b"BEGIN RSA PRIVATE KEY").hexdigest()}],
    }
    text = f'A = "{token}"\npassword = "{password}"\n'
    write(
        tmp_path,
        {"a.py": text, "id.pem": pem, ".secrets.baseline": json.dumps({"results": entries})},
    )

    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.PASS
    assert "hold no secret but 3 accepted ones" in verdict.summary

    write(tmp_path, {"b.py": text})
    assert [finding.path for finding in run(tmp_path).findings] == ["b.py", "b.py"]


def test_commits_of_the_change(tmp_path: Path) -> None:
    token, other = TOKENS["a GitHub token"](), TOKENS["a GitLab token"]()
    write(tmp_path, {"a.py": f'T = "{other}"\n', "b.py": ""})
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    write(tmp_path, {"a.py": "T = None\n", "sub/é b.py": f'x = 1\nT = "{token}"\n'})
    leaked = commit(tmp_path)
    write(tmp_path, {"sub/é b.py": "x = 1\n"})
    commit(tmp_path)

    verdict = run(tmp_path)

    assert verdict.outcome is Outcome.FAIL
    [finding] = verdict.findings
    assert str(finding) == (
        f"sub/é b.py: a GitHub token (ghp_..., 40 characters), brought by commit {leaked[:12]} "
        "and still in the history"
    )
    assert "git rebase" in finding.remedy
    assert token[4:] not in verdict.summary


def test_a_secret_that_is_still_there_is_named_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n"})
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    token = TOKENS["a Hugging Face token"]()
    for number in range(3):
        write(tmp_path, {"a.py": f'x = {number}\nT = "{token}"\n'})
        commit(tmp_path)

    assert len(run(tmp_path).findings) == 1


def test_what_the_change_allowed_in_the_history(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n"})
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    comment = "# pragma: allowlist secret"
    write(tmp_path, {"a.py": f'T = "{TOKENS["a GitHub token"]()}"  {comment}\n'})
    commit(tmp_path)
    write(tmp_path, {"a.py": "x = 1\n"})
    commit(tmp_path)

    assert run(tmp_path).outcome is Outcome.WARN


def test_a_shallow_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = write(tmp_path / "origin", {"a.py": "x = 1\n"})
    commit(origin)
    git(origin, "switch", "-q", "-c", "change")
    write(origin, {"a.py": "x = 2\n"})
    commit(origin)
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=change", origin.as_uri(), "clone")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")

    verdict = run(tmp_path / "clone")

    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "does not reach the branch main" in verdict.summary
    assert "fetch-depth: 0" in verdict.findings[0].remedy


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, {"rows.csv": "1,2\n" * 300_000, "a.py": "x = 1\n"})

    verdict = run(tmp_path, {"texts": {"max_megabytes": 1}})

    assert verdict.outcome is Outcome.WARN
    assert verdict.summary == "rows.csv: 1 MiB of text, more than is read (1 MiB)"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    from pytest_mlgate.inputs.texts import Texts

    verdict = CHECK.run({"texts": Texts((), (("a", 2**30),), (("b", "found no right"),))})

    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.summary == "b: could not be judged: found no right"


def test_nothing_to_look_at(tmp_path: Path) -> None:
    assert run(tmp_path).outcome is Outcome.NOT_APPLICABLE


def test_no_value_is_shown_or_kept(tmp_path: Path) -> None:
    from pytest_mlgate.inputs.cache import Cache

    value = drawn(24) + "q7"
    write(tmp_path / "p", {"a.py": f'API_KEY = "{value}"\npassword = "{value[:10]}9"\n'})
    inputs = resolver(tmp_path / "p", cache=Cache(tmp_path / "cache"))

    verdict = CHECK.run({name: inputs.get(name) for name in CHECK.inputs})

    assert len(verdict.findings) == 2
    kept = (tmp_path / "cache" / "facts.sqlite3").read_bytes()
    for part in (value[:8], value[8:16], hashlib.sha1(value.encode()).hexdigest()[:12]):
        assert part not in repr(verdict)
        assert part.encode() not in kept


def test_a_name_that_holds_a_secret_is_not_shown(tmp_path: Path) -> None:
    value = drawn(30) + "4q7"

    verdict = judge(tmp_path, ".env", f"{value}_TOKEN={drawn(32)}7\n")

    assert verdict.outcome is Outcome.FAIL
    assert value[:10] not in repr(verdict)


def test_many_secrets_in_one_file(tmp_path: Path) -> None:
    lines = [f'T = "{TOKENS["a GitHub token"]()}"' for _ in range(60)]

    assert len(judge(tmp_path, "a.py", "\n".join(lines)).findings) == 50


def test_entropy_by_hand() -> None:
    assert values.entropy("aabb") == pytest.approx(1)
    assert values.entropy("abcdefgh") == pytest.approx(3)
    assert values.entropy("a" * 9) == pytest.approx(0)


@pytest.mark.parametrize("length", [20, 24, 32, 40, 64])
def test_random_keys_are_recognised_at_every_length(length: int) -> None:
    found = sum(values.is_random(drawn(length)) for _ in range(400))

    assert found >= 380, "at least 95 of 100"


@pytest.mark.parametrize(
    ("path", "role", "style"),
    [
        ("a/b.py", Role.OTHER, Style.CODE),
        ("tests/b.py", Role.TEST, Style.TEST),
        ("config.yaml", Role.OTHER, Style.CONFIG),
        ("tests/config.yaml", Role.TEST, Style.PROSE),
        ("docker/Dockerfile.gpu", Role.OTHER, Style.CONFIG),
        ("api.dockerfile", Role.OTHER, Style.CONFIG),
        (".env.production", Role.OTHER, Style.CONFIG),
        (".env.example", Role.OTHER, Style.PROSE),
        ("config.sample.yml", Role.OTHER, Style.PROSE),
        ("README.md", Role.OTHER, Style.PROSE),
        ("LICENSE", Role.OTHER, Style.PROSE),
        ("uv.lock", Role.OTHER, Style.DATA),
        ("app.min.js", Role.OTHER, Style.DATA),
    ],
)
def test_styles(path: str, role: Role, style: Style) -> None:
    assert style_of(path, role) is style
