#!/usr/bin/env bash
# Shows glance-share at work on a machine without a cloud: installs what is missing, builds, starts the sandbox, and
# plans, applies and plans again what examples/quickstart/ asks for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

examples/install-dependencies.sh
swift build --product glance-share
glance_share=$(swift build --show-bin-path)/glance-share

# Nothing of another cloud may reach what follows.
for name in $(compgen -v OS_); do unset "$name"; done

work=$(mktemp -d)
sandbox=
clean_up() {
    if [[ -n $sandbox ]]; then kill "$sandbox" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap clean_up EXIT

"$glance_share" sandbox --port 0 --manifest examples/quickstart --env-file "$work/sandbox.env" >/dev/null &
sandbox=$!

# The file appears once the sandbox listens.
for _ in {1..100}; do
    if [[ -s $work/sandbox.env ]] || ! kill -0 "$sandbox" 2>/dev/null; then break; fi
    sleep 0.1
done
if [[ ! -s $work/sandbox.env ]]; then
    echo "the sandbox did not start" >&2
    exit 1
fi
source "$work/sandbox.env"

show() {
    printf '\n$ glance-share %s\n' "$*"
    "$glance_share" "$@"
}
show plan -f examples/quickstart
show apply -f examples/quickstart
show plan -f examples/quickstart --detailed-exitcode
