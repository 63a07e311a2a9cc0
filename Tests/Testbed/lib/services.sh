# shellcheck shell=bash
# The four WSGI services, and nginx before two of them: starting, stopping, and telling whether they are well.
# A process is ours if its environment carries the mark below: a pid alone may be somebody else's by now.
# SPT_NOENV keeps setproctitle, which gunicorn uses, from writing over that environment.

services=(keystone glance keystone-short glance-small nginx)

mark_of() { printf 'GLANCE_SHARE_TESTBED_SERVICE=%s@%s' "$1" "$state"; }

pids_of() {
    { grep -lzxF -- "$(mark_of "$1")" /proc/[0-9]*/environ 2>/dev/null || true; } | cut -d/ -f3
}

is_alive() { # the master, not a worker which outlived it
    local pid
    pid=$(cat "$state/run/$1.pid" 2>/dev/null) && [[ -n $pid ]] &&
        grep -qzxF -- "$(mark_of "$1")" "/proc/$pid/environ" 2>/dev/null
}

# A GET without curl: Debian's Bash speaks TCP. nginx refuses it where TLS is due, and so shows that it is there.
answers() {
    local path=/healthcheck line status=200
    case $1 in
        keystone*) path=/v3 ;;
        nginx) status=400 ;;
    esac
    (
        exec 3<>"/dev/tcp/127.0.0.1/${bed[ports.$1]}" || exit 1
        printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$path" >&3
        IFS= read -r -t 5 line <&3
        [[ $line == *" $status "* ]]
    ) 2>/dev/null
}

is_well() { is_alive "$1" && answers "$1"; }

# Returns at once; `await` waits. Keystone parses the command line of whoever serves it, so gunicorn
# gets no argument: it finds gunicorn.conf.py in its working directory.
launch() {
    local name=$1 kind=${1%%-*} log=$state/log/$1.log workers=2 program=("$venv/bin/gunicorn")
    if is_alive "$name"; then return; fi
    terminate "$name"
    if [[ $name == *-* ]]; then workers=1; fi
    if [[ $kind == nginx ]]; then
        program=("$(nginx_program)" -e stderr -p "$state/run/nginx" -c "$state/etc/nginx/nginx.conf")
    fi
    (
        cd "$bed_scripts/config" || exit
        unlocked exec setsid env -i PATH="$PATH" HOME="$state/home" LANG=C.UTF-8 PYTHONWARNINGS=ignore \
            "$(mark_of "$name")" SPT_NOENV=1 PYTHONDONTWRITEBYTECODE=1 \
            BED_KIND="$kind" BED_PORT="${bed[ports.$name]}" BED_WORKERS="$workers" \
            OS_KEYSTONE_CONFIG_DIR="$state/etc/$name" OS_GLANCE_CONFIG_DIR="$state/etc/$name" \
            "${program[@]}" >>"$log" 2>&1 </dev/null
    ) &
    printf '%s\n' "$!" >"$state/run/$name.pid"
    disown
}

await() {
    local name=$1 deadline=$((SECONDS + 90))
    until answers "$name"; do
        if ! kill -0 "$(<"$state/run/$name.pid")" 2>/dev/null; then
            show_log "$state/log/$name.log"
            die "$name ended while starting"
        fi
        if ((SECONDS > deadline)); then
            show_log "$state/log/$name.log"
            die "$name did not answer within 90 seconds"
        fi
        sleep 0.1
    done
}

# The master is asked first; whatever is left after five seconds is ended.
terminate() {
    local name pids signal=QUIT try
    for name in "$@"; do
        if is_alive "$name"; then kill -QUIT "$(<"$state/run/$name.pid")" 2>/dev/null || true; fi
    done
    for name in "$@"; do
        for ((try = 0; ; try++)); do
            mapfile -t pids < <(pids_of "$name")
            if ((${#pids[@]} == 0)); then break; fi
            if ((try >= 50)); then signal=KILL; fi
            if ! is_alive "$name" || ((try >= 50)); then kill "-$signal" "${pids[@]}" 2>/dev/null || true; fi
            if ((try > 100)); then die "$name does not end: ${pids[*]}"; fi
            sleep 0.1
        done
        rm -f "$state/run/$name.pid"
    done
}

stop_all() {
    terminate "${services[@]}"
    stop_database
}
