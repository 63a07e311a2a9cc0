# Runs the checks of an area and counts them.
# shellcheck shell=bash

# run_checks AREA CHECK…: whether every line that the checks print is an `ok`.
run_checks() {
    local area=$1 results check before passed broken
    shift
    results=$(mktemp)
    for check in "$@"; do
        # A check that says nothing, or breaks off, has failed as well.
        before=$(wc -l <"$results")
        "$check" | tee -a "$results" || { echo "not ok $check broke off" | tee -a "$results"; }
        if (($(wc -l <"$results") == before)); then echo "not ok $check checked nothing" | tee -a "$results"; fi
    done
    passed=$(grep -c '^ok ' "$results" || true)
    broken=$(grep -c '^not ok ' "$results" || true)
    rm -f "$results"
    printf '%s: %d checks passed, %d failed\n' "$area" "$passed" "$broken"
    ((broken == 0 && passed > 0))
}
