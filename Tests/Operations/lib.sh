# What the checks share. A check is one line on standard output: `ok NAME` or `not ok NAME`.
# shellcheck shell=bash
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
root=$PWD
operations=$root/Tests/Operations
work=$(mktemp -d)
sandbox=
server=

leave() {
    local process
    for process in $server $sandbox; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap leave EXIT

python() { PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$@"; }

# check NAME COMMAND…: the command succeeds. In a function, `set -e` does not hold here: each line says `|| return`.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "ok $name"
    else
        echo "not ok $name"
        echo "    ${output//$'\n'/$'\n'    }"
    fi
}

# exits STATUS COMMAND…: the command exits with that status.
exits() {
    local wanted=$1 status=0
    shift
    "$@" || status=$?
    ((status == wanted)) || { echo "exit status $status instead of $wanted"; return 1; }
}

# is_silent COMMAND…: the command succeeds and has nothing to say.
is_silent() {
    local said
    said=$("$@" 2>&1) || { echo "${said:-failed}"; return 1; }
    [[ -z $said ]] || { echo "$said"; return 1; }
}

# start_sandbox MANIFEST OPTION…: a cloud in memory with the images of a manifest, and some for image sets to find; its
# OS_* variables are exported.
start_sandbox() {
    local env=$work/sandbox.env
    rm -f "$env"
    "$GLANCE_SHARE" sandbox --port 0 --images 12 --env-file "$env" --manifest "$@" >/dev/null 2>&1 &
    sandbox=$!
    for _ in {1..200}; do
        if [[ -s $env ]]; then break; fi
        kill -0 "$sandbox" || return 1
        sleep 0.05
    done
    # shellcheck source=/dev/null
    source "$env"
}

# free_port: a port on loopback that nobody has.
free_port() {
    python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_server PORT COMMAND…: runs it until the check ends, and returns when it listens.
start_server() {
    local port=$1
    shift
    "$@" >/dev/null 2>&1 &
    server=$!
    for _ in {1..200}; do
        if (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
        kill -0 "$server" || return 1
        sleep 0.05
    done
    return 1
}

# in_sync MANIFEST: every member is there.
in_sync() { exits 0 "$GLANCE_SHARE" plan -q -f "$1" --detailed-exitcode; }

# Puts the program on the PATH, as an installed one would be.
mkdir "$work/bin"
ln -s "$GLANCE_SHARE" "$work/bin/glance-share"
PATH=$work/bin:$PATH
