#!/usr/bin/env bash
# sweep on a real Slurm, which is set up on this machine: run.sh PROGRAM. Some minutes.
# Exit status 0 also where the packages cannot be had: then it says that the tests were skipped.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
program=$(readlink -f "${1:?name the program}")
export LAB
LAB=$(mktemp -d "${TMPDIR:-/tmp}/sweep-slurm-XXXXXX")
# munge wants every folder above its socket to be open to all.
chmod 755 "$LAB"
work=$LAB/work
mkdir "$work"
failed=0

finish() {
    "$here/cluster.sh" down || true
    if [ "$failed" -eq 0 ]; then rm -rf "$LAB"; else echo "kept: $LAB"; fi
}
trap finish EXIT
trap 'failed=1; echo "test-slurm: line $LINENO: $BASH_COMMAND: status $?"' ERR
trap 'exit 130' INT
trap 'exit 143' TERM

seconds() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(seconds)" 'BEGIN { printf "%.1f", b - a }'; }

begun=$(seconds)
status=0
"$here/cluster.sh" up || status=$?
if [ "$status" -eq 3 ]; then
    echo "test-slurm: skipped: the packages munge, slurmctld, slurmd and slurm-client cannot be installed here"
    exit 0
elif [ "$status" -ne 0 ]; then
    failed=1
    exit "$status"
fi
export SLURM_CONF=$LAB/etc/slurm.conf
echo "Slurm $(sinfo --version | cut -d' ' -f2) up in $(since "$begun") s"

# --- tools -----------------------------------------------------------------------------------------------------

name=""
ok=1
begin() { name=$1 && ok=1 && begun=$(seconds); }
# expect WHAT COMMAND…
expect() {
    local what=$1
    shift
    if ! "$@"; then
        ok=0
        failed=1
        echo "  expected: $what"
    fi
}
end() {
    if [ "$ok" -eq 1 ]; then
        echo "ok      $name ($(since "$begun") s)"
        return
    fi
    echo "FAILED  $name"
    if [ -f "$work/out" ]; then sed 's/^/  | /' "$work/out"; fi
    squeue --array --states=all | tail -12 | sed 's/^/  | /'
}
# Its output is in $work/out, its status in $code.
code=0
sweep() { code=0 && "$program" "$@" >"$work/out" 2>&1 || code=$?; }
says() { grep -qF -- "$1" "$work/out"; }
# until_true SECONDS COMMAND…: thrice as long where the machine is busy.
until_true() {
    local left=$(($1 * 15))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.2
    done
}
queue_is_empty() { [ -z "$(squeue -h)" ]; }
over() { until_true "${1:-120}" queue_is_empty; }
array_of() { basename "$(ls -t "$1"/slurm/submission-*.json | head -1)" .json | cut -d- -f2; }
state_of() { scontrol show job --oneliner "$1" 2>/dev/null | tr ' ' '\n' | grep -m1 '^JobState=' | cut -d= -f2; }
restarts_of() { scontrol show job --oneliner "$1" 2>/dev/null | tr ' ' '\n' | grep -m1 '^Restarts=' | cut -d= -f2; }
is_in() { [ "$(state_of "$1")" = "$2" ]; }
some_run() { [ -n "$(squeue -h -t RUNNING -n "$1" -o %A)" ]; }
first_running() { squeue -h -r -t RUNNING -j "$1" -o %F_%K | head -1; }
# Of that task, the process of the batch script.
process_of() {
    local id environ
    id=$(scontrol show job --oneliner "$1" | tr ' ' '\n' | grep -m1 '^JobId=' | cut -d= -f2)
    for environ in /proc/[0-9]*/environ; do
        grep -qzx "SLURM_JOB_ID=$id" "$environ" 2>/dev/null || continue
        local folder=${environ%/environ}
        # The one whose parent is Slurm's step manager.
        readlink "/proc/$(awk '{ print $4 }' "$folder/stat")/exe" 2>/dev/null | grep -q slurmstepd || continue
        basename "$folder"
        return
    done
}
# Waits until a task is with its first network, some epochs far.
at_work() { until_true 60 has_begun "$1" && sleep 2; }
has_begun() { grep -qs '{"started":' "$1"/shards/*/*/*.jsonl; }
# jobs.csv without the columns that tell how long and where.
without_places() {
    python3 - "$1" <<'PYTHON'
import csv, sys
with open(sys.argv[1], newline="") as file:
    rows = list(csv.reader(file))
kept = [i for i, name in enumerate(rows[0]) if name not in ("train_seconds", "measure_seconds", "lane", "processors")]
assert len(kept) == len(rows[0]) - 4, rows[0]
csv.writer(sys.stdout).writerows([row[i] for i in kept] for row in rows)
PYTHON
}
# Tables, networks, splits and configuration are the same bytes; jobs.csv but for when and where.
same() {
    local file
    for file in "$1"/*.csv "$1"/sweep.yaml "$1"/splits.safetensors "$1"/models/* "$1"/figures/*.csv; do
        [ -e "$file" ] || continue
        [ "${file##*/}" = jobs.csv ] && continue
        cmp -s "$file" "$2/${file#"$1"/}" || { echo "  differs: ${file#"$1"/}" && return 1; }
    done
    [ "$(ls "$1/models" | wc -l)" -eq "$(ls "$2/models" | wc -l)" ] || { echo "  other networks" && return 1; }
    if command -v python3 >/dev/null; then
        without_places "$1/jobs.csv" >"$work/one.csv" && without_places "$2/jobs.csv" >"$work/other.csv"
        cmp -s "$work/one.csv" "$work/other.csv" || { echo "  differs: jobs.csv" && return 1; }
    fi
    [ "$(wc -l <"$1/jobs.csv")" -eq "$(wc -l <"$2/jobs.csv")" ]
}
# begins NAME ARGUMENT…: as sweep, without waiting; its process is $begun_pid, its output in $work/NAME.out.
begins() {
    local out=$work/$1.out
    shift
    "$program" "$@" >"$out" 2>&1 &
    begun_pid=$!
}
ended() { code=0 && wait "$1" || code=$?; }
fact() { scontrol show job --oneliner "$1" | head -1 | tr ' ' '\n' | grep -m1 "^$2=" | cut -d= -f2; }

