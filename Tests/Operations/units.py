"""Reads systemd units: which options of the program they use, and what they run as a shell script."""

import argparse
import os
import re
import shlex
import subprocess


def settings(paths):
    """The settings of a unit and its drop-ins, in order; an empty one takes back those before it."""
    found = []
    for path in paths:
        with open(path) as file:
            text = file.read().replace("\\\n", " ")
        for line in text.splitlines():
            if match := re.fullmatch(r"(\w+)=(.*)", line):
                key, value = match[1], match[2].strip()
                if value:
                    found.append((key, value))
                else:
                    found = [other for other in found if other[0] != key]
    return found


def commands(paths):
    """The words of each command that a unit starts."""
    return [shlex.split(value) for key, value in settings(paths) if key == "ExecStart"]


def help_of(command):
    """What the program says of one of its commands."""
    words = [os.environ["GLANCE_SHARE"], "help", command]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def unknown_options(words):
    """The options that the program's help does not name."""
    text = help_of(words[1])
    options = [word for word in words[2:] if word.startswith("-") and word != "-"]
    return [option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", text)]


def check_options(arguments):
    """Says of each unit whether the program has the options it uses."""
    for path in arguments.units:
        ours = [words for words in commands([path]) if words[0].endswith("/glance-share")]
        unknown = [option for words in ours for option in unknown_options(words)]
        print(f"{'ok' if ours and not unknown else 'not ok'} {path} uses options that exist", *unknown)


def print_script(arguments):
    """Prints what a unit runs, with its directories put elsewhere."""

    def placed(word):
        word = word.replace("%S", arguments.state).replace("/etc/glance-share", arguments.etc)
        return re.sub(r"^/usr/(local/)?bin/", "", word).replace("$$", "$")

    for key, value in settings(arguments.units):
        if key == "Environment" and "GIT_CONFIG" in value:
            print("export", shlex.join(placed(word) for word in shlex.split(value)))
    print(f"mkdir -p {shlex.quote(arguments.state)}/glance-share")
    for words in commands(arguments.units):
        print(shlex.join(placed(word) for word in words), "|| exit")


def main():
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers(required=True)
    options = subparsers.add_parser("options")
    options.add_argument("units", nargs="+")
    options.set_defaults(run=check_options)
    script = subparsers.add_parser("script")
    script.add_argument("--state", required=True)
    script.add_argument("--etc", required=True)
    script.add_argument("units", nargs="+")
    script.set_defaults(run=print_script)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
