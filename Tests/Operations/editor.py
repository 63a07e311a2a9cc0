"""Looks at manifests as an editor does: what stands without quotes has a type, and the schema judges what comes of it."""

import json
import re
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

FIXTURES = Path("Tests/ManifestsTests/Fixtures")
EXAMPLES = Path("examples")
# Where a package puts the schema, which is no place of this machine.
INSTALLED = "/usr/share/glance-share/glance-share.schema.json"
HEADER = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")

# The bad manifests of which a schema cannot know, and why.
NOTHING = "where nothing stands, there is nothing to judge"
DOCUMENTS = "each document is judged by itself"
NAMES = "which names are declared is not known to a schema"
BREAKS = "what is in a comment is not known to a schema"
UNKNOWABLE = {
    "01-empty": NOTHING,
    "02-comments-only": NOTHING,
    "17-second-document": DOCUMENTS,
    "23-dashed-project-and-typo": NAMES,
    "43-letter-o": NAMES,
    "55-long-line": NAMES,
    "107-contradictory-names": NAMES,
    "76-hidden-line-break": BREAKS,
    "82-declared-twice": NAMES,
    "83-unknown-names": NAMES,
    "84-group-in-circle": NAMES,
}

OWNER = "f6a818c3d4aa458798ed86892e7150c0"
# Files of trusted owners, and whether an editor takes them.
TRUST = {
    "version: 1\naccept: []\n": True,
    f"version: 1\naccept: [{{owner: {OWNER}, name: 'debian-*'}}, {{owner: {OWNER}}}]\n": True,
    f"version: '1'\naccept: [{{owner: {'1' * 32}, name: 24.04}}]\n": True,
    "version: 1\n": False,
    "accept: []\n": False,
    "version: 2\naccept: []\n": False,
    "version: 1\naccept: [{name: debian}]\n": False,
    "version: 1\naccept: [{owner: web}]\n": False,
    f"version: 1\naccept: [{OWNER}]\n": False,
    f"version: 1\naccept: [{{owner: {OWNER}, names: debian}}]\n": False,
    "version: 1\naccept: []\nimages: {}\n": False,
}


class EditorLoader(yaml.SafeLoader):
    """YAML with the types of the core schema (YAML 1.2.2, 10.3.2), and with keys that are texts, as in JSON."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        if any(not isinstance(key, str) for key in keys) or len(set(keys)) < len(keys):
            raise yaml.constructor.ConstructorError(None, None, "a key is no text, or there twice", node.start_mark)
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}

    def construct_map(self, node):
        yield self.construct_mapping(node)

    def construct_number(self, node):
        return float(node.value) if re.search("[.eE]", node.value) else int(node.value, 0 if "x" in node.value else 10)


for tag, expression, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{expression})$"), first)
EditorLoader.add_constructor("tag:yaml.org,2002:map", EditorLoader.construct_map)
EditorLoader.add_constructor("tag:yaml.org,2002:int", EditorLoader.construct_number)
EditorLoader.add_constructor("tag:yaml.org,2002:float", EditorLoader.construct_number)


def read(path):
    """The documents of a file; raises what an editor's YAML marks."""
    return list(yaml.load_all(path.read_bytes(), EditorLoader))


def complaints(validator, path):
    """Whatever an editor marks in a file: what its YAML cannot read, or what the schema says of it."""
    try:
        documents = read(path)
    except (yaml.YAMLError, RecursionError) as error:
        return [str(error)]
    return [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for document in documents
        for error in validator.iter_errors(document)
    ]


def is_manifest(path):
    """Whether a file of the examples is a manifest, and not something else in YAML."""
    documents = read(path)
    return len(documents) == 1 and isinstance(documents[0], dict) and "version" in documents[0]


def wrong_header(path, schema):
    """What is wrong with the line by which an editor finds the schema."""
    header = HEADER.match(path.read_text())
    if not header:
        return ["its first line names no schema"]
    if header[1] == INSTALLED:
        return []
    place = path.parent / header[1]
    return [] if place.exists() and place.read_text() == schema else [f"{place} is not what the program prints"]


def say(problems, name):
    print("not ok" if problems else "ok", name)
    for problem in problems:
        print(f"    {problem}".replace("\n", "\n    "))


def judge_trust(file):
    """Says what the schema of trusted owners makes of files of theirs."""
    schema = json.loads(Path(file).read_text())
    Draft202012Validator.check_schema(schema)
    for text, is_right in TRUST.items():
        found = [error.message for error in Draft202012Validator(schema).iter_errors(yaml.load(text, EditorLoader))]
        say([] if is_right == (not found) else found or ["nothing is marked"], f"as it should be: {text!r}")


def main(file, trust):
    judge_trust(trust)
    text = Path(file).read_text()
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    examples = [path for ending in ("yaml", "yml") for path in sorted(EXAMPLES.rglob(f"*.{ending}")) if is_manifest(path)]
    say([] if len(examples) >= 5 else [str(examples)], "there are examples")
    for path in examples:
        say(wrong_header(path, text), f"{path} tells an editor its schema")
    for path in [*examples, *sorted((FIXTURES / "good").glob("*.yaml"))]:
        say(complaints(validator, path), f"{path} is right to an editor")
    bad = {path.stem: path for path in sorted((FIXTURES / "bad").glob("*.yaml"))}
    # A validator that does not know aliases would read a billion words, for minutes.
    del bad["49-billion-laughs"]
    for name, path in bad.items():
        is_right = not complaints(validator, path)
        if name in UNKNOWABLE:
            say([] if is_right else ["a schema does know of it"], f"{name} is right to an editor: {UNKNOWABLE[name]}")
        else:
            say(["nothing is marked"] if is_right else [], f"{name} is wrong to an editor")
    say([name for name in UNKNOWABLE if name not in bad], "what a schema cannot know of is there")


if __name__ == "__main__":
    main(*sys.argv[1:])
