"""Checks that the sources keep to the plan of the house: walls between modules, layers of folders, sizes, summaries."""

import re
import sys
from collections import defaultdict
from pathlib import Path

SOURCES = Path("Sources")

# Who may import what others must not see; Package.swift declares the rest, and the build enforces it.
WALLS = {
    "CLibYAML": {"YAML"},
    "YAML": {"CloudsYAML", "Manifests"},
    "AsyncHTTPClient": {"Transport"},
    "NIOSSL": {"Transport"},
    "X509": {"Transport"},
    "NIOCore": {"GlanceSandbox", "Monitoring", "Transport"},
    "Hummingbird": {"GlanceSandbox", "Monitoring"},
    "Transport": {"CloudsYAML", "Diagnosis", "ImageAPI", "OpenStack", "glance-share"},
    "OpenStack": {"CloudsYAML", "Diagnosis", "ImageAPI", "glance-share"},
    "Daemon": {"Monitoring", "glance-share"},
    "GlanceSandbox": {"glance-share"},
    "ArgumentParser": {"glance-share"},
}
LONGEST = 300
# In percent of all summaries.
MOST_CLAUSES = 2

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<hashes>\#*)(?P<quotes>\"\"\"|\")|(?P<name>`?\b[A-Za-z_]\w*`?)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
TYPE = re.compile(r"^(?P<indent> *)(?:[\w@()]+ +)*?(?:struct|class|enum|actor|protocol|typealias) (?P<name>[A-Z]\w*)", re.M)
IMPORT = re.compile(r"^ *(?:@\w+ )?(?:\w+ )?import (\w+)$", re.M)
CLAUSE = re.compile(r" *///\s+(?:What|How|Whether|Where|When|Why|Who|Whom|Whose|Which|That)\b")


def code(text):
    """The text without its comments and without what strings say; what they interpolate stays."""
    kept = []
    place = 0
    while place < len(text):
        token = TOKEN.match(text, place)
        place = token.end()
        if token["comment"] is not None:
            continue
        if token["quotes"] is None:
            kept.append(token[0])
            continue
        end, escape = token["quotes"] + token["hashes"], "\\" + token["hashes"]
        while place < len(text) and not text.startswith(end, place):
            if text.startswith(escape + "(", place):
                start = place = place + len(escape) + 1
                depth = 1
                while depth and place < len(text):
                    depth += {"(": 1, ")": -1}.get(text[place], 0)
                    place += 1
                kept.append(f" {code(text[start:place - 1])} ")
            elif text.startswith(escape, place):
                place += len(escape) + 1
            else:
                place += 1
        place += len(end)
    return "".join(kept)


class Source:
    def __init__(self, path):
        text = path.read_text()
        self.path = path
        self.room = path.relative_to(SOURCES).parts[0]
        self.lines = text.splitlines()
        bare = code(text)
        self.imports = set(IMPORT.findall(bare))
        types = [(match["indent"], match["name"]) for match in TYPE.finditer(bare)]
        self.types = {name for indent, name in types if not indent}
        nested = {name for indent, name in types if indent}
        # What follows a dot, or is declared here as well, is somebody else's of that name.
        self.names = set(re.findall(r"(?<![\w.])[A-Z]\w*", bare)) - nested - self.types

    def summaries(self):
        """The first lines of its documentation comments."""
        for before, line in zip([""] + self.lines, self.lines):
            if line.lstrip().startswith("///") and not before.lstrip().startswith("///"):
                yield line


def cycles(arrows):
    """Cycles of a graph: each as its sorted members (Tarjan's strongly connected components)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in arrows[node]:
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            members = [stack.pop()]
            while members[-1] != node:
                members.append(stack.pop())
            if len(members) > 1:
                found.append(sorted(members))

    for node in list(arrows):
        if node not in index:
            visit(node)
    return found


def say(name, faults):
    print("not ok" if faults else "ok", name, "; ".join(faults))


def main():
    sources = [Source(path) for path in sorted(SOURCES.rglob("*.swift"))]
    say(
        "each wall between modules holds",
        [
            f"{source.path} imports {name}"
            for source in sources
            for name in sorted(source.imports & WALLS.keys())
            if source.room not in WALLS[name]
        ],
    )
    say(
        "plan and apply are no daemon",
        [
            str(source.path)
            for source in sources
            if source.room == "glance-share" and "Daemon" in source.imports and source.path.parent.name != "Daemon"
        ],
    )
    owners = defaultdict(set)
    for source in sources:
        for name in source.types:
            owners[source.room, name].add(source)
    files, folders = defaultdict(set), defaultdict(set)
    for source in sources:
        for name in source.names:
            for owner in owners[source.room, name] - {source}:
                files[str(source.path)].add(str(owner.path))
                if source.path.parent != owner.path.parent:
                    folders[str(source.path.parent)].add(str(owner.path.parent))
    say("no folders of a module go round in a circle", [" ↔ ".join(cycle) for cycle in cycles(folders)])
    say("no files go round in a circle", [" ↔ ".join(cycle) for cycle in cycles(files)])
    say(
        f"no file has more than {LONGEST} lines",
        [f"{source.path}: {len(source.lines)}" for source in sources if len(source.lines) > LONGEST],
    )
    entrances = {
        source.room
        for source in sources
        if all(re.match("// ?[^/]", line) for line in source.lines[:3]) and not source.lines[3].startswith("//")
    }
    say("each module says what lives in it", sorted({source.room for source in sources} - entrances))
    summaries = [(source, line) for source in sources for line in source.summaries()]
    clauses = [f"{source.path}: {line.strip()}" for source, line in summaries if CLAUSE.match(line)]
    allowed = len(summaries) * MOST_CLAUSES // 100
    say(f"summaries are noun or verb phrases, but {MOST_CLAUSES} %", clauses if len(clauses) > allowed else [])


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
