"""What a scanner found in the container image that is to be deployed."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _scan_formats
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs._scan_formats import Match as Match
from pytest_mlgate.inputs._scan_formats import Report as Report
from pytest_mlgate.inputs._severity import Severity as Severity
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

_TABLE = "[inputs.image-scan]"


@dataclass(frozen=True)
class ImageScan:
    """A report, and which image is to be deployed.

    Parameters
    ----------
    path:
        The report file.
    report:
        What it says.
    deployed:
        Digest of the image to deploy, empty where nothing says so.
    """

    path: str
    report: Report
    deployed: str = ""

    @property
    def fingerprint(self) -> str:
        """The digest of the image."""
        return self.deployed


@provides
def image_scan(
    project: Project,
    *,
    path: str | None = None,
    digest: str | None = None,
    digest_path: str | None = None,
) -> ImageScan:
    """Provide the report of an image scanner: JSON of Trivy or Grype, or SARIF.

    Settings
    --------
    path : none
        The report, such as ``trivy.json``.
    digest : none
        Digest of the image to deploy: ``sha256:...``, also with a name and ``@`` before it.
    digest-path : none
        Instead of `digest`: a file of one line with it, such as the one that ``docker build
        --iidfile`` writes.
    """
    if path is None:
        raise InputAbsent(f"no image scan: {_TABLE} path names no report of Trivy or Grype")
    if digest is not None and digest_path is not None:
        raise InputError(_TABLE, key="digest", found="a digest and a file", expected="one of them")
    report = _scan_formats.read(Record(path, load_json(project, path)))
    return ImageScan(path, report, _deployed(project, digest, digest_path))


def _deployed(project: Project, digest: str | None, digest_path: str | None) -> str:
    where, key, text = _TABLE, "digest", digest
    if digest_path is not None:
        where, key, text = digest_path, "", project.read_text(digest_path)
    if text is None:
        return ""
    found = _scan_formats.digest(text)
    if not found:
        raise InputError(
            where, key=key, found="no digest", expected="sha256: and 64 hexadecimal digits"
        )
    return found
