#!/usr/bin/env bash
# Makes glance-share_VERSION_ARCHITECTURE.deb from a release build; the last line of standard output is its path. The same
# commit gives the same package. Installs what is missing first.
#
#   build.sh [FOLDER]   where the package is put (.build/packages)
#
#   GLANCE_SHARE        the program to pack; by default, it is built
#   REVISION            the package's revision (1): a higher one upgrades a lower one of the same version
#   MAINTAINER          who answers for the package, as `Name <address>`; by default, the commit's author
#   SOURCE_DATE_EPOCH   what is taken for the time, in seconds; by default, the commit's
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "${1:-"$here/../../../.build/packages"}"
folder=$(cd "${1:-"$here/../../../.build/packages"}" && pwd)
cd "$here/../../.."

missing=()
command -v dh >/dev/null || missing+=(debhelper)
command -v dpkg-buildpackage >/dev/null || missing+=(dpkg-dev)
[[ -x /usr/bin/python3 ]] || missing+=(python3)
if ((${#missing[@]})); then
    if ((EUID == 0)); then run_as_root=(); else run_as_root=(sudo); fi
    "${run_as_root[@]}" apt-get update -qq >&2
    "${run_as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [[ -z ${GLANCE_SHARE:-} ]]; then GLANCE_SHARE=$(examples/packaging/build-release.sh | tail -n 1); fi
GLANCE_SHARE=$(realpath "$GLANCE_SHARE")
version=$("$GLANCE_SHARE" --version | sed -n '1s/^glance-share \([0-9.]*\).*/\1/p')-${REVISION:-1}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
MAINTAINER=${MAINTAINER:-$(git log -1 --format='%an <%ae>')}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/glance-share
mkdir -p "$tree/man" "$tree/completions"
cp -r examples/packaging/deb/debian examples/packaging/deb/etc systemd "$tree"
cp examples/packaging/deb/sysusers.conf "$tree/glance-share.conf"
cp "$GLANCE_SHARE" "$tree/glance-share"
sed -i "s|@MAINTAINER@|$MAINTAINER|" "$tree/debian/control"
cat >"$tree/debian/changelog" <<END
glance-share ($version) unstable; urgency=medium

  * $("$GLANCE_SHARE" --version | sed -n '1s/.*(\(.*\))/\1/p')

 -- $MAINTAINER  $(date --rfc-email --date="@$SOURCE_DATE_EPOCH")
END

PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 examples/packaging/deb/manual.py "$GLANCE_SHARE" "$tree/man"
"$GLANCE_SHARE" schema --output "$tree/glance-share.schema.json"
"$GLANCE_SHARE" --generate-completion-script bash | sed '1{/^#!/d}' >"$tree/completions/glance-share"
"$GLANCE_SHARE" --generate-completion-script zsh >"$tree/completions/_glance-share"
"$GLANCE_SHARE" --generate-completion-script fish >"$tree/completions/glance-share.fish"
# The licences of the libraries that are linked in ask for their notices.
checkouts=.build/release-static/checkouts
if [[ ! -d $checkouts ]]; then checkouts=.build/checkouts; fi
for notice in "$checkouts"/*/NOTICE.txt; do
    printf '===== %s\n' "$(basename "$(dirname "$notice")")"
    cat "$notice"
done >"$tree/NOTICE"

# Nothing is compiled: of what a Debian machine builds with, only debhelper is needed.
(cd "$tree" && dpkg-buildpackage --build=binary --no-sign --no-check-builddeps >"$work/log" 2>&1) || { cat "$work/log" >&2; exit 1; }
mv "$work"/*.deb "$folder"
echo "$folder/glance-share_${version}_$(dpkg --print-architecture).deb"
