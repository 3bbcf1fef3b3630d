from __future__ import annotations

from pytest_mlgate.inputs._diff import added_lines, on_added_lines
from pytest_mlgate.verdict import Finding
from support import commit, git, write

DIFF = """diff --git a/train.py b/train.py
--- a/train.py
+++ b/train.py
@@ -1,4 +1,4 @@
 context = "/home/u/x"
-removed = "/home/u/x"
+added = "/home/u/x"
 x = 1
--- not a header
+++ nor this
\\ No newline at end of file
diff --git a/gone.py b/gone.py
--- a/gone.py
+++ /dev/null
@@ -1 +0,0 @@
-x = 1
"""


def test_removed_and_context_lines_are_not_added():
    assert added_lines(DIFF) == {"train.py": frozenset({2, 4})}
    findings = [Finding(message="m", path="train.py", line=line) for line in (1, 2, 3)]
    assert on_added_lines(findings, added_lines(DIFF)) == [findings[1]]


def test_findings_of_notebooks_and_whole_files_are_kept_when_the_file_changed():
    added = {"n.ipynb": frozenset({40}), "a.yaml": frozenset({1}), "gone.py": frozenset()}
    cell = Finding(message="m", path="n.ipynb", line=2, cell=3)
    whole = Finding(message="m", path="a.yaml")
    other = Finding(message="m", path="other.py")
    gone = Finding(message="m", path="gone.py")
    assert on_added_lines([cell, whole, other, gone], added) == [cell, whole]


def test_the_output_of_git_is_understood(tmp_path):
    write(tmp_path, {"a b.py": "1\n2\n3\n", "é.py": "1\n", "old.py": "1\n2\n3\n4\n5\n"})
    commit(tmp_path)
    (tmp_path / "old.py").rename(tmp_path / "new.py")
    write(tmp_path, {"a b.py": "0\n1\n3\n4\n", "é.py": "1\n2\n", "fresh.py": "x\ny\n"})
    with (tmp_path / "new.py").open("a") as stream:
        stream.write("6\n")
    git(tmp_path, "add", "-A")
    expected = {
        "a b.py": {1, 4},
        "é.py": {2},
        "fresh.py": {1, 2},
        "new.py": {6},
    }
    for options in (["-M"], ["-M", "-U0"], ["-M", "--no-prefix"]):
        diff = git(tmp_path, "diff", "--cached", *options)
        assert {k: set(v) for k, v in added_lines(diff).items()} == expected
