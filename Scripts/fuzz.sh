#!/bin/sh
# Lets libFuzzer look for inputs that crash a reader: FUZZ_SECONDS for each format (60). Inputs that
# found new paths are kept in Fuzz/.corpus for the next time; one that crashes is left in Fuzz/ by name.
set -eu

cd -- "$(dirname -- "$0")/../Fuzz"
swift="${SWIFT:-swift}"
case "$(uname -s)" in
# gold stumbles over the line tables of instrumented code.
Linux) linker="-Xswiftc -use-ld=lld" ;;
*) linker="" ;;
esac
# shellcheck disable=SC2086
"$swift" build -c release -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer $linker --product SweepFuzz || {
    printf '%s\n' 'libFuzzer: not run; this Swift cannot build with -sanitize=fuzzer' >&2
    exit 0
}
for format in yaml idx gzip safetensors journal events checkpoint state measuring sums analysis steps \
    permutations model; do
    mkdir -p ".corpus/$format"
    SWEEP_FUZZ="$format" .build/release/SweepFuzz --seeds ".corpus/$format"
    printf 'libFuzzer %s: ' "$format"
    if SWEEP_FUZZ="$format" .build/release/SweepFuzz ".corpus/$format" -max_total_time="${FUZZ_SECONDS:-60}" \
        -rss_limit_mb=2000 -timeout=10 -print_final_stats=1 >".corpus/$format.log" 2>&1; then
        sed -n 's/^stat::number_of_executed_units: *\([0-9]*\)/\1 inputs, no crash/p' ".corpus/$format.log"
    else
        printf 'CRASH; see Fuzz/.corpus/%s.log\n' "$format"
        exit 1
    fi
done
