"""Prints the shell script of a job of a GitLab or GitHub pipeline."""

import sys

import yaml


def gitlab(pipeline, job):
    """GitLab runs the lines of a job's script one after another in one shell."""
    return "\n".join(pipeline[job]["script"])


def github(pipeline, job):
    """GitHub runs each step in a shell of its own; a job of ours has one step with a script."""
    (script,) = [step["run"] for step in pipeline["jobs"][job]["steps"] if "run" in step]
    return script


if __name__ == "__main__":
    platform, path, job = sys.argv[1:]
    with open(path) as file:
        print({"gitlab": gitlab, "github": github}[platform](yaml.safe_load(file), job))
