#!/usr/bin/env bash
# Builds the container image from the Debian package: what Containerfile builds, but without a registry, from Debian's
# mirror alone. Prints the archive's name and sizes.
#
#   build-image.sh [--ci] [--output FILE] [DEB]
#
#   --ci            with git, curl and jq, for the jobs of a pipeline
#   --output FILE   the OCI archive; by default, glance-share-VERSION.oci.tar or glance-share-VERSION-ci.oci.tar, here
#   DEB             the package; by default, it is built first
#
# IMAGE_SOURCE, a URL, is the label of where the sources are. Needs buildah and mmdebstrap. To push what it built:
#
#   skopeo copy oci-archive:glance-share-0.1.0.oci.tar docker://registry.example.org/cloud/glance-share:0.1.0
set -euo pipefail
container=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() { echo "$1" >&2; exit 1; }
for program in buildah mmdebstrap dpkg-deb; do
    command -v "$program" >/dev/null || fail "$program is missing: apt-get install buildah mmdebstrap dpkg"
done

flavour="" archive="" deb=""
while (($#)); do
    case $1 in
        --ci) flavour=-ci ;;
        --output) archive=${2:?--output needs a file}; shift ;;
        -*) fail "unknown option $1" ;;
        *) deb=$1 ;;
    esac
    shift
done

work=$(mktemp -d)
# To anybody but root, what is in the storage belongs to others.
clean_up() { if ((EUID)); then buildah unshare rm -rf "$work"; else rm -rf "$work"; fi; }
trap clean_up EXIT
# mmdebstrap may work as another user.
chmod 0755 "$work"

if [[ -z $deb ]]; then
    deb=$("$container/../deb/build.sh" "$work" | tail -n 1)
fi
cp "$deb" "$work/glance-share.deb"
version=$(dpkg-deb --field "$deb" Version)
# A tag has no `~` and no `+`.
tag=${version//[~+:]/-}$flavour
archive=${archive:-glance-share-$tag.oci.tar}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(dpkg-deb --fsys-tarfile "$deb" | tar --list --verbose --full-time --utc |
    awk '$NF == "./usr/bin/glance-share" {print $4, $5 "Z"}' | xargs -0 date +%s --date)}
export SOURCE_DATE_EPOCH

# Debian's essential packages without documentation and translations, as debian:12-slim has them.
packages=(usr-is-merged ca-certificates systemd-standalone-sysusers "$work/glance-share.deb")
if [[ -n $flavour ]]; then packages+=(curl git jq); fi
options=()
while read -r path; do options+=(--dpkgopt="$path"); done <"$container/dpkg-slim"
# shellcheck disable=SC2016
mmdebstrap --quiet --variant=essential --skip=cleanup/apt --hook-dir=/usr/share/mmdebstrap/hooks/file-mirror-automount \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include="$(IFS=, && echo "${packages[*]}")" "${options[@]}" \
    --customize-hook="\"$container/finish-root\" \"\$1\"" \
    --customize-hook='rm -f "$1/etc/hostname" "$1/etc/resolv.conf"' \
    --customize-hook='chroot "$1" glance-share --version' \
    bookworm "$work/root.tar" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

# Storage of its own: what this machine's engines have is left alone, and nothing is left over.
build() { buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs "$@"; }
# The package's changelog names the commit.
commit=$(dpkg-deb --fsys-tarfile "$deb" | tar --extract --to-stdout ./usr/share/doc/glance-share/changelog.Debian.gz |
    gunzip | grep -oE '\b[0-9a-f]{40}\b(\+dirty)?' || echo unknown)
labels=(
    --label org.opencontainers.image.title=glance-share
    --label "org.opencontainers.image.description=Shares OpenStack images with projects as a manifest says"
    --label "org.opencontainers.image.version=$version"
    --label "org.opencontainers.image.revision=$commit"
)
if [[ -n ${IMAGE_SOURCE:-} ]]; then labels+=(--label "org.opencontainers.image.source=$IMAGE_SOURCE"); fi
draft=$(build from scratch)
build add --quiet "$draft" "$work/root.tar" / >/dev/null
build config --entrypoint '["glance-share"]' --user 65532:65532 --workingdir /work \
    --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --env LIBDISPATCH_LOG=NO \
    "${labels[@]}" "$draft"
image=$(build commit --quiet --timestamp "$SOURCE_DATE_EPOCH" "$draft")
rm -f "$archive"
build push --quiet "$image" "oci-archive:$archive:glance-share:$tag"

megabytes() { awk '{printf "%.1f MB", $1 / 1e6}' <<<"$1"; }
echo "$archive: $(megabytes "$(stat -c %s "$work/root.tar")") unpacked, $(megabytes "$(stat -c %s "$archive")") as an archive"