cat >"$work/many.yaml" <<'YAML'
name: many
data: {source: strokes, train: 300, test: 200, validation: 100}
groups: [R4, T3]
methods: [WT, DA, IR]
seeds: [0, 1]
nu: {smallest: SI >= 0.12, from: 0.1, to: 100, within: 3}
training: {epochs: 3, batch: 64, hidden: [32, 32]}
saliency: {steps: 10}
YAML
cat >"$work/few.yaml" <<'YAML'
name: few
data: {source: strokes, train: 60, test: 20, validation: 20}
groups: [R4]
methods: [WT, DA]
seeds: [0, 1]
training: {epochs: 40, batch: 30, hidden: [8, 8]}
measure: [accuracy, LI]
limits: {retries: 0}
YAML
# Every epoch of every network takes so many milliseconds more.
slow() {
    local method seed text=""
    for method in WT DA; do for seed in 0 1; do text="$text;slow($1)@R4 $method seed $seed:0"; done; done
    echo "${text#;}"
}
export SWEEP_CORE_LOCKS=$LAB/cores

# --- on one machine, and without Slurm ---------------------------------------------------------------------------

begin "on one machine, to compare with"
for sweep_name in many few; do
    sweep run "$work/$sweep_name.yaml" --results "$work/$sweep_name-local" --no-supervise
    # A search of so small a sweep need not pass.
    expect "status 0 or 1, found $code" [ "$code" -le 1 ]
done
end

begin "no Slurm: says so, offers --print"
mkdir "$work/empty"
code=0 && PATH=$work/empty "$program" submit "$work/few.yaml" --results "$work/none" >"$work/out" 2>&1 || code=$?
expect "status 1, found $code" [ "$code" -eq 1 ]
expect "sbatch is named" says "sbatch is not on the PATH"
expect "--print is offered" says "--print"
expect "nothing is left behind" [ ! -e "$work/none" ]
code=0 && PATH=$work/empty "$program" submit "$work/few.yaml" --results "$work/none" --shards 2 --print >"$work/out" 2>&1 || code=$?
expect "--print works all the same" [ "$code" -eq 0 ]
expect "the array is shown" says "#SBATCH --array=1-2"
expect "nothing is written" [ ! -e "$work/none" ]
end

# --- what is asked of a cluster ----------------------------------------------------------------------------------

