# shellcheck shell=bash
# Everything together: the bed goes up, the bed goes down.

source "$(dirname "${BASH_SOURCE[0]}")/paths.sh"
source "$bed_scripts/lib/install.sh"
source "$bed_scripts/lib/database.sh"
source "$bed_scripts/lib/certificates.sh"
source "$bed_scripts/lib/services.sh"

declare -A bed=()

load_bed() {
    local lines
    lines=$("$(base_python)" -B "$bed_scripts/lib/bed.py" write)
    # shellcheck disable=SC1090
    source <(printf '%s\n' "$lines")
}

# All ports are chosen anew if somebody has taken one of those that are about to be used.
keep_clear_of_others() {
    if ! "$(base_python)" -B "$bed_scripts/lib/bed.py" busy "$@"; then return; fi
    say "a port was taken in the meantime: choosing all ports again"
    stop_all
    "$(base_python)" -B "$bed_scripts/lib/bed.py" new-ports
    load_bed
    undo seed
}

# What is neither running nor well, by name; nothing when the bed is up.
missing() {
    local name
    if [[ ! -s $state/run/database-home ]]; then
        echo postgres
    else
        database_home=$(<"$state/run/database-home")
        if ! database_is_running; then echo postgres; fi
    fi
    for name in "${services[@]}"; do
        if ! is_well "$name"; then printf '%s\n' "$name"; fi
    done
}

show_description() {
    local file
    for file in cloud.json clouds.yaml demo.env; do
        cp -p "$state/description/$file" "$state/.$file"
        mv "$state/.$file" "$state/$file"
    done
}

hide_description() { rm -f "$state"/{cloud.json,clouds.yaml,demo.env}; }

is_up() { [[ -e $state/cloud.json ]] && is_installed && is_seeded && certificates_are_good && [[ -z $(missing) ]]; }

is_down() {
    local name
    for name in "${services[@]}"; do
        if is_alive "$name"; then return 1; fi
    done
    [[ ! -s $state/run/database-home ]] && return
    database_home=$(<"$state/run/database-home")
    ! database_process
}

# Seeding again costs two seconds, and is due when what it says has changed.
seed_stamp() { cat "$bed_scripts"/lib/{bed,identity,seed}.py "$state/bed.json" | sha256sum; }
is_seeded() { [[ $(cat "$state/done/seed" 2>/dev/null) == "$(seed_stamp)" ]]; }

seed() {
    if is_seeded; then return; fi
    say "seeding Keystone"
    logged seed "$venv/bin/python" -B "$bed_scripts/lib/seed.py"
    seed_stamp >"$state/done/seed"
}

bring_up() {
    local absent name began=$SECONDS
    install_system_packages
    load_bed
    if is_up; then
        say "already up"
        return
    fi
    hide_description
    install_venv
    find_database_home
    make_certificates
    mapfile -t absent < <(missing)
    for name in "${absent[@]}"; do # a service that lives but does not answer well is replaced
        if [[ $name != postgres ]]; then terminate "$name"; fi
    done
    if ((${#absent[@]})); then keep_clear_of_others "${absent[@]}"; fi
    start_database
    create_schemas
    for name in "${services[@]}"; do launch "$name"; done
    await keystone
    seed
    for name in "${services[@]}"; do await "$name"; done
    show_description
    say "up after $((SECONDS - began)) seconds"
}

take_down() {
    hide_description
    stop_all
    rm -f "$state/run/started-by-run"
}
