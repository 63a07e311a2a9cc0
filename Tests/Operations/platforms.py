"""Checks that the examples have what their platforms ask for, and what we promise of them."""

import re
import sys
from pathlib import Path

import yaml

from units import unknown_options


# The image that examples/packaging/container/ builds, by the package's version.
PINNED = r"[a-z0-9./-]+/glance-share:\d+\.\d+\.\d+-\d+"
# The user of that image.
IMAGE_USER = 65532


def say(fine, name, *why):
    print("ok" if fine else "not ok", name, *([] if fine else why))


def load(path):
    with open(path) as file:
        return yaml.safe_load(file)


def check_ci(folder):
    gitlab = load(folder / ".gitlab-ci.yml")
    jobs = ["validate", "plan", "apply"]
    say(gitlab["stages"] == jobs, ".gitlab-ci.yml has its stages")
    say(all(gitlab[job]["stage"] == job for job in jobs), ".gitlab-ci.yml has a job a stage")
    say("resource_group" in gitlab["apply"], ".gitlab-ci.yml applies one at a time")
    say("DEFAULT_BRANCH" in str(gitlab["apply"]["rules"]), ".gitlab-ci.yml applies the main branch only")
    image = gitlab["variables"]["GLANCE_SHARE_IMAGE"]
    say(re.fullmatch(PINNED + "-ci", image), ".gitlab-ci.yml pins the image for pipelines", image)
    say(gitlab["default"]["image"] == {"name": "$GLANCE_SHARE_IMAGE", "entrypoint": [""]}, ".gitlab-ci.yml gets a shell in it")

    # YAML 1.1 takes the key `on` for a truth value.
    github = load(folder / ".github/workflows/sharing.yml")
    triggers = github[True]
    say({"pull_request", "push"} <= triggers.keys(), "sharing.yml runs on pull requests and pushes")
    say("pull_request_target" not in triggers, "sharing.yml gives no secrets to forks")
    say(github["permissions"] == {"contents": "read"}, "sharing.yml may only read by default")
    say(github["jobs"]["apply"]["concurrency"]["cancel-in-progress"] is False, "sharing.yml applies one at a time")
    steps = [step for job in github["jobs"].values() for step in job["steps"]]
    # What is put into a script by text can be a script itself.
    say(all("${{" not in step.get("run", "") for step in steps), "sharing.yml puts no expression into a script")
    pinned = [re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in steps if "uses" in step]
    say(pinned and all(pinned), "sharing.yml pins each action by its commit")
    containers = [job["container"] for job in github["jobs"].values() if "container" in job]
    images = {container["image"] for container in containers}
    say(len(images) == 1 and re.search(rf"'{PINNED}-ci'", *images), "sharing.yml pins the image for pipelines", images)
    say(all(re.search("--user [1-9]", container["options"]) for container in containers), "sharing.yml does not run as root")
    for job in ["comment", "reviewed"]:
        say("secrets." not in str(github["jobs"][job]), f"the job {job} has no credentials of the cloud")
    removing = [line for path in [".gitlab-ci.yml", ".github/workflows/sharing.yml"]
                for line in (folder / path).read_text().splitlines() if "glance-share apply" in line and "--max-removals" in line]
    say(removing and all("--plan" in line for line in removing), "the pipelines remove nobody but by a reviewed plan", removing)


def numbers(field, low, high):
    """Whether a field of crontab(5) stays within its range."""
    for part in field.split(","):
        match = re.fullmatch(r"(\*|(\d+)(-(\d+))?)(/(\d+))?", part)
        if not match:
            return False
        given = [int(text) for text in (match[2], match[4]) if text]
        if any(not low <= number <= high for number in given) or match[6] == "0":
            return False
    return True


def check_cron(path):
    text = path.read_text()
    # cron ignores a file with a dot in its name, and a last line without an end.
    say("." not in path.name and text.endswith("\n"), f"{path} is a file that cron reads")
    entries = 0
    for line in text.splitlines():
        if not line or line.startswith("#") or re.match(r"[A-Za-z_]+=", line):
            continue
        entries += 1
        *fields, user, command = line.split(None, 6)
        ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
        fine = all(numbers(field, *limits) for field, limits in zip(fields, ranges, strict=True))
        say(fine, f"{path} names times that exist", line)
        say(re.fullmatch(r"[a-z_][a-z0-9_-]*", user), f"{path} names a user", user)
        say(not re.search(r"(?<!\\)%", command), f"{path} has no %, which cron takes for a line break")
        ours = re.search(r"glance-share (apply.*)", command)
        say(ours and not unknown_options(["glance-share", *ours[1].split()]), f"{path} uses options that exist")
        # Plain NAME=value lines reach nobody else without it.
        say(". /" not in command or "set -a" in command, f"{path} exports what it sources")
        say("--lock" in command, f"{path} takes the lock")
    say(entries > 0, f"{path} has an entry")


def pod_of(workload):
    """The pod's specification, wherever this kind of object has it."""
    specification = workload["spec"]
    if workload["kind"] == "CronJob":
        specification = specification["jobTemplate"]["spec"]
    return specification["template"]["spec"]


