#!/usr/bin/env bash
# Measures what a manifest of a million members costs, each step compared with libyaml alone, and what resolving as many does.
# Usage: Tests/Benchmarks/steps.sh [ROUNDS]    every round starts fresh processes, 5 iterations each; 3 unless told
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export GLANCE_SHARE_BENCHMARKS=1  # Package.swift adds the benchmarks, and what they need, only then
rounds=${1:-3}
scratch=.build-benchmarks
results=$scratch/results
names=(bare compose load plan answers resolve)

benchmark() { swift package --scratch-path "$scratch" benchmark "$@"; }
step() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }

step "build"
benchmark list

rm -rf "$results"
for ((round = 1; round <= rounds; round++)); do
    step "round $round of $rounds"
    log=$results/$round/log
    mkdir -p "$results/$round"
    benchmark --target ManifestBenchmarks --no-progress --time-units milliseconds --format histogramSamples \
        --path "$PWD/$results/$round" > "$log" 2>&1 || { cat "$log" >&2; exit 1; }
    # The plugin succeeds even where a benchmark did not: it only leaves its samples out.
    for name in "${names[@]}"; do
        compgen -G "$results/$round/*.$name.wallClock.*" > /dev/null || { cat "$log" >&2; exit 1; }
    done
done

# The samples of all rounds, sorted: a file of each round, one number a line under a heading.
samples() { awk 'FNR > 1' "$results"/*/*".$1.$2.histogram.samples.tsv" | sort -n; }
median() { samples "$1" "$2" | awk '{ a[NR] = $1 } END { print (a[int((NR + 1) / 2)] + a[int(NR / 2) + 1]) / 2 }'; }
ratio() { awk -v a="$(median "$1" "$3")" -v b="$(median "$2" "$3")" 'BEGIN { printf "%.2f", a / b }'; }

step "medians"
printf '%-8s %8s %9s %9s %8s %8s\n' '' wall fastest 'user CPU' memory samples
for name in "${names[@]}"; do
    printf '%-8s %5.0f ms %6.0f ms %6.0f ms %5.0f MB %8d\n' "$name" "$(median "$name" wallClock)" \
        "$(samples "$name" wallClock | sed -n 1p)" "$(median "$name" cpuUser)" \
        "$(samples "$name" peakMemoryResident | sed -n '$p')" "$(samples "$name" wallClock | wc -l)"
done
echo
for name in compose load; do
    printf '%-12s %5s by wall clock, %s by user CPU\n' "$name/bare" "$(ratio $name bare wallClock)" \
        "$(ratio $name bare cpuUser)"
done
echo
Tests/Benchmarks/machine.sh
