"""Follows README and the articles as a reader does: types their commands, compares what is said, tries their links."""

import re
import shlex
import tempfile
from pathlib import Path

import yaml

from reader import Reader, difference, pattern
from units import help_of

ARTICLES = Path("Sources/glance-share/Documentation.docc")
DOCUMENTS = [Path("README.md"), *sorted(ARTICLES.glob("*.md")), *sorted(Path(".github").glob("[A-Z]*.md"))]

# Blocks of commands that are not run here, by the beginning of a line of theirs, and why.
NOT_RUN = {
    "examples/quickstart.sh": "a step of Tests/run.sh",
    "swift build --product glance-share": "a step of examples/quickstart.sh",
    "Tests/run.sh --quick": "the tests, of which this is one",
    "swift test --skip-build": "the same",
    "Tests/Benchmarks/run.sh": "measures for many minutes",
    "Tests/Packaging/run.sh": "needs root and a quarter of an hour",
    "sudo apt install": "installs a package, as root",
    "set -a; . /etc/glance-share/openrc": "reads what the package installs",
    "podman run": "runs a container",
    "examples/packaging/container/build-image.sh": "builds a container image",
    "examples/packaging/build-release.sh": "a build of many minutes",
    "sudo systemctl enable --now glance-share.service": "needs systemd; checks/service runs the unit",
    "sudo systemctl enable --now glance-share-apply.timer": "the same",
    "kubectl apply": "needs a cluster; checks/kubernetes looks at the objects",
    "sudo systemctl enable --now glance-share-shard@": "the same; checks/units looks at the unit",
    "sbatch examples/slurm/glance-share.sbatch": "needs a cluster; checks/slurm has one",
    "openstack image show": "needs the openstack command, and a cloud of the reader's",
    "openstack image list --shared --member-status": "the same",
    "openstack project list": "the same",
    "openstack application credential create": "the same",
}
# Options of other programs that stand in the text by themselves.
OTHERS = {"--accept", "--ci", "--reject"}
# What the program understands and its help does not list.
UNLISTED = {"--generate-completion-script"}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def say(problems, name):
    print("not ok" if problems else "ok", name)
    for problem in problems:
        print(*(f"    {line}" for line in problem.splitlines()), sep="\n")


def blocks(text):
    """Each fenced block: its language and its content."""
    return [(match[1], match[2]) for match in FENCE.finditer(text)]


def spans(text):
    """What stands in single back-quotes outside of blocks; a table's escaped bar is a bar."""
    return [span.replace(r"\|", "|") for span in re.findall(r"`([^`\n]+)`", FENCE.sub("", text))]


def steps(block):
    """The commands of a console block, each with the lines that it shows."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith("> ") and not found[-1][1]:
            found[-1] = (found[-1][0] + "\n" + line[2:], [])
        else:
            found[-1][1].append(line)
    return found


def reasons(block):
    """The beginnings of lines for which a block is not run."""
    return [beginning for beginning in NOT_RUN if re.search(rf"^{re.escape(beginning)}", block, re.MULTILINE)]


def follow(document):
    """Tries a document's blocks in their order, in one shell."""
    text = document.read_text()
    with tempfile.TemporaryDirectory() as folder, Reader(Path(folder), has_cloud=" sandbox --" not in text) as reader:
        for language, block in blocks(text):
            if not reasons(block):
                yield from tried(language, block, reader)


def tried(language, block, reader):
    """What comes of a block otherwise than the document says; one that stands for a file is written into it."""
    if language == "yaml":
        list(yaml.compose_all(block))
        if name := re.match(r"# (\S+\.yaml)\n", block):
            (reader.folder / name[1]).write_text(block)
    elif language == "sh":
        status, output = reader.run(block)
        if status != 0:
            yield f"{block}ends with {status}:\n{output}"
    elif language == "console":
        for command, shown in steps(block):
            output = reader.run(command, shown)[1]
            if not pattern(shown).fullmatch(output):
                yield f"$ {command}\n" + difference(shown, output)
    elif language == "cron":
        # What a server has elsewhere, the reader has here.
        command = re.match(r"(?:\S+ +){6}(.*)", block)[1].replace("/etc/glance-share", "home")
        command = re.sub("/run/lock|/srv/images", ".", command)
        reader.run(command)
        status, output = reader.run(command)
        if status != 0 or output:
            yield f"{block}ends with {status} where nothing is to be done, and says:\n{output}"
    elif language != "text":
        yield f"a block in {language or 'no language'}, of which nobody knows what to do with it"


