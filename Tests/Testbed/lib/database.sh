# shellcheck shell=bash
# A PostgreSQL cluster of our own: own directory, own port, loopback only, no unix socket at all.
# It keeps nothing worth keeping, so it never waits for the disk.

# PostgreSQL refuses to run as root; then the user that came with its package runs it.
as_postgres() {
    (
        cd /
        if ((EUID == 0)); then
            unlocked setpriv --reuid=postgres --regid=postgres --init-groups "$@"
        else
            unlocked "$@"
        fi
    )
}

# Beside the rest of the state if PostgreSQL's user can get there, else the first place where it can.
# The place is written down, because mktemp chooses its name.
find_database_home() {
    local place
    if [[ -s $state/run/database-home ]]; then
        database_home=$(<"$state/run/database-home")
        if [[ -d $database_home ]]; then return; fi
    fi
    undo cluster schema-keystone schema-glance seed
    for place in "$state" /var/tmp "${TMPDIR:-/tmp}"; do
        if ! as_postgres test -x "$place" 2>/dev/null; then continue; fi
        database_home=$(mktemp -d "$place/postgres.XXXXXX") || continue
        if ((EUID == 0)); then chown postgres: "$database_home"; fi
        if as_postgres test -w "$database_home"; then
            printf '%s\n' "$database_home" >"$state/run/database-home"
            ln -sfn "$database_home/postgres.log" "$state/log/postgres.log"
            return
        fi
        rmdir "$database_home"
    done
    die "no directory that PostgreSQL's user can write to"
}

# A killed process that nobody has reaped still has its pid, and pg_ctl takes it for alive.
database_process() {
    local pid
    pid=$(head -n 1 "$database_home/data/postmaster.pid" 2>/dev/null) && [[ -n $pid ]] &&
        grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$pid/status" 2>/dev/null &&
        as_postgres "$(postgres_bin)/pg_ctl" status -s -D "$database_home/data" >/dev/null 2>&1
}

database_is_running() {
    database_process &&
        "$(postgres_bin)/pg_isready" -q -t 5 -h 127.0.0.1 -p "$(sed -n 4p "$database_home/data/postmaster.pid")"
}

create_cluster() {
    if is_done cluster; then return; fi
    local data=$database_home/data
    rm -rf "$data"
    as_postgres tee "$database_home/password" <<<"${bed[passwords.database]}" >/dev/null
    as_postgres "$(postgres_bin)/initdb" -D "$data" --username=testbed --pwfile="$database_home/password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >"$state/log/initdb.log" 2>&1 ||
        { show_log "$state/log/initdb.log"; die "initdb failed"; }
    rm -f "$database_home/password"
    mark_done cluster
}

# Server processes of a postmaster that was killed may outlive it for a moment, hence the tries.
start_database() {
    if database_is_running; then return; fi
    stop_database
    create_cluster
    local try data=$database_home/data
    rm -f "$data/postmaster.pid"
    as_postgres tee "$data/postgresql.conf" <"$bed_scripts/config/postgresql.conf" >/dev/null
    for ((try = 0; try < 10; try++)); do
        if as_postgres "$(postgres_bin)/pg_ctl" start -s -w -t 30 -D "$data" -l "$database_home/postgres.log" \
            -o "-p ${bed[ports.postgres]}" >/dev/null 2>&1 </dev/null; then
            return
        fi
        sleep 0.5
    done
    show_log "$database_home/postgres.log"
    die "PostgreSQL did not start"
}

stop_database() {
    if [[ ! -s $state/run/database-home ]]; then return; fi
    database_home=$(<"$state/run/database-home")
    if ! database_process; then return; fi
    as_postgres "$(postgres_bin)/pg_ctl" stop -s -w -t 20 -m fast -D "$database_home/data" >/dev/null 2>&1 ||
        as_postgres "$(postgres_bin)/pg_ctl" stop -s -w -t 20 -m immediate -D "$database_home/data" >/dev/null
}

# Runs one step that is worth a log of its own, and shows the log if it fails.
logged() {
    local step=$1 log=$state/log/$1.log
    shift
    env -i PATH="$PATH" HOME="$state/home" LANG=C.UTF-8 PYTHONWARNINGS=ignore \
        BED_STATE="$state" BED_SCRIPTS="$bed_scripts" "$@" >>"$log" 2>&1 </dev/null ||
        { show_log "$log"; die "$step failed"; }
}

create_database() {
    local status
    status=$(PGPASSWORD=${bed[passwords.database]} "$(postgres_bin)/psql" -h 127.0.0.1 \
        -p "${bed[ports.postgres]}" -U testbed -d postgres -Atqc "CREATE DATABASE $1" 2>&1) || {
        if [[ $status != *"already exists"* ]]; then die "CREATE DATABASE $1: $status"; fi
    }
}

create_keystone() {
    local manage=("$venv/bin/keystone-manage" --config-file "$state/etc/keystone/keystone.conf")
    local ids=(--keystone-user "$(id -un)" --keystone-group "$(id -gn)")
    create_database keystone
    mkdir -p "$state/keys/fernet" "$state/keys/credential"
    logged keystone-schema "${manage[@]}" db_sync &
    local sync=$!
    if [[ ! -e $state/keys/fernet/0 ]]; then logged keystone-keys "${manage[@]}" fernet_setup "${ids[@]}"; fi
    if [[ ! -e $state/keys/credential/0 ]]; then logged keystone-keys "${manage[@]}" credential_setup "${ids[@]}"; fi
    wait "$sync"
    local url
    url=${bed[urls.keystone]}/v3
    logged keystone-bootstrap OS_BOOTSTRAP_PASSWORD="${bed[passwords.admin]}" "${manage[@]}" bootstrap \
        --bootstrap-region-id RegionOne \
        --bootstrap-admin-url "$url" --bootstrap-internal-url "$url" --bootstrap-public-url "$url"
    mark_done schema-keystone
}

create_glance() {
    create_database glance
    logged glance-schema "$venv/bin/glance-manage" --config-file "$state/etc/glance/glance-api.conf" db_sync
    mark_done schema-glance
}

# Side by side: neither needs the other.
create_schemas() {
    local jobs=() job failed=0
    if ! is_done schema-keystone; then say "creating Keystone's database"; create_keystone & jobs+=($!); fi
    if ! is_done schema-glance; then say "creating Glance's database"; create_glance & jobs+=($!); fi
    for job in "${jobs[@]}"; do wait "$job" || failed=1; done
    if ((failed)); then die "the databases could not be created"; fi
}
