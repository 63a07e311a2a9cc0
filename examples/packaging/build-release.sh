#!/usr/bin/env bash
# Builds the program as a server runs it: it needs nothing but Debian 12's libraries, is stripped, and says in --version
# which commit it is. The last line of standard output is the program's path. Installs what is missing first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

examples/install-dependencies.sh >&2

# A commit says what was built only if nothing else was; a folder without Git is a release of nobody's commit.
if [[ -z ${GLANCE_SHARE_COMMIT:-} ]] && GLANCE_SHARE_COMMIT=$(git rev-parse --verify HEAD 2>/dev/null); then
    if [[ -n $(git status --porcelain) ]]; then GLANCE_SHARE_COMMIT+=+dirty; fi
fi
if [[ -n ${GLANCE_SHARE_COMMIT:-} ]]; then export GLANCE_SHARE_COMMIT; else unset GLANCE_SHARE_COMMIT; fi

# A folder of its own: one build at a time takes place in a folder, and this one has other options. -Osize makes the code
# a tenth smaller, and a manifest of a million members takes as long. Nothing looks up the program's symbols by name:
# without --no-export-dynamic, the linker would have to keep all of them (5 MB). Relocations are packed (2.5 MB), which
# only lld can do, and any glibc from 2.36 on reads. No library is looked for beside the program.
options=(-c release --product glance-share --scratch-path .build/release-static --static-swift-stdlib
    --disable-local-rpath -Xswiftc -Osize -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic
    -Xlinker -z -Xlinker pack-relative-relocs)
swift build "${options[@]}" >&2
built=$(swift build "${options[@]}" --show-bin-path)/glance-share

program=.build/release-static/glance-share
strip --strip-all --remove-section=.comment -o "$program" "$built"
echo "$PWD/$program"
