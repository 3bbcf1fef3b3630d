"""Parts of data that another file divided, and classes that are handed around."""

from __future__ import annotations

import ast
import re

from pytest_mlgate.checks.leakage._flow.rows import TRAIN, Rows, Split, sides, tagged
from pytest_mlgate.checks.leakage._flow.subscripts import Subscripts
from pytest_mlgate.checks.leakage._flow.tables import is_label_name, side_of_name
from pytest_mlgate.checks.leakage._flow.values import Value, class_of

_PART = re.compile(r"[xy]_?[a-z]", re.IGNORECASE)
"""Beginning of names of features or labels: what is called train alone may be a function."""


class Held(Subscripts):
    """Names and attributes whose values come from elsewhere."""

    def elsewhere(self, node: ast.Attribute) -> Value | None:
        """Return an attribute of something unknown: ``D.X_train``, ``tree.ExtraTreeRegressor``."""
        if node.attr[0].isupper() and not side_of_name(node.attr):
            return class_of(node.attr, "")
        if not isinstance(node.value, ast.Name) or not _side(node.attr):
            return None
        return self._part(node.value.id, node, node.attr)

    def held_part(self, base: Value, node: ast.Attribute) -> Value | None:
        """Return ``data.X_test`` of data that come from outside, ``None`` where it is no part."""
        if not _side(node.attr) or any(True for _ in sides(base.rows)):
            return None
        return self._tagged(base.rows, base.rows, node, node.attr)

    def import_parts(self, node: ast.ImportFrom) -> None:
        """Bind names such as X_train and X_test that are imported together."""
        names = [alias.asname or alias.name for alias in node.names]
        said = {_side(name) for name in names} - {""}
        if TRAIN in said and len(said) > 1:
            for name in names:
                if _side(name):
                    self.scope.set(name, self._part(node.module or "", node, name))

    def _part(self, key: str, node: ast.AST, name: str) -> Value:
        if key not in self.held:
            self.held[key] = self.fresh().rows
        return self._tagged(key, self.held[key], node, name)

    def _tagged(self, key: object, rows: Rows, node: ast.AST, name: str) -> Value:
        split: Split = self.named_split(("held", key), node, "the split", explicit=True)
        found = Value(rows=tagged(rows, split, _side(name)), label=is_label_name(name))
        found.named(name)
        return found


def _side(name: str) -> str:
    return side_of_name(name) if _PART.match(name) else ""
