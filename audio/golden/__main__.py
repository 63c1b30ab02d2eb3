"""Compares the corpus with what the line says now, or makes it anew."""

from __future__ import annotations

import argparse
import sys

from audio.golden.corpus import PATH, differences, load, renewed, written_out


def main() -> int:
    """Prints what would change; 1 when something would and it was not written."""
    parser = argparse.ArgumentParser(prog="python -m audio.golden", description=__doc__)
    parser.add_argument("--write", action="store_true", help="make the file anew")
    write = parser.parse_args().write
    kept = load(PATH)
    new = renewed(kept)
    changed = differences(kept, new)
    for line in changed:
        print(line)
    if write:
        PATH.write_text(written_out(new), "utf-8")
    print(f"{len(new)} entries, {'changed' if changed else 'unchanged'}.", file=sys.stderr)
    return 1 if changed and not write else 0


if __name__ == "__main__":
    sys.exit(main())
