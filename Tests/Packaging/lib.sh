# What the checks share: trees of a bare Debian 12, and a systemd that runs in one. See also ../Operations/lib.sh.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/../Operations/lib.sh"
packaging=$root/Tests/Packaging
machine_name=glance-share-test-$$

# A service manager has a control group for us; where there is none, we make some of our own below the root's.
launcher=() hierarchies=()
if [[ -d /run/systemd/system ]]; then
    launcher=(systemd-run --quiet --scope --property=Delegate=yes)
else
    mapfile -t hierarchies < <(findmnt --noheadings --list --output TARGET --types cgroup2 || true
        findmnt --noheadings --list --output TARGET --types cgroup --options name=systemd || true)
fi

machine="" leader=""
leave_machine() {
    if [[ -n $machine ]]; then
        kill "$machine" 2>/dev/null || true
        wait "$machine" 2>/dev/null || true
    fi
    for hierarchy in "${hierarchies[@]}"; do
        if [[ -d $hierarchy/$machine_name ]]; then find "$hierarchy/$machine_name" -depth -type d -exec rmdir {} +; fi
    done
    leave
}
trap leave_machine EXIT

# tree NAME: a new tree of the bare Debian, with the package and what the checks need in /root.
tree() {
    mkdir "$work/$1"
    tar --directory "$work/$1" --extract --file "$DEBIAN_TREE"
    cp "$DEB" "$work/$1/root/glance-share.deb"
    cp "$NEXT_DEB" "$work/$1/root/glance-share-next.deb"
    cp "$packaging"/inside/* "$work/$1/root"
    cp examples/quickstart/sharing.yaml "$work/$1/root/sharing.yaml"
}

# nspawn OPTION…: replaces this shell. It makes a /dev of its own, and mounts the unified hierarchy alone.
nspawn() {
    local hierarchy
    for hierarchy in "${hierarchies[@]}"; do
        mkdir -p "$hierarchy/$machine_name"
        echo "$BASHPID" >"$hierarchy/$machine_name/cgroup.procs"
    done
    # Nothing of this system's variables but what it takes to start.
    exec env -i PATH="$PATH" SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 "${launcher[@]}" \
        systemd-nspawn --quiet --register=no --keep-unit --machine="$machine_name" "$@"
}

# inside NAME COMMAND…: runs a command in a tree where no systemd runs, with this system's network.
inside() { (nspawn --directory="$work/$1" --pipe --as-pid2 --resolv-conf=copy-host --chdir=/root "${@:2}") </dev/null; }

# dependencies NAME: puts into a tree what apt would fetch for the package, for an installation without a network.
dependencies() {
    inside "$1" env DEBIAN_FRONTEND=noninteractive apt-get satisfy -y \
        "$(dpkg-deb --field "$DEB" Depends)" "$(dpkg-deb --field "$DEB" Recommends)" >"$work/apt" 2>&1 || {
        cat "$work/apt"
        return 1
    }
}

# boot NAME: starts a tree's systemd, with a network of its own. Not in a check, which is a subshell.
boot() {
    (nspawn --directory="$work/$1" --boot --private-network --resolv-conf=off --console=pipe) \
        </dev/null >"$work/console" 2>&1 &
    machine=$!
    for _ in {1..600}; do
        leader=$(pgrep --parent "$machine" --exact systemd) && in_machine systemctl is-active --quiet default.target 2>/dev/null && return 0
        kill -0 "$machine" || break
        sleep 0.1
    done
}
runs() { in_machine systemctl is-active default.target || { cat "$work/console"; return 1; }; }

# in_machine COMMAND…: runs a command in the tree that was booted.
in_machine() {
    nsenter --target "$leader" --all env --ignore-environment --chdir=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}

# halt: stops the systemd that runs.
halt() {
    in_machine systemctl poweroff 2>/dev/null || true
    wait "$machine"
    machine="" leader=""
}

# engine ARGUMENT…: buildah, with images of its own. Layers lie over each other where the file system allows it.
engine() {
    local driver=overlay
    if [[ $(stat --file-system --format=%T "$work") == overlayfs ]]; then driver=vfs; fi
    buildah --root "$work/images" --runroot "$work/images-run" --storage-driver "$driver" "$@"
}

# eventually COMMAND…: within a minute, the command succeeds.
eventually() {
    for _ in {1..300}; do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
    "$@"
}
