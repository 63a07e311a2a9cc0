"""Writes the manual pages: one a command, from what the program says of itself, and those that lie in man/."""

import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import textwrap
import time

# What every page points to, apart from the program's own.
SEE_ALSO = ["glance-share.yaml 5"]
FILES = [
    ("/etc/glance-share/sharing.yaml", "The manifest of the systemd units."),
    ("/etc/glance-share/openrc", "Their credentials."),
    ("/etc/glance-share/NAME/", "The same of one cloud of several, for the units with NAME behind the @."),
    ("/var/lib/glance-share/", "Their lock and audit trail."),
    ("clouds.yaml", "In the working directory, ~/.config/openstack or /etc/openstack, as with openstack."),
]


def escaped(text):
    """Text as roff takes it literally: no macro, no escape, and a hyphen that can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")
    return re.sub(r"^(?=[.'])", r"\\&", text)


def word(text):
    """Text as one argument of a macro."""
    return '"' + escaped(text).replace('"', '""') + '"'


def prose(text):
    """A paragraph, a sentence a line, as mdoc wants it."""
    sentences = re.split(r"(?<=[.!?]) ", " ".join(text.split()))
    return [escaped(line) for each in sentences for line in textwrap.wrap(each, 72, break_on_hyphens=False)]


def literal(lines):
    """Lines that stay as they are."""
    return [".Bd -literal -offset indent", *map(escaped, textwrap.dedent("\n".join(lines)).split("\n")), ".Ed"]


def definitions(lines):
    """A list from lines like `  0  meaning`, whose meaning may go on in lines that are further in."""
    entries = []
    for line in lines:
        if match := re.match(r"  (\S.*?)  +(\S.*)", line):
            entries.append([match[1], match[2]])
        else:
            entries[-1][1] += " " + line.strip()
    return tagged((f"Sy {escaped(term)}", meaning) for term, meaning in entries)


def tagged(entries):
    """A list of terms, each a macro with its arguments, and what they mean."""
    lines = [".Bl -tag -width Ds"]
    for term, meaning in entries:
        lines += [f".It {term}", *prose(meaning)]
    return [*lines, ".El"]


def split_discussion(text):
    """The paragraphs of a discussion, and its sections: those paragraphs that begin with a heading in capitals."""
    paragraphs, sections = [], {}
    for paragraph in filter(None, (text or "").split("\n\n")):
        first, *rest = paragraph.split("\n")
        if rest and (match := re.match(r"([A-Z][A-Z ]+[A-Z])(?:, (.*))?$", first)):
            sections[match[1]] = (match[2], rest)
        else:
            paragraphs.append(paragraph)
    return paragraphs, sections


def merged(arguments):
    """The arguments, a flag and its opposite as one."""
    result = []
    for argument in arguments:
        if result and argument["kind"] == "flag" and argument.get("abstract") == result[-1].get("abstract"):
            result[-1] = {**result[-1], "names": result[-1]["names"] + argument["names"], "isChoice": True}
        else:
            result.append(argument)
    return result


def spelled(name):
    """One of an argument's names, as mdoc's flag."""
    return f"Fl {word(('-' if name['kind'] == 'long' else '') + name['name'])}"


def usage(argument):
    """An argument in the synopsis."""
    if argument["kind"] == "positional":
        flag = f"Ar {argument['valueName']}"
    elif "isChoice" in argument:
        flag = " | ".join(map(spelled, argument["names"]))
    else:
        flag = spelled(argument["preferredName"])
        if argument["kind"] == "option":
            flag += f" Ar {argument['valueName']}"
    flag = f"Op {flag}" if argument["isOptional"] else flag
    return f".{flag}" + (" ..." if argument["isRepeating"] else "")


def option(argument):
    """An argument in the list of options: its names, and what it does."""
    value = f" Ar {argument['valueName']}" if argument["kind"] == "option" else ""
    term = " , ".join(spelled(name) + value for name in argument.get("names", [])) or f"Ar {argument['valueName']}"
    meaning = " ".join(filter(None, [argument.get("abstract"), argument.get("discussion")]))
    if values := argument.get("allValues"):
        meaning += f" One of {', '.join(values)}."
    if default := argument.get("defaultValue"):
        meaning += f" The default is {default}."
    return term, meaning


def options(arguments):
    """The options, in the groups of the program's help."""
    lines = [".Sh OPTIONS"]
    groups = {}
    for argument in arguments:
        title = "Arguments" if argument["kind"] == "positional" else argument.get("sectionTitle")
        groups.setdefault(title, []).append(argument)
    # The options without a group come last, as in the help.
    for title, members in sorted(groups.items(), key=lambda group: group[0] is None):
        lines += [f".Ss {title or 'Other'}"] if len(groups) > 1 else []
        lines += tagged(map(option, members))
    return lines


