#!/usr/bin/env bash
# Installs those with whom glance-share is compared, and builds what stands for them, in the folder $BENCHMARKS_SCRATCH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

examples/install-dependencies.sh

gocode=/usr/share/gocode
missing=()
command -v curl >/dev/null || missing+=(curl)
command -v gcc >/dev/null || missing+=(gcc libc6-dev)
command -v gnuplot >/dev/null || missing+=(gnuplot-nox)
command -v go >/dev/null || missing+=(golang-go)
[[ -d $gocode/src/github.com/gophercloud/gophercloud ]] || missing+=(golang-github-gophercloud-gophercloud-dev)
/usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if ((${#missing[@]})); then
    if ((EUID == 0)); then run_as_root=(); else run_as_root=(sudo); fi
    "${run_as_root[@]}" apt-get update -qq
    "${run_as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
# The test bed takes care that nobody starts it as a service.
if ! PATH=$PATH:/usr/sbin command -v nginx >/dev/null; then Tests/Testbed/run true; fi

peers=$BENCHMARKS_SCRATCH/peers
mkdir -p "$peers"
gcc -O2 -Wall -Wextra -o "$peers/timed" Tests/Benchmarks/peers/timed.c
gcc -O2 -Wall -Wextra -o "$peers/bare" Tests/Benchmarks/peers/bare.c -lyaml
export GOPATH=$gocode GO111MODULE=off
for program in lists posts shares; do
    go build -o "$peers/$program" "Tests/Benchmarks/peers/$program.go" Tests/Benchmarks/peers/cloud.go
done

# The versions are those of the test bed.
venv=$BENCHMARKS_SCRATCH/venv
if [[ ! -e $venv/whole ]]; then
    rm -rf "$venv"
    /usr/bin/python3 -m venv "$venv"
    "$venv/bin/pip" install -q -c Tests/Testbed/requirements.txt openstacksdk python-openstackclient
    touch "$venv/whole"
fi
