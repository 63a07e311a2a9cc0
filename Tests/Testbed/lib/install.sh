# shellcheck shell=bash
# What the bed is made of: Debian's PostgreSQL, nginx and Python, and the pinned packages in a venv.

uv_version=0.13.9

as_root() {
    if ((EUID == 0)); then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "not root and no sudo: install postgresql, nginx, openssl and python3-venv first"
    fi
}

postgres_bin() {
    local dir
    for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) /usr/local/pgsql/bin; do
        if [[ -x $dir/initdb && -x $dir/pg_ctl ]]; then printf '%s\n' "$dir"; return; fi
    done
    return 1
}

nginx_program() { PATH=$PATH:/usr/sbin:/usr/local/sbin type -P nginx; }

# Debian's own Python first: the pinned versions were tried with it.
base_python() {
    local python
    for python in /usr/bin/python3 python3; do
        if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}

install_system_packages() {
    if postgres_bin >/dev/null && nginx_program >/dev/null && base_python >/dev/null && type -P openssl >/dev/null; then
        return
    fi
    say "installing postgresql, nginx, openssl and python3-venv"
    # Debian's package would also create and start a cluster on port 5432, which nobody asked for.
    local no_cluster=/etc/postgresql-common/createcluster.d/glance-share-testbed.conf
    as_root mkdir -p "${no_cluster%/*}"
    printf 'create_main_cluster = false\n' | as_root tee "$no_cluster" >/dev/null
    # Nor did anybody ask for a web server on port 80, now or when the machine starts.
    local no_start=/usr/sbin/policy-rc.d had_nginx
    had_nginx=$(nginx_program) || true
    if [[ -e $no_start ]]; then no_start=; fi
    if [[ -n $no_start ]]; then
        # shellcheck disable=SC2016
        printf '#!/bin/sh\ncase " $* " in *" nginx "*) exit 101 ;; esac\n' | as_root tee "$no_start" >/dev/null
        as_root chmod 755 "$no_start"
    fi
    local log=$state/log/apt.log status=0
    {
        as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -q -y --no-install-recommends postgresql nginx openssl python3 python3-venv
    } >"$log" 2>&1 </dev/null || status=$?
    as_root rm -f "$no_cluster" ${no_start:+"$no_start"}
    if [[ -z $had_nginx ]] && type -P systemctl >/dev/null; then
        as_root systemctl --quiet disable nginx >/dev/null 2>&1 || true
    fi
    if ((status)); then show_log "$log"; die "apt-get failed"; fi
    postgres_bin >/dev/null || die "no initdb under /usr/lib/postgresql after the installation"
    nginx_program >/dev/null || die "no nginx after the installation"
    base_python >/dev/null || die "no Python 3.11 with venv after the installation"
}

# uv reads neither pip.conf nor PIP_*: hand over what pip was told about indexes and certificates.
uv_settings() {
    local pair ours theirs value told
    told=$("$venv/bin/pip" config list | sort) # PIP_*, which wins, before pip.conf
    for pair in index-url=UV_DEFAULT_INDEX extra-index-url=UV_INDEX cert=SSL_CERT_FILE; do
        ours=${pair#*=} theirs=${pair%=*}
        value=$(sed -n "s/^\(:env:\|global\)\.$theirs='\(.*\)'\$/\2/p" <<<"$told" | head -n 1)
        if [[ -n $value && -z ${!ours:-} ]]; then printf '%s\n' "$ours=$value"; fi
    done
}

install_packages_with_uv() {
    local settings=()
    "$venv/bin/pip" install -q "uv==$uv_version" || return 1
    mapfile -t settings < <(uv_settings)
    timeout 180 env "${settings[@]}" VIRTUAL_ENV="$venv" UV_LINK_MODE=copy \
        "$venv/bin/uv" pip install --quiet --no-deps --compile-bytecode -r "$bed_scripts/requirements.txt"
}

install_packages_with_pip() {
    "$venv/bin/pip" install -q --no-deps -r "$bed_scripts/requirements.txt"
}

# The venv is whole when its stamp tells of this very list and this very Python.
venv_stamp() { printf '%s %s\n' "$("$(base_python)" --version)" "$(sha256sum <"$bed_scripts/requirements.txt")"; }
is_installed() { [[ $(cat "$venv/stamp" 2>/dev/null) == "$(venv_stamp)" ]]; }

install_venv() {
    local log=$state/log/install.log
    if is_installed; then return; fi
    say "installing Keystone, Glance and the openstack command (log: $log)"
    stop_all
    rm -rf "$venv"
    undo schema-keystone schema-glance seed
    {
        "$(base_python)" -m venv "$venv" && {
            install_packages_with_uv || install_packages_with_pip
        }
    } >"$log" 2>&1 </dev/null || { show_log "$log"; die "installing the packages failed"; }
    ln -sf "$venv/bin/openstack" "$state/bin/openstack"
    venv_stamp >"$venv/stamp"
}
