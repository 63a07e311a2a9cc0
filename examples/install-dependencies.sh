#!/usr/bin/env bash
# Installs what building glance-share needs and a fresh Debian 12 has not: the headers of libyaml and zlib. Swift itself
# must be there.
set -euo pipefail

if ! command -v swift >/dev/null; then
    echo "swift is not on the PATH: install Swift 6.2 or later, https://www.swift.org/install/linux/" >&2
    exit 1
fi
if [[ -e /usr/include/yaml.h && -e /usr/include/zlib.h ]]; then exit 0; fi

run_as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "libyaml-dev or zlib1g-dev is missing: install them as root" >&2; exit 1; }
    run_as_root=(sudo)
fi
"${run_as_root[@]}" apt-get update -qq
"${run_as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libyaml-dev zlib1g-dev