def page(command, siblings, version, date):
    """The lines of a command's page."""
    name = "-".join([*command.get("superCommands", []), command["commandName"]])
    shown = merged(argument for argument in command["arguments"] if argument["shouldDisplay"])
    paragraphs, sections = split_discussion(command.get("discussion"))
    subcommands = [each for each in command.get("subcommands", []) if each["commandName"] != "help"]

    lines = [f".Dd {date}", f".Dt {name.upper()} 1", f'.Os "glance-share {version}"', ".Sh NAME", f".Nm {name}"]
    lines += [f".Nd {escaped(command['abstract'].rstrip('.'))}", ".Sh SYNOPSIS", f".Nm {name.replace('-share-', '-share ')}"]
    lines += map(usage, shown)
    lines += [".Ar command", ".Op Ar options"] if subcommands else []
    lines += [".Sh DESCRIPTION"]
    for paragraph in paragraphs or [command["abstract"]]:
        lines += [*prose(paragraph), ".Pp"]
    lines.pop()
    if subcommands:
        lines += [".Pp", "The commands, each with a page of its own:"]
        lines += tagged((f"Xr {name}-{each['commandName']} 1", each["abstract"]) for each in subcommands)
    for title in [title for title in sections if title not in ("EXIT STATUS", "EXAMPLES")]:
        introduction, body = sections[title]
        lines += [f".Sh {title}", *(prose(introduction[0].upper() + introduction[1:] + ":") if introduction else [])]
        lines += literal(body)
    lines += options(shown)
    if subcommands:
        lines += [".Sh FILES", *tagged((f"Pa {escaped(path)}", meaning) for path, meaning in FILES)]
    if "EXIT STATUS" in sections:
        lines += [".Sh EXIT STATUS", *definitions(sections["EXIT STATUS"][1])]
    if "EXAMPLES" in sections:
        lines += [".Sh EXAMPLES", *literal(sections["EXAMPLES"][1])]
    others = [f"{sibling} 1" for sibling in sorted(siblings) if sibling != name] + SEE_ALSO
    lines += [".Sh SEE ALSO", " ,\n".join(f".Xr {other}" for other in others)]
    return name, "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="whose pages are written")
    parser.add_argument("folder", type=pathlib.Path, help="where the pages are written")
    arguments = parser.parse_args()

    def said(option):
        return subprocess.run([arguments.program, option], capture_output=True, text=True, check=True).stdout

    root = json.loads(said("--experimental-dump-help"))["command"]
    version = said("--version").split()[1]
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    moment = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
    date = f"{moment:%B} {moment.day}, {moment.year}"

    commands = [each for each in root["subcommands"] if each["commandName"] != "help"]
    names = [root["commandName"], *(f"{root['commandName']}-{each['commandName']}" for each in commands)]
    for command in [root, *commands]:
        name, text = page(command, names, version, date)
        (arguments.folder / f"{name}.1").write_text(text)
    for written in (pathlib.Path(__file__).parent / "man").iterdir():
        text = written.read_text().replace("@DATE@", date).replace("@VERSION@", version)
        (arguments.folder / written.name).write_text(text)


if __name__ == "__main__":
    main()