begin "array of 8 shards on $(nproc) cores, and its tables"
start=$(seconds)
sweep submit "$work/many.yaml" --results "$work/many" --shards 8
submitted=$(since "$start")
expect "status 0, found $code" [ "$code" -eq 0 ]
array=$(array_of "$work/many")
until_true 60 some_run sweep-many && first=$(since "$start")
sweep status "$work/many"
expect "status shows the array" says "Slurm: array $array, 8 shards"
over
expect "8 tasks, found $(scontrol show job --oneliner "$array" | grep -c ArrayTaskId)" \
    [ "$(scontrol show job --oneliner "$array" | grep -c ArrayTaskId)" -eq 8 ]
collected=$(since "$start")
expect "as on one machine" same "$work/many-local" "$work/many"
expect "the report is there" [ -s "$work/many/report.html" ]
end
echo "        submit $submitted s, first task runs after ${first:-?} s, tables after $collected s"

begin "submitted again: nothing to do"
sweep submit "$work/many.yaml" --results "$work/many"
expect "status 0, found $code" [ "$code" -eq 0 ]
expect "says so" says "nothing to submit"
expect "nothing in the queue" queue_is_empty
end

begin "a run on one machine after it finds nothing to do"
sweep run "$work/many.yaml" --results "$work/many" --no-supervise
expect "nothing is trained" [ "$(grep -c 'trained\b.*seed' "$work/out")" -eq 0 ]
expect "the same tables" same "$work/many-local" "$work/many"
end

begin "bad partition: Slurm's message, nothing left behind"
sweep submit "$work/few.yaml" --results "$work/bad" --partition nowhere
expect "status 1, found $code" [ "$code" -eq 1 ]
expect "Slurm's own words" says "nvalid partition"
expect "no folder" [ ! -e "$work/bad" ]
expect "nothing in the queue" queue_is_empty
sweep submit "$work/many.yaml" --results "$work/many" --partition nowhere --set data.train=200 --accept
expect "status 1, found $code" [ "$code" -eq 1 ]
expect "what was there is as it was" same "$work/many-local" "$work/many"
end

begin "more cores than a node has: Slurm's message, nothing left behind"
sweep submit "$work/few.yaml" --results "$work/wide" --cpus-per-task 4000
expect "status 1, found $code" [ "$code" -eq 1 ]
expect "says why" says "configuration not available"
expect "no folder" [ ! -e "$work/wide" ]
expect "nothing in the queue" until_true 10 queue_is_empty
end

begin "a folder that is moved away while its tasks wait"
SWEEP_FAULT=$(slow 200) sweep submit "$work/few.yaml" --results "$work/moved" --shards 4
array=$(array_of "$work/moved")
mv "$work/moved" "$work/moved-away"
sweep submit "$work/few.yaml" --results "$work/moved"
expect "another in its place is refused with status 2, found $code" [ "$code" -eq 2 ]
expect "says whose jobs there are" says "$array"
sweep cancel "$work/moved"
expect "status 0, found $code" [ "$code" -eq 0 ]
expect "says what" says "cancelled: jobs $array, "
over 60
rm -rf "$work/moved"
sweep submit "$work/few.yaml" --results "$work/moved" --shards 4
expect "status 0, found $code" [ "$code" -eq 0 ]
sweep status "$work/moved"
expect "nobody is told to go on" [ "$(grep -c 'go on with' "$work/out")" -eq 0 ]
over
expect "as on one machine" same "$work/few-local" "$work/moved"
end

begin "what Slurm cannot start is named: memory that no node has, a collecting job's time"
sweep submit "$work/few.yaml" --results "$work/large" --shards 2 --sbatch=--mem=9999G
# Where Slurm looks at them within three seconds submit says so itself.
if [ "$code" -eq 0 ]; then
    large_named() { sweep status "$work/large" && says "BadConstraints"; }
    expect "status says why" until_true 60 large_named
else
    expect "status 1, found $code" [ "$code" -eq 1 ]
    expect "says why" says "2 tasks of array $(array_of "$work/large") are not started by Slurm (BadConstraints)"
fi
sweep cancel "$work/large"
over 30
sweep submit "$work/few.yaml" --results "$work/untabled" --shards 2 --sbatch-collect=--partition=short --sbatch-collect=--time=60
expect "status 0, found $code" [ "$code" -eq 0 ]
collecting_named() {
    sweep status "$work/untabled"
    says "is not started by Slurm (Partition"
}
expect "the collecting job is named" until_true 60 collecting_named
expect "and what to do instead" says "sweep collect $work/untabled makes the tables"
sweep cancel "$work/untabled"
expect "taken off" says "cancelled: collecting job"
sweep collect "$work/untabled"
over 30
expect "as on one machine" same "$work/few-local" "$work/untabled"
end

