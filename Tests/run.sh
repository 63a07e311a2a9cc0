#!/usr/bin/env bash
# Runs every test, against the sandbox and against a real Keystone and Glance; installs what is missing first.
#
#   run.sh           all there is
#   run.sh --quick   builds, looks at the format, and runs the suites that need neither the program nor a real cloud:
#                    less than a minute where everything is built
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "$*" in
    '') quick= ;;
    --quick) quick=1 ;;
    *) echo "usage: Tests/run.sh [--quick]" >&2; exit 64 ;;
esac

step() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }

step "dependencies"
examples/install-dependencies.sh

# Programs that look at what the daemon shows: the tests of the page and of the metrics use them.
if [[ -z $quick ]] && ! { command -v chromium && command -v promtool; } >/dev/null; then
    as_root=()
    if ((EUID != 0)); then as_root=(sudo); fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends chromium prometheus >/dev/null
fi

step "format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests

# An import that is not declared in Package.swift would be an arrow upwards: it stops the build.
step "build"
swift build --build-tests --explicit-target-dependency-import-check error

if [[ -n $quick ]]; then
    step "quick tests"
    suites='^(Text|Pacing|YAML|Manifests|ImageSharing|Transport|OpenStack|CloudsYAML|ImageAPI|Reconciliation|Diagnosis|GlanceSandbox)Tests\.'
    # Thousands of texts are tried by the whole run.
    # shellcheck disable=SC2016
    long='/(`?Whatever packing|`?Garbage and huge|`?A long text that is ref|randomBytes)'
    "$(swift build --show-bin-path)/glance-sharePackageTests.xctest" --testing-library swift-testing \
        --experimental-maximum-parallelization-width 6 --filter "$suites" --skip "$long"
    step "done"
    exit
fi

step "tests"
# A few tests at once: more would starve each other, and a token that lives a few seconds does not wait.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! Tests/Testbed/run env -u GLANCE_SHARE_SEEDS \
    swift test --skip-build --experimental-maximum-parallelization-width 6 2>&1 | tee "$log"; then
    # Said again at the end: thousands of lines may follow the one that matters.
    step "failures"
    grep -E '^(✘|↳)|error: ' "$log" | head -n 100 || tail -n 30 "$log"
    exit 1
fi

# Stories of a whole run over a cloud in virtual time, each from a seed; GLANCE_SHARE_SEEDS=17..<18 tells one in full.
step "simulation"
seeds=${GLANCE_SHARE_SEEDS:-2000}
if [[ $seeds =~ ^[0-9]+$ ]]; then
    # Two processes, for each is one thread; `swift test` lets no second one run beside it.
    tests=$(swift build --show-bin-path)/glance-sharePackageTests.xctest
    tell() { GLANCE_SHARE_SEEDS=$1 "$tests" --testing-library swift-testing --filter SimulationTests; }
    tell "0..<$((seeds / 2))" &
    half=$!
    tell "$((seeds / 2))..<$seeds"
    wait "$half"
else
    GLANCE_SHARE_SEEDS=$seeds swift test --skip-build --filter SimulationTests
fi

step "operations"
Tests/Operations/run.sh

step "quickstart"
examples/quickstart.sh

step "done"
