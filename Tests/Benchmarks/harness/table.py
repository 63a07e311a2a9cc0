"""table.py PART…: prints what was found as a table in Markdown; ends with 1 where a figure is past its threshold."""

import sys
from pathlib import Path

from figures import kept

THRESHOLDS = Path(__file__).parent.parent / "thresholds"


def shown(value, unit):
    """A figure for people, in a unit of the table's."""
    if unit == "MB":
        return f"{value / 1e6:.1f} MB"
    if unit == "s":
        return f"{value:.2f} s" if value >= 0.5 else f"{value * 1000:.3g} ms"
    return f"{value:.3g}"


def thresholds():
    lines = [line.partition("#")[0].split() for line in THRESHOLDS.read_text().splitlines()]
    return {line[0]: float(line[1]) for line in lines if line}


def show(figures, limits):
    print("| figure | | glance-share | against | | ratio | at most |")
    print("|---|---|---|---|---|---|---|")
    for figure in figures:
        ours, other = shown(figure.ours, figure.unit), shown(figure.other, figure.unit)
        limit = f"{limits[figure.name]:g}" if figure.name in limits else ""
        cells = [f"`{figure.name}`", figure.what, ours, figure.against, other, f"{figure.ratio:.3g}", limit]
        print("|", " | ".join(cells), "|")


def main():
    parts = sys.argv[1:]
    limits = {name: limit for name, limit in thresholds().items() if name.partition("/")[0] in parts}
    figures = [figure for part in parts for figure in kept(part)]
    # A picture has none.
    if figures:
        show(figures, limits)
    past = [figure for figure in figures if figure.ratio > limits.get(figure.name, float("inf"))]
    for figure in past:
        print(f"worse: {figure.name} is {figure.ratio:.3g}, and may be {limits[figure.name]:g}", file=sys.stderr)
    unknown = limits.keys() - {figure.name for figure in figures}
    for name in sorted(unknown):
        print(f"not measured: {name}, which the file of thresholds names", file=sys.stderr)
    sys.exit(1 if past or unknown else 0)


if __name__ == "__main__":
    main()
