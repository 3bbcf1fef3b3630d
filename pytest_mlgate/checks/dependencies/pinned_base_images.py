"""Check that container images come from images that cannot change."""

from __future__ import annotations

import re

from pytest_mlgate.checks.dependencies._unreadable import unreadable
from pytest_mlgate.inputs.images import Images, NamedImage
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
_LATEST = re.compile(r"(?:^|[-_.])latest(?:$|[-_.])")


@check("dependencies.pinned-base-images", by_file=True)
def pinned_base_images(images: Images, *, strict: bool = False) -> Verdict:
    """Dockerfiles and deployments name images by tag and digest.

    Why
    ---
    ``python:latest`` is another image next month, and a tag such as ``3.12-slim`` is
    rebuilt every few days: what was tested is not what runs.  A digest is the image.

    Rule
    ----
    Every image carries a digest (``python:3.12-slim@sha256:...``): in FROM and COPY --from
    of Dockerfiles, with ARG filled in, in ``image:`` of compose services and of containers
    in Kubernetes manifests.  Earlier stages, ``scratch`` and images that a compose file
    builds itself are the project's own.

    Settings
    --------
    strict : false
        Whether a tag without digest is a failure.

    Outcomes
    --------
    FAIL: no tag, or the tag ``latest``.  WARN: a tag without digest (`strict`: FAIL).
    INCONCLUSIVE: an image or tag that a variable decides, a file that cannot be parsed.
    NOT_APPLICABLE: no Dockerfile, compose file or manifest, or none that names an image.

    Remedy
    ------
    ``docker buildx imagetools inspect IMAGE`` prints the digest; Dependabot and Renovate
    renew it.

    Source
    ------
    Docker documentation, "Building best practices", section on pinning base image versions.
    """
    findings: list[Finding] = []
    pinned = 0
    for file in images.files:
        if file.problem:
            findings.append(unreadable(file.path, f"{file.kind} with {file.problem}"))
        for named in file.images:
            found = _judge(named, file.path, strict=strict)
            findings += [found] if found else []
            pinned += found is None
    if not findings and not pinned:
        return Verdict.not_applicable(f"none of {len(images.files)} files names an image")
    return Verdict.of(
        findings,
        passed=f"{pinned} images in {len(images.files)} files, all by digest",
        remedy="Name every image by tag and digest.",
    )


def _judge(named: NamedImage, path: str, *, strict: bool) -> Finding | None:
    """Return what is wrong with an image, ``None`` when it has a digest."""
    image, _, digest = named.image.partition("@")
    if _DIGEST.fullmatch(digest):
        return None
    # The part before the last slash says where it comes from, not which version it is.
    name, _, tag = image.rpartition("/")[2].partition(":")
    outcome, why = Outcome.WARN, f"the tag {tag} can be moved to another image"
    if strict:
        outcome = Outcome.FAIL
    if digest and "$" not in digest:
        outcome, why = Outcome.FAIL, "what follows the @ is no digest"
    elif "$" in digest or "$" in tag or "$" in name:
        outcome, why = Outcome.INCONCLUSIVE, "a variable decides which image that is"
    elif not tag:
        outcome, why = Outcome.FAIL, "without a tag that is latest, another image every time"
    elif _LATEST.search(tag):
        outcome, why = Outcome.FAIL, "latest is another image every time"
    return Finding(
        message=f"{named.by} {named.image}: {why}",
        outcome=outcome,
        path=path,
        line=named.line,
        subject=image,
        remedy=f"Write {image.partition('$')[0] or 'the image'} with @sha256:<digest>."
        if outcome is not Outcome.INCONCLUSIVE
        else "Give the variable a default with tag and digest in the file.",
        anchor=f"{named.by} {named.image}",
    )
