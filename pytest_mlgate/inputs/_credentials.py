"""Recognising values that let somebody in, so that none is stored or printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_SCHEME = r"(?<![a-z0-9+.\-])(?P<scheme>[a-z][a-z0-9+.\-]*://)"
_USERINFO = re.compile(_SCHEME + r"[^/?#\s]*@", re.IGNORECASE)
# "ssh://git@host" names no secret, unlike the user part of every other scheme.
_LOGIN = re.compile(
    rf"{_SCHEME}(?:(?<!ssh://)[^/?#\s]+@|(?<=ssh://)[^/?#\s:@]*:[^/?#\s]*@)", re.IGNORECASE
)

PROVIDERS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (kind, tuple(marks.split()), re.compile(pattern))
    for kind, marks, pattern in (
        (
            "an AWS access key",
            "AKIA ASIA ABIA ACCA",
            r"A(?:KI|SI|BI|CC)A[0-9A-Z]{16}(?![0-9A-Za-z])",
        ),
        ("a GitHub token", "gho_ ghp_ ghs_ ghu_ ghr_", r"gh[opsur]_[0-9A-Za-z]{30,}"),
        ("a GitHub token", "github_pat_", r"github_pat_\w{30,}"),
        ("a GitLab token", "glpat- gldt- glrt- glptt- glcbt- glsoat-", r"gl[a-z]{2,4}-[\w-]{16,}"),
        ("a Slack token", "xox xapp-", r"(?:xox[a-z]|xapp)-[0-9A-Za-z-]{10,}"),
        (
            "a webhook of Slack",
            "hooks.slack.com/",
            r"hooks\.slack\.com/(?:services|workflows|triggers)/\w[\w/]{6,}",
        ),
        (
            "a webhook of Discord",
            "/api/webhooks/",
            r"discord(?:app)?\.com/api/webhooks/\d{17,20}/[\w-]{50,}",
        ),
        (
            "a webhook of Teams",
            "webhook.office.com/",
            r"webhook\.office\.com/webhookb2/[\w@-]{30,}/[\w/-]{30,}",
        ),
        ("a Hugging Face token", "hf_ api_org_", r"(?:hf|api_org)_[0-9A-Za-z]{20,}"),
        ("an OpenAI key", "sk-", r"sk-(?:(?:proj|svcacct|admin|None)-[\w-]{40,}|[0-9A-Za-z]{40,})"),
        ("an Anthropic key", "sk-ant-", r"sk-ant-[a-z]+\d\d-[\w-]{40,}"),
        ("an OpenRouter key", "sk-or-", r"sk-or-v\d-[0-9a-f]{40,}"),
        (
            "a LangSmith or Langfuse key",
            "lsv2_ sk-lf-",
            r"(?:lsv2_[a-z]{2}_|sk-lf-)[0-9a-f][\w-]{30,}",
        ),
        (
            "a Groq, xAI or Perplexity key",
            "gsk_ xai- pplx-",
            r"(?:gsk_|xai-|pplx-)[0-9A-Za-z]{40,}",
        ),
        ("a Replicate token", "r8_", r"r8_[0-9A-Za-z]{37}(?![0-9A-Za-z])"),
        ("an NVIDIA key", "nvapi-", r"nvapi-[\w-]{50,}"),
        ("a Pinecone key", "pcsk_", r"pcsk_[0-9A-Za-z]{4,}_[0-9A-Za-z]{40,}"),
        ("a Kaggle token", "KGAT_", r"KGAT_[0-9a-f]{32}(?![0-9a-f])"),
        (
            "a Neptune token",
            "eyJhcGlfYWRkcmVzcyI6",
            r"eyJhcGlfYWRkcmVzcyI6[0-9A-Za-z+/]{40,}={0,2}",
        ),
        ("a Prefect key", "pnu_ pnb_", r"pn[ub]_[0-9A-Za-z]{36}(?![0-9A-Za-z])"),
        ("a Google API key", "AIza", r"AIza[0-9A-Za-z_-]{30,}"),
        ("a Google OAuth secret", "GOCSPX- ya29.", r"(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{40,})"),
        ("a Databricks token", "dapi", r"dapi[0-9a-f]{32}(?![0-9A-Za-z])"),
        (
            "a Stripe key",
            "k_live_ k_test_ whsec_",
            r"(?:[rs]k_(?:live|test)_|whsec_)[0-9A-Za-z]{20,}",
        ),
        ("a SendGrid key", "SG.", r"SG\.[\w-]{22}\.[\w-]{43}(?![\w-])"),
        ("a Telegram bot token", ":AA", r"\d{8,10}:AA[\w-]{33}(?![\w-])"),
        ("a package index token", "pypi-AgE npm_", r"(?:pypi-AgE[\w-]{20,}|npm_[0-9A-Za-z]{30,})"),
        ("a Docker Hub token", "dckr_pat_ dckr_oat_", r"dckr_[po]at_[\w-]{24,}"),
        ("a DigitalOcean token", "_v1_", r"do[opr]_v1_[0-9a-f]{64}(?![0-9A-Za-z])"),
        (
            "a HashiCorp token",
            "hvs. hvb. .atlasv1.",
            r"(?:hv[sb]\.|[0-9A-Za-z]{14}\.atlasv1\.)[\w-]{60,}",
        ),
        ("a Grafana token", "glsa_ glc_", r"gl(?:sa|c)_[0-9A-Za-z+/]{32,}\w*"),
        ("a Notion or Linear key", "ntn_ lin_api_", r"(?:ntn_|lin_api_)[0-9A-Za-z]{40,}"),
        ("a Shopify token", "shpat_ shpca_ shppa_ shpss_", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
        ("a PostHog or Supabase key", "phx_ sbp_", r"(?:phx_\w{40,}|sbp_[0-9a-f]{40})"),
        (
            "a token of a service",
            "wandb_v1_ csk- tvly- rpa_ ABSK sb_secret_ tskey- PMAK- sntrys_ sntryu_ pul- HRKU- "
            "napi_ dp.pt. vck_",
            r"(?:wandb_v1_\w{60,}|csk-[0-9a-z]{40,}|tvly-[\w-]{28,}|rpa_[0-9A-Za-z]{40,}"
            r"|ABSK[0-9A-Za-z+/]{100,}={0,2}|sb_secret_[\w-]{30,}|tskey-[a-z]+-[\w-]{20,}"
            r"|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|sntry[su]_[\w+/=-]{60,}|pul-[0-9a-f]{40}"
            r"|HRKU-[\w-]{60,}|napi_[0-9a-z]{60,}|dp\.pt\.[0-9A-Za-z]{40,}|vck_[0-9A-Za-z]{56,})",
        ),
        ("an age key", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
        (
            "a key of Azure",
            "AccountKey= SharedAccessKey=",
            r"(?:Account|SharedAccess)Key=[0-9A-Za-z+/]{40,}={0,2}",
        ),
        ("a signed address of Azure", "sig=", r"sig=(?:[0-9A-Za-z+/]|%[0-9A-Fa-f]{2}){40,}=?"),
        ("a JSON web token", "eyJ", r"eyJ[\w-]{8,500}\.eyJ[\w-]{8,}\.[\w-]*"),
    )
)
"""Tokens that a provider made so that they can be told from everything else.