def our_commands(text, commands):
    """The words of each call of the program, in blocks and in the text, where its name may be left out."""
    code = [block for language, block in blocks(text) if language not in ("text", "yaml")]
    code += ["glance-share " + span if span.partition(" -")[0] in commands else span for span in spans(text)]
    for line in "\n".join(code).replace("\\\n", " ").splitlines():
        for command in re.split(r"[;|&]+", line.removeprefix("$ ").partition(" #")[0]):
            # What comes before it are variables, and who it is run as.
            if words := re.match(r"\s*(?:env |-u \w+ |\w+=\S* )*glance-share +([^>]+)", command):
                yield ["glance-share", *shlex.split(words[1])]


def options_of(command):
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", help_of(command))) | UNLISTED


def unknown_names(document, commands):
    """Commands and options that the program has not got."""
    text = document.read_text()
    known = set().union(*commands.values()) | OTHERS
    for words in our_commands(text, commands):
        options = [word.split("=")[0] for word in words[1:] if re.match("--?[a-z]", word)]
        if words[1].startswith("-"):
            unknown = [option for option in options if option not in known]
        elif words[1] in commands:
            unknown = [option for option in options if option not in commands[words[1]]]
        else:
            unknown = words[1:2] if words[1] != "help" else []
        yield from (f"{shlex.join(words)}: there is no {name}" for name in unknown)
    for span in spans(text):
        if (option := re.match(r"--?[a-z][\w-]*", span)) and option[0] not in known:
            yield f"`{span}`: there is no {option[0]}"


def anchors(path):
    """The anchors that a forge makes of a document's headings."""
    headings = re.findall(r"^#+ +(.+)$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_ends(document):
    """Links and names of files that lead nowhere."""
    text = document.read_text()
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text)):
        path, _, anchor = target.partition("#")
        if "://" in path:
            continue
        place = document.parent / path if path else document
        if not place.exists():
            yield f"{target}: there is no such file"
        elif anchor and anchor not in anchors(place):
            yield f"{target}: there is no such heading"
    commands = [line for language, block in blocks(text) if language == "sh" for line in block.splitlines()]
    for code in spans(text) + commands:
        path = code.partition(" ")[0]
        if re.match(r"(examples|systemd|Tests|Sources)/", path) and not list(Path().glob(path.rstrip("/"))):
            yield f"`{code}`: there is no such file"


def wrong_imports():
    """Modules of which the table of the architecture says something else than Package.swift."""
    package = re.sub(r"\.product\([^)]*\)", "", Path("Package.swift").read_text())
    target = (
        r'\.(?:executableT|t)arget\(\s*name: "([\w-]+)"'
        r'(?:,\s*dependencies: \[([^\]]*)\])?\s*(?:\)|,\s*path: "(Tests))'
    )
    # Modules in C begin with that letter, and have no imports of ours.
    declared = {
        name: set(re.findall(r'"(\w+)"', imports))
        for name, imports, tests in re.findall(target, package)
        if not tests and not re.match("C[A-Z]", name)
    }
    article = (ARTICLES / "Architecture.md").read_text()
    table = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([^|]+) \|$", article, re.MULTILINE)
    told = {name: set(re.findall(r"`(\w+)`", imports)) for name, imports in table}
    yield from (f"{name} is told, declared, and not both" for name in declared.keys() ^ told.keys())
    for name in (declared.keys() & told.keys()) - {"glance-share"}:
        if declared[name] != told[name]:
            yield f"{name} imports {', '.join(sorted(declared[name])) or 'nothing'}"


def main():
    commands = re.findall(r"^  ([a-z-]+) {3,}", help_of("").partition("SUBCOMMANDS:")[2], re.MULTILINE)
    options = {command: options_of(command) for command in commands}
    texts = {document: document.read_text() for document in DOCUMENTS}
    for document, text in texts.items():
        say(list(follow(document)), f"{document} shows what its commands say")
        say(list(unknown_names(document, options)), f"{document} names commands and options that exist")
        say(list(dead_ends(document)), f"{document} leads to what exists")
    met = {beginning for text in texts.values() for _, block in blocks(text) for beginning in reasons(block)}
    say([f"no block has: {beginning}" for beginning in NOT_RUN.keys() - met], "each block that is not run is there")
    named = {option for text in texts.values() for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)}
    missing = set().union(*options.values()) - named
    say([option for option in missing if option.startswith("--")], "the documents name every option")
    say(list(wrong_imports()), "the table of modules is that of Package.swift")
    length = len(texts[Path("README.md")].splitlines())
    say([] if length <= 150 else [f"{length} lines"], "README.md has at most 150 lines")


if __name__ == "__main__":
    main()