begin "several partitions, of which one would not do"
SWEEP_FAULT=$(slow 100) sweep submit "$work/few.yaml" --results "$work/parts" --shards 4 --partition short,main --time 30
expect "status 0, found $code" [ "$code" -eq 0 ]
for _ in 1 2 3 4 5 6 7 8; do
    sweep status "$work/parts"
    expect "nobody is told that they do not start" [ "$(grep -c 'not started' "$work/out")" -eq 0 ]
    sleep 0.5
done
over
expect "as on one machine" same "$work/few-local" "$work/parts"
end

begin "a folder that is copied, linked and moved while its tasks run"
SWEEP_FAULT=$(slow 100) sweep submit "$work/few.yaml" --results "$work/original" --shards 4
at_work "$work/original"
# Tasks rename files meanwhile.
cp -r "$work/original" "$work/copy" 2>/dev/null || true
ln -s "$work/original" "$work/link"
sweep cancel "$work/copy"
expect "a copy leaves the jobs alone" says "of that one go on"
sweep submit "$work/few.yaml" --results "$work/link"
expect "by a link they are seen" says "Slurm has the"
over
expect "as on one machine" same "$work/few-local" "$work/original"
scontrol update nodename=lab0 state=drain reason=test
sweep submit "$work/few.yaml" --results "$work/before" --shards 4
mv "$work/before" "$work/after"
sweep submit "$work/few.yaml" --results "$work/after"
expect "moved: status 2, found $code" [ "$code" -eq 2 ]
sweep cancel "$work/after"
expect "moved: taken off" says "where this folder is not any more"
over 30
scontrol update nodename=lab0 state=resume
sweep submit "$work/few.yaml" --results "$work/after"
expect "status 0, found $code" [ "$code" -eq 0 ]
over
expect "as on one machine" same "$work/few-local" "$work/after"
end

begin "submit twice while tasks run; collect meanwhile; cancel; go on"
SWEEP_FAULT=$(slow 200) sweep submit "$work/few.yaml" --results "$work/few" --shards 4
array=$(array_of "$work/few")
at_work "$work/few"
sweep submit "$work/few.yaml" --results "$work/few"
expect "nothing to submit" says "Slurm has the"
sweep submit "$work/few.yaml" --results "$work/few" --shards 2
expect "another cut is refused with status 2, found $code" [ "$code" -eq 2 ]
sweep collect "$work/few"
expect "status 1, found $code" [ "$code" -eq 1 ]
expect "tables are there" [ -s "$work/few/jobs.csv" ]
sweep cancel "$work/few"
expect "status 0, found $code" [ "$code" -eq 0 ]
expect "says what" says "cancelled: array $array"
over 60
sweep status "$work/few"
expect "tasks are cancelled" says "cancelled"
sweep cancel "$work/few"
expect "nothing left to cancel" says "nothing to cancel"
sweep submit "$work/few.yaml" --results "$work/few"
expect "status 0, found $code" [ "$code" -eq 0 ]
over
expect "as on one machine" same "$work/few-local" "$work/few"
expect "went on from checkpoints" grep -rqF "interrupted" "$work/few/slurm/log"
end

begin "two at once: one array"
begins one submit "$work/few.yaml" --results "$work/both" --shards 4
one=$begun_pid
begins two submit "$work/few.yaml" --results "$work/both" --shards 4
two=$begun_pid
ended "$one"
expect "status 0, found $code" [ "$code" -eq 0 ]
ended "$two"
expect "status 0, found $code" [ "$code" -eq 0 ]
cat "$work/one.out" "$work/two.out" >"$work/out"
expect "one submits" [ "$(grep -c '^submitted: ' "$work/out")" -eq 1 ]
expect "the other has nothing to" says "nothing to submit"
expect "one array" [ "$(find "$work/both/slurm" -name 'submission-*.json' | wc -l)" -eq 1 ]
over
expect "as on one machine" same "$work/few-local" "$work/both"
end

