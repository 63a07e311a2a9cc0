# shellcheck shell=bash
# Where things are, and how the scripts speak. Sourced first by every one of them.

set -euo pipefail
umask 077

bed_scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export BED_SCRIPTS=$bed_scripts

say() { printf 'testbed: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# The project's own .build is out of git's sight; a directory that cannot be written there moves to /var/tmp.
default_state() {
    local build
    build=$(cd "$bed_scripts/../.." && pwd -P)/.build
    if (umask 022 && mkdir -p "$build") 2>/dev/null && [[ -w $build ]]; then
        printf '%s\n' "$build/openstack"
    else
        printf '%s\n' "/var/tmp/glance-share-openstack-$(id -u)"
    fi
}

state=${GLANCE_SHARE_TESTBED:-$(default_state)}
(umask 022 && mkdir -p "$state") || die "cannot create $state"
[[ -O $state ]] || die "$state belongs to somebody else"
state=$(cd "$state" && pwd -P)
chmod 755 "$state"   # PostgreSQL's user passes through here; what is secret below is 0600 or 0700
mkdir -p "$state"/{bin,etc,home,keys,log,run,done,store}

venv=$state/venv
export BED_STATE=$state

# `done` holds one empty file for each step that need not be taken again.
is_done() { [[ -e $state/done/$1 ]]; }
mark_done() { : >"$state/done/$1"; }
undo() { local step; for step in "$@"; do rm -f "$state/done/$step"; done; }

# One script at a time changes the bed. No child may inherit the lock: see `unlocked`.
lock_bed() {
    exec 9>"$state/run/lock"
    flock -w 600 9 || die "another script has held $state/run/lock for ten minutes"
}

# Runs a command without our locks (8: see `run`, 9: above), so that a daemon does not keep them.
unlocked() { "$@" 8>&- 9>&-; }

show_log() {
    [[ -s $1 ]] || { say "nothing in $1"; return; }
    say "last lines of $1:"
    tail -n "${2:-25}" "$1" >&2
}