Each has a kind, texts of which at least one is in every such token, and its pattern.  A
pattern that starts with a letter is fast; `find_tokens` looks at what stands before it.
"""

PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an address with a user name or password", _LOGIN),
    ("a private key", PRIVATE_KEY),
    ("an API key", re.compile(r"\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[0-9A-Za-z]{20,}")),
    (
        "a password or key",
        re.compile(
            r"(?:passw(?:or)?d|pwd|secret|token|api[_-]?key|access[_-]?key|signature|sig)"
            r"\s*[=:]\s*[^\s&;,]{4,}",
            re.I,
        ),
    ),
)


def find_tokens(text: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Yield kind, public first characters and place of every token of a known provider."""
    for kind, marks, pattern in PROVIDERS:
        if not any(mark in text for mark in marks):
            continue
        for match in pattern.finditer(text):
            if not (match.start() and text[match.start() - 1].isalnum()):
                yield kind, next((m for m in marks if match[0].startswith(m)), ""), match


def credential_kind(text: str) -> str:
    """Say what a text looks like when it grants access, an empty string when it does not.

    Commit ids and checksums are hexadecimal and no credentials.
    """
    for kind, _, _ in find_tokens(text):
        return kind
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), "")


def find_credentials(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield ``(place, kind)`` for every credential-like text anywhere in a document.

    Keys are looked at as well, and named by their position when they are the finding.
    """
    if isinstance(value, str):
        if kind := credential_kind(value):
            yield place, kind
    elif isinstance(value, Mapping):
        for index, (key, child) in enumerate(value.items()):
            if kind := credential_kind(str(key)):
                yield f"{place}[key {index + 1}]", kind
            else:
                yield from find_credentials(child, f"{place}.{key}" if place else str(key))
    elif isinstance(value, Sequence):
        for index, child in enumerate(value):
            yield from find_credentials(child, f"{place}[{index}]")


def without_userinfo(url: str) -> str:
    """Return an address without user name and password (``git@host:path`` has no password)."""
    return _USERINFO.sub(r"\g<scheme>", url)