begin "a refused one beside a good one, in both orders"
for order in "nowhere main" "main nowhere"; do
    read -r first_partition second_partition <<<"$order"
    dir=$work/beside-$first_partition
    begins "$first_partition" submit "$work/few.yaml" --results "$dir" --shards 4 --partition "$first_partition"
    one=$begun_pid
    begins "$second_partition" submit "$work/few.yaml" --results "$dir" --shards 4 --partition "$second_partition"
    two=$begun_pid
    ended "$one"
    statuses=$code
    ended "$two"
    cat "$work/nowhere.out" "$work/main.out" >"$work/out"
    # Behind the good one there is nothing to submit, so that nothing is refused.
    expect "$order: the good one submits" says "submitted: array"
    case "$statuses $code" in "1 0" | "0 1" | "0 0") ;; *) expect "$order: statuses, found $statuses $code" false ;; esac
    over
    expect "$order: as on one machine" same "$work/few-local" "$dir"
done
end

begin "the environment: SBATCH_… and SQUEUE_…"
export SBATCH_WAIT=1 SBATCH_PARTITION=nowhere SBATCH_TIMELIMIT=1 SBATCH_NO_REQUEUE=1 SBATCH_OUTPUT=$work/elsewhere
export SQUEUE_PARTITION=nowhere SQUEUE_STATES=FAILED SCANCEL_STATE=SUSPENDED
SWEEP_FAULT=$(slow 200) sweep submit "$work/few.yaml" --results "$work/env" --shards 4 --partition main --time 30
expect "status 0, found $code" [ "$code" -eq 0 ]
array=$(array_of "$work/env")
expect "its partition" [ "$(fact "${array}_4" Partition)" = main ]
expect "its time limit" [ "$(fact "${array}_4" TimeLimit)" = 00:30:00 ]
expect "it may be put back" [ "$(fact "${array}_4" Requeue)" = 1 ]
sweep submit "$work/few.yaml" --results "$work/env"
expect "the queue is seen" says "Slurm has the"
sweep cancel "$work/env"
expect "cancelled" says "cancelled: array $array, "
unset SBATCH_WAIT SBATCH_PARTITION SBATCH_TIMELIMIT SBATCH_NO_REQUEUE SBATCH_OUTPUT SQUEUE_PARTITION SQUEUE_STATES SCANCEL_STATE
over 60
expect "no other log" [ ! -e "$work/elsewhere" ]
for option in --wait --array=1 --hold --clusters=lab --dependency=singleton -o/dev/null; do
    sweep submit "$work/few.yaml" --results "$work/none" "--sbatch=$option"
    expect "$option: status 64, found $code" [ "$code" -eq 64 ]
done
expect "nothing is left behind" [ ! -e "$work/none" ]
end

begin "interrupted between sbatch and its answer"
# The real one, some seconds late with its end.
mkdir "$work/slow"
real=$(command -v sbatch)
printf '#!/bin/sh\n: >"%s"\n"%s" "$@"\nstatus=$?\nsleep 2\nexit $status\n' "$work/slow/called" "$real" >"$work/slow/sbatch"
chmod +x "$work/slow/sbatch"
# between SIGNAL NAME: submits to $work/NAME, and sends the signal once sbatch has begun.
between() {
    rm -f "$work/slow/called"
    PATH=$work/slow:$PATH begins "$2" submit "$work/few.yaml" --results "$work/$2" --shards 4
    until_true 30 test -e "$work/slow/called"
    kill "-$1" "$begun_pid"
    # The shell tells of a process that was killed.
    ended "$begun_pid" 2>/dev/null
    cp "$work/$2.out" "$work/out"
}
between TERM stopped
expect "SIGTERM: status 143, found $code" [ "$code" -eq 143 ]
expect "SIGTERM: no folder" [ ! -e "$work/stopped" ]
over 30
expect "SIGTERM: nothing in the queue" queue_is_empty
between KILL halved
submits() { sweep submit "$work/few.yaml" --results "$work/halved" --shards 4 && [ "$code" -eq 0 ]; }
expect "SIGKILL: the next one submits" until_true 30 submits
expect "SIGKILL: and takes off what was there" says "was submitted half-way"
over
expect "as on one machine" same "$work/few-local" "$work/halved"
end

begin "a task killed: only it is submitted again"
SWEEP_FAULT=$(slow 150) sweep submit "$work/few.yaml" --results "$work/killed" --shards 4
array=$(array_of "$work/killed")
at_work "$work/killed"
task=$(first_running "$array")
pid=$(process_of "$task")
expect "a process to kill" [ -n "$pid" ]
[ -z "$pid" ] || kill -KILL "$pid"
over
expect "$task failed, found $(state_of "$task")" is_in "$task" FAILED
sweep status "$work/killed"
expect "status names it" says "shard ${task#*_}/4"
sweep submit "$work/few.yaml" --results "$work/killed"
expect "one task" says "1 task of 4 shards"
over
expect "as on one machine" same "$work/few-local" "$work/killed"
end

