"""Draws mutants of files and writes each as a line of JSON. Run by the Python that has mutmut, from the project's root.

mutmut's own run changes what functions do, and most rules are rows of a module. So mutmut says what the mutants are,
and `tests.mutants.verdict` runs the tests. Words for readers, which are strings with a space, are left as they are.
"""

import json
import random
import sys
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

import libcst
from mutmut.mutation.file_mutation import Mutation, create_mutations


def main(seed: str, number: str, *files: str) -> None:
    """So many mutants of all files together, or all there are; a seed always draws the same ones."""
    there = [(path, module, one) for path in files for module, one in _mutations(path)]
    drawn = random.Random(int(seed)).sample(there, min(int(number), len(there)))
    for path, module, mutation in drawn:
        mutated = module.deep_replace(mutation.original_node, mutation.mutated_node)
        sys.stdout.write(json.dumps(_told(path, module.code, mutated.code)) + "\n")


def _mutations(path: str) -> Iterator[tuple[libcst.Module, Mutation]]:
    module, found, _, _ = create_mutations(path, Path(path).read_text("utf-8"))
    return ((module, one) for one in found if not _is_words(one.original_node))


def _is_words(node: libcst.CSTNode) -> bool:
    return isinstance(node, libcst.SimpleString) and " " in node.value


def _told(path: str, was: str, now: str) -> dict[str, object]:
    before, after = was.splitlines(), now.splitlines()
    line = next((at for at, (old, new) in enumerate(zip(before, after, strict=False), 1) if old != new), len(after))
    changes = list(ndiff(before, after))
    return {"file": path, "line": line, "was": _side(changes, "-"), "now": _side(changes, "+"), "source": now}


def _side(changes: list[str], sign: str) -> str:
    return "\n".join(one[2:].strip() for one in changes if one[0] == sign)


if __name__ == "__main__":
    main(*sys.argv[1:])
