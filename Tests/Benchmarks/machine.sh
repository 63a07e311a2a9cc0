#!/usr/bin/env bash
# Says what machine this is, and what has been measured on it.
set -euo pipefail

if [[ -r /proc/cpuinfo ]]; then
    sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | sort -u
else
    sysctl -n machdep.cpu.brand_string
fi
echo "$(getconf _NPROCESSORS_ONLN) cores, $(uname -srm)"
swift --version 2>/dev/null | grep -i 'swift version'
