#!/usr/bin/env bash
# A Slurm of one node on this machine's loopback, without systemd, for the tests: cluster.sh up | down.
# LAB names a folder for all that it leaves; PORT and PORT+1 are used. What it starts it ends by process id.
set -euo pipefail

LAB=${LAB:?name a folder}
PORT=${PORT:-27417}
NODE=lab0
export SLURM_CONF=$LAB/etc/slurm.conf

# Exits with 3 where the packages cannot be had without a question and in some minutes.
install_packages() {
    local missing="" package
    for package in munge slurmctld slurmd slurm-client; do
        [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || exit 3
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
    local step
    for step in "install" "update" "install"; do
        case $step in install) step="install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300$missing" ;; esac
        # shellcheck disable=SC2086
        if timeout 400 $as_root env DEBIAN_FRONTEND=noninteractive apt-get $step >>"$LAB/apt.log" 2>&1 </dev/null; then
            case $step in install*) return 0 ;; esac
        fi
    done
    tail -3 "$LAB/apt.log" >&2 || true
    exit 3
}

configure() {
    mkdir -p "$LAB"/{etc,log,run,spool,state}
    chmod 700 "$LAB"/{spool,state}
    local host memory user
    host=$(hostname -s)
    user=$(id -un)
    memory=$(awk '/MemTotal/ { print int($2 / 2048) }' /proc/meminfo)
    [ -s "$LAB/etc/munge.key" ] || (umask 077 && head -c 1024 /dev/urandom >"$LAB/etc/munge.key")
    cat >"$SLURM_CONF" <<CONF
ClusterName=lab
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$PORT
SlurmdPort=$((PORT + 1))
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$LAB/run/munge.socket,cred_expire=5
StateSaveLocation=$LAB/state
SlurmdSpoolDir=$LAB/spool
SlurmctldPidFile=$LAB/run/slurmctld.pidfile
SlurmdPidFile=$LAB/run/slurmd.pidfile
SlurmctldLogFile=$LAB/log/slurmctld.log
SlurmdLogFile=$LAB/log/slurmd.log
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
JobRequeue=1
ReturnToService=2
KillWait=5
MinJobAge=600
MaxArraySize=101
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
NodeName=$NODE NodeHostname=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=$NODE Default=YES MaxTime=INFINITE State=UP
PartitionName=short Nodes=lab0 MaxTime=5 State=UP
CONF
}

# The process that was started under a name, if it is still that program.
running() {
    local pid
    pid=$(cat "$LAB/run/$1.pid" 2>/dev/null) && [ -n "$pid" ] || return 1
    [ "$(readlink "/proc/$pid/exe" 2>/dev/null)" = "$(readlink -f "/usr/sbin/$1")" ] && echo "$pid"
}

start() {
    local name=$1
    shift
    if running "$name" >/dev/null; then return 0; fi
    setsid "/usr/sbin/$name" "$@" </dev/null >>"$LAB/log/$name.out" 2>&1 &
    echo $! >"$LAB/run/$name.pid"
}

# until_true SECONDS COMMAND…
until_true() {
    local left=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}

munge_answers() { munge -S "$LAB/run/munge.socket" -n | unmunge -S "$LAB/run/munge.socket"; }
controller_answers() { scontrol ping | grep -q UP; }
node_is_idle() { sinfo -h -n "$NODE" -o %T | grep -qx idle; }

up() {
    mkdir -p "$LAB"
    install_packages
    configure
    start munged --foreground --num-threads=2 --key-file="$LAB/etc/munge.key" --socket="$LAB/run/munge.socket" \
        --pid-file="$LAB/run/munged.pidfile" --seed-file="$LAB/state/munged.seed" --log-file="$LAB/log/munged.log"
    until_true 20 munge_answers || { echo "munged does not answer" >&2; tail -5 "$LAB"/log/munged.* >&2; exit 1; }
    start slurmctld -D -f "$SLURM_CONF"
    until_true 60 controller_answers || { echo "slurmctld does not answer" >&2; tail -5 "$LAB"/log/slurmctld.* >&2; exit 1; }
    start slurmd -D -f "$SLURM_CONF" -N "$NODE"
    until_true 60 node_is_idle || { echo "the node is not idle" >&2; tail -5 "$LAB"/log/slurmd.* >&2; exit 1; }
}

stop() {
    local pid
    pid=$(running "$1") || return 0
    kill "$pid" 2>/dev/null || true
    local tries
    for tries in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# What a daemon that was killed left behind: step managers by their log file, jobs by their environment.
is_left_over() {
    local folder=/proc/$1
    case "$(readlink "$folder/exe" 2>/dev/null)" in
        */slurmstepd*) find "$folder/fd" -lname "$LAB/log/slurmd.log" 2>/dev/null | grep -q . ;;
        *) tr '\0' '\n' <"$folder/environ" 2>/dev/null | grep -qxF "SLURM_CONF=$SLURM_CONF" &&
            tr '\0' '\n' <"$folder/environ" 2>/dev/null | grep -q '^SLURM_JOB_ID=' ;;
    esac
}

down() {
    if running slurmctld >/dev/null; then
        timeout 10 scancel --me >/dev/null 2>&1 || true
        no_jobs() { [ -z "$(timeout 5 squeue -h)" ]; }
        until_true 20 no_jobs || true
    fi
    stop slurmd
    stop slurmctld
    local folder pid
    for folder in /proc/[0-9]*; do
        pid=${folder#/proc/}
        if [ "$pid" != $$ ] && is_left_over "$pid" 2>/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
    done
    stop munged
}

case ${1:-} in
    up) up ;;
    down) down ;;
    *) echo "expected up or down" >&2; exit 64 ;;
esac
