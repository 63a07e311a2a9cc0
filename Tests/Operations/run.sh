#!/usr/bin/env bash
# Checks the systemd units, the alerts and the examples for Git, as far as that works without their platforms: what they
# run is taken from the files themselves and run against the sandbox. Installs what is missing first.
#
#   GLANCE_SHARE   the program to run; by default, the one that `swift build` has made
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

missing=()
command -v systemd-analyze >/dev/null || missing+=(systemd)
command -v promtool >/dev/null || missing+=(prometheus)
command -v git >/dev/null || missing+=(git)
PATH=$PATH:/usr/sbin command -v nginx >/dev/null || missing+=(nginx)
command -v openssl >/dev/null || missing+=(openssl)
command -v curl >/dev/null || missing+=(curl)
command -v jq >/dev/null || missing+=(jq)
PATH=$PATH:/usr/sbin command -v slurmctld >/dev/null || missing+=(slurmctld slurmd slurm-client munge)
command -v ssh-keygen >/dev/null || missing+=(openssh-client)
/usr/bin/python3 -c 'import yaml' 2>/dev/null || missing+=(python3-yaml)
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || missing+=(python3-jsonschema)
if ((${#missing[@]})); then
    if ((EUID == 0)); then run_as_root=(); else run_as_root=(sudo); fi
    "${run_as_root[@]}" apt-get update -qq
    "${run_as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [[ -z ${GLANCE_SHARE:-} ]]; then GLANCE_SHARE=$(swift build --show-bin-path)/glance-share; fi
export GLANCE_SHARE
if [[ ! -x $GLANCE_SHARE ]]; then
    echo "there is no $GLANCE_SHARE: build it first" >&2
    exit 1
fi

# shellcheck source=checks.sh
source Tests/Operations/checks.sh
run_checks operations Tests/Operations/checks/*