def check_pod(name, pod):
    (container,) = pod["containers"]
    security = container["securityContext"]
    say(pod["securityContext"]["runAsNonRoot"] is True, f"{name} does not run as root")
    say(pod["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault", f"{name} has a seccomp profile")
    say(security["readOnlyRootFilesystem"] is True, f"{name} has a read-only root file system")
    say(security["allowPrivilegeEscalation"] is False, f"{name} gains no privileges")
    say(security["capabilities"]["drop"] == ["ALL"], f"{name} has no capabilities")
    say(pod["automountServiceAccountToken"] is False, f"{name} has no token of the cluster")
    say({"requests", "limits"} <= container["resources"].keys(), f"{name} says what it needs")
    words = container["command"] + container["args"]
    unknown = unknown_options(words)
    say(not unknown, f"{name} uses options that exist", *unknown)
    say(re.fullmatch(PINNED, container["image"]), f"{name} pins its image", container["image"])
    user = pod["securityContext"]["runAsUser"]
    say(user == pod["securityContext"]["runAsGroup"] == IMAGE_USER, f"{name} runs as the image's user", user)
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    volumes = {volume["name"]: volume["configMap"]["name"] for volume in pod["volumes"]}
    say(mounts.keys() == volumes.keys(), f"{name} mounts what it has")
    say(words[words.index("-f") + 1] in mounts.values(), f"{name} reads what it mounts")
    # A mount by subPath does not follow the ConfigMap.
    say("subPath" not in str(container["volumeMounts"]), f"{name} follows its ConfigMap")


def check_kubernetes(folder):
    generated = load(folder / "kustomization.yaml")
    (config_map,) = generated["configMapGenerator"]
    files = {f"sharing/{path.name}" for path in (folder / "sharing").iterdir()}
    say(set(config_map["files"]) == files, "kustomization.yaml takes every manifest")
    say(all((folder / path).exists() for path in generated["resources"]), "kustomization.yaml names files that exist")
    (replaced,) = generated["images"]
    say("newTag" in replaced or "digest" in replaced, "kustomization.yaml pins the image", replaced)
    for path in sorted((folder / "kubernetes").iterdir()):
        workload = load(path)
        pod = pod_of(workload)
        expected = {"CronJob": "batch/v1", "Deployment": "apps/v1"}
        say(workload["apiVersion"] == expected[workload["kind"]], f"{path.name} is of a version that exists")
        check_pod(path.name, pod)
        (container,) = pod["containers"]
        say(container["image"].split(":")[0] == replaced["name"], f"{path.name} takes the image of kustomization.yaml")
        names = [volume["configMap"]["name"] for volume in pod["volumes"]]
        say(names == [config_map["name"]], f"{path.name} takes the ConfigMap of kustomization.yaml")
    cronjob = load(folder / "kubernetes/cronjob.yaml")
    say(cronjob["spec"]["concurrencyPolicy"] == "Forbid", "cronjob.yaml runs one at a time")
    say(pod_of(cronjob)["restartPolicy"] in ("Never", "OnFailure"), "cronjob.yaml has a restart policy of a job")
    sharded = load(folder / "kubernetes/sharded.yaml")
    job = sharded["spec"]["jobTemplate"]["spec"]
    (container,) = pod_of(sharded)["containers"]
    shard = container["args"][container["args"].index("--shard") + 1]
    say(sharded["spec"]["concurrencyPolicy"] == "Forbid", "sharded.yaml runs one at a time")
    say(job["completionMode"] == "Indexed", "sharded.yaml gives each pod an index")
    say(shard == f"$(JOB_COMPLETION_INDEX)/{job['completions']}", "sharded.yaml has a shard an index, and all of them", shard)
    # What counts for the job as a whole would end the other indices.
    say("backoffLimit" not in job and "backoffLimitPerIndex" in job, "sharded.yaml lets an index fail by itself")
    say(pod_of(sharded)["restartPolicy"] == "Never", "sharded.yaml has the restart policy that this needs")
    deployment = load(folder / "kubernetes/deployment.yaml")
    specification = deployment["spec"]
    say(specification["replicas"] == 1, "deployment.yaml runs one")
    labels = specification["template"]["metadata"]["labels"]
    say(specification["selector"]["matchLabels"].items() <= labels.items(), "deployment.yaml selects its pods")
    (container,) = pod_of(deployment)["containers"]
    probes = [container[probe]["httpGet"] for probe in ("livenessProbe", "readinessProbe")]
    say([probe["path"] for probe in probes] == ["/healthz", "/readyz"], "deployment.yaml has its probes")
    (port,) = container["ports"]
    say(all(probe["port"] == port["name"] for probe in probes), "deployment.yaml probes a port that it has")
    listen = container["args"][container["args"].index("--listen") + 1]
    say(listen == f"0.0.0.0:{port['containerPort']}", "deployment.yaml listens on that port")


def print_command(path):
    (container,) = pod_of(load(path))["containers"]
    print(*container["command"], *container["args"], sep="\n")


if __name__ == "__main__":
    checks = {"ci": check_ci, "cron": check_cron, "kubernetes": check_kubernetes, "command": print_command}
    checks[sys.argv[1]](Path(sys.argv[2]))
