#!/usr/bin/env bash
# Proves the Debian package and the container image on bare systems: a Debian 12 without Swift, a systemd that boots in it,
# a container without rights. Takes a quarter of an hour, Debian's mirror, and root. Installs what is missing first.
#
#   Tests/Packaging/run.sh [DEB [CHECK…]]   DEB: by default, it is built; CHECK: by default, all of checks/
#
#   DEBIAN_TREE   an archive for the bare Debian 12, kept from one run to the next; by default, made anew
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ((EUID != 0)); then
    echo "it boots systems in namespaces, for which it has to be root: sudo Tests/Packaging/run.sh" >&2
    exit 1
fi

missing=()
command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
command -v systemd-nspawn >/dev/null || missing+=(systemd-container)
command -v buildah >/dev/null || missing+=(buildah)
command -v crun >/dev/null || missing+=(crun)
command -v umoci >/dev/null || missing+=(umoci)
command -v jq >/dev/null || missing+=(jq)
command -v git >/dev/null || missing+=(git)
/usr/bin/python3 -c 'import yaml' 2>/dev/null || missing+=(python3-yaml)
# The program's own libraries, for the sandbox that the container's checks talk to.
[[ -e /usr/lib/x86_64-linux-gnu/libyaml-0.so.2 ]] || missing+=(libyaml-0-2)
if ((${#missing[@]})); then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

# The package under test, its program, and its next version, which brings another sharing.yaml.
deb=${1:-$(examples/packaging/deb/build.sh "$files" | tail -n 1)}
export DEB=$files/glance-share.deb NEXT_DEB=$files/glance-share-next.deb
if [[ $deb != "$DEB" ]]; then cp "$deb" "$DEB"; fi
dpkg-deb --raw-extract "$DEB" "$files/package"
export GLANCE_SHARE=$files/package/usr/bin/glance-share
cp -a "$files/package" "$files/next"
sed -i 's/^Version: .*/&+next/' "$files/next/DEBIAN/control"
echo '# The next version says more.' >>"$files/next/etc/glance-share/sharing.yaml"
(cd "$files/next" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | xargs -0 md5sum >DEBIAN/md5sums)
dpkg-deb -Zgzip -z1 --build "$files/next" "$NEXT_DEB" >/dev/null
rm -rf "$files/next"

export DEBIAN_TREE=${DEBIAN_TREE:-$files/debian.tar}
if [[ ! -s $DEBIAN_TREE ]]; then
    mmdebstrap --quiet --variant=minbase --include=systemd-sysv --skip=cleanup/apt/lists bookworm "$DEBIAN_TREE"
fi

# shellcheck source=../Operations/checks.sh
source Tests/Operations/checks.sh
if (($# > 1)); then checks=("${@:2}"); else checks=(Tests/Packaging/checks/*); fi
run_checks packaging "${checks[@]}"
