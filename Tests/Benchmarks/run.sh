#!/usr/bin/env bash
# Measures the program side by side with others that do the same, in alternating order, prints a table in Markdown on
# standard output, and tells what is worse than the file of thresholds allows: the status is 1 then.
#
#   run.sh [ROUNDS] [PART…]    the medians of 5 rounds, unless told
#
#   reading     validate of a million members, against libyaml's bare events
#   asking      a plan of 20,000 lists that nginx has, against gophercloud and curl
#   throttled   the same where nginx takes 400 requests a second
#   start       validate of a small file, against openstack --version
#   daemon      memory, CPU between ticks, status page, for a million members
#   cloud       adding and listing in the test bed, against raw posts, gophercloud and openstacksdk; not unless told
#   plot        validate of a thousand to a million members, as a picture; not unless told
#   steps       the steps of reading within one process, in a table of their own; not unless told
#
#   GLANCE_SHARE   the program to measure; by default, the one that examples/packaging/build-release.sh builds now
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rounds=5
if [[ ${1:-} =~ ^[1-9][0-9]*$ ]]; then rounds=$1; shift; fi
parts=("$@")
if ((!$#)); then parts=(reading asking throttled start daemon); fi
measured=()
for part in "${parts[@]}"; do
    case $part in
        reading | asking | throttled | start | daemon | cloud | plot) measured+=("$part") ;;
        steps) ;;
        *) sed -n '/^#   run.sh/,/^set/{/^#/s/^# *//p}' "$0" >&2; exit 64 ;;
    esac
done

step() { printf '== %s (%d s)\n' "$1" "$SECONDS" >&2; }

export BENCHMARKS_SCRATCH=$PWD/.build-benchmarks/processes PYTHONDONTWRITEBYTECODE=1
if ((${#measured[@]})); then
    step "dependencies"
    Tests/Benchmarks/install.sh >&2
    if [[ -z ${GLANCE_SHARE:-} ]]; then
        step "build"
        GLANCE_SHARE=$(examples/packaging/build-release.sh | tail -n 1)
    fi
    export GLANCE_SHARE
fi
for part in "${parts[@]}"; do
    step "$part"
    measure=(/usr/bin/python3 Tests/Benchmarks/harness/measure.py "$part" "$rounds")
    case $part in
        steps) Tests/Benchmarks/steps.sh "$rounds" ;;
        cloud) Tests/Testbed/run "${measure[@]}" ;;
        *) "${measure[@]}" ;;
    esac
done
if ((!${#measured[@]})); then exit; fi

step "table"
Tests/Benchmarks/machine.sh
"$GLANCE_SHARE" --version
printf 'medians of %d rounds\n\n' "$rounds"
/usr/bin/python3 Tests/Benchmarks/harness/table.py "${measured[@]}"