begin "scontrol requeue"
SWEEP_FAULT=$(slow 150) sweep submit "$work/few.yaml" --results "$work/requeued" --shards 4
array=$(array_of "$work/requeued")
at_work "$work/requeued"
task=$(first_running "$array")
scontrol requeue "$task"
over
expect "$task ran twice" [ "$(restarts_of "$task")" = 1 ]
expect "and is done, found $(state_of "$task")" is_in "$task" COMPLETED
expect "as on one machine" same "$work/few-local" "$work/requeued"
end

begin "node down and up"
SWEEP_FAULT=$(slow 150) sweep submit "$work/few.yaml" --results "$work/node" --shards 4
array=$(array_of "$work/node")
at_work "$work/node"
task=$(first_running "$array")
scontrol update nodename=lab0 state=down reason=test
sleep 1
# It may have come back by itself.
scontrol update nodename=lab0 state=resume 2>/dev/null || true
over
expect "$task ran twice" [ "$(restarts_of "$task")" = 1 ]
expect "as on one machine" same "$work/few-local" "$work/node"
end

begin "a shard that fails"
SWEEP_FAULT="throw@R4 DA seed 1:1" sweep submit "$work/few.yaml" --results "$work/failing" --shards 4
over
array=$(array_of "$work/failing")
expect "one task failed" \
    [ "$(scontrol show job --oneliner "$array" | grep ArrayTaskId | grep -c JobState=FAILED)" -eq 1 ]
sweep status "$work/failing"
expect "the job is named" says "failed: R4 DA seed 1"
expect "the others are there" [ "$(wc -l <"$work/failing/jobs.csv")" -eq "$(wc -l <"$work/few-local/jobs.csv")" ]
sweep submit "$work/few.yaml" --results "$work/failing"
expect "what is given up is not submitted again" says "nothing to submit"
sweep submit "$work/few.yaml" --results "$work/failing" --retry-failed
expect "unless asked" says "1 task of 4 shards"
over
expect "as on one machine" same "$work/few-local" "$work/failing"
end

begin "time limit in the midst of a job, told by Slurm and by our own clock"
# A minute is the least that Slurm takes, and it warns up to a minute early: 80 seconds of epochs.
sweep run "$work/few.yaml" --results "$work/one-local" --set methods=[DA] --set seeds=1 --no-supervise
export SWEEP_FAULT
SWEEP_FAULT=$(slow 2000)
# Here its signal comes long before the end, which is known: it is only a hint.
sweep submit "$work/few.yaml" --results "$work/told" --set methods=[DA] --set seeds=1 --time 1 --sbatch=--signal=B:USR1@20
# Slurm's signal is one that nobody minds: then the clock is all there is.
sweep submit "$work/few.yaml" --results "$work/clock" --set methods=[DA] --set seeds=1 --time 1 --sbatch=--signal=B:CONT@1
unset SWEEP_FAULT
over 600
for dir in told clock; do
    array=$(array_of "$work/$dir")
    expect "$dir: it put itself back" grep -qF "goes on when Slurm has room" "$work/$dir/slurm/log/${array}_1.log"
    restarts=$(restarts_of "${array}_1")
    # Once; twice on a machine that is busy with other things.
    expect "$dir: ran once more, found $restarts" [ "$restarts" -ge 1 ]
    expect "$dir: used its time, found $restarts" [ "$restarts" -le 2 ]
    expect "$dir: done, found $(state_of "${array}_1")" is_in "${array}_1" COMPLETED
    expect "$dir: went on from its checkpoint" grep -qF "interrupted" "$work/$dir/slurm/log/${array}_1.log"
    expect "$dir: as on one machine" same "$work/one-local" "$work/$dir"
done
expect "the early signal is noted" grep -rqF "Slurm warns of the end" "$work/told/slurm/log"
expect "by its own clock" grep -rqF "the time is over" "$work/clock/slurm/log"
end

# --- files, for docs/cluster.md ----------------------------------------------------------------------------------

shard=$(find "$work/many/shards" -mindepth 2 -maxdepth 2 -type d | sort | head -1)
echo "        a shard's own files: $(find "$shard" -type f -printf '%f ')"
if [ "$failed" -eq 0 ]; then echo "test-slurm: all passed"; else echo "test-slurm: FAILED"; fi
exit "$failed"
