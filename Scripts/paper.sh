#!/bin/sh
# Every sweep of the paper, and those beyond it, in full: tables, figures and reports in results/paper/<name>. May be
# interrupted and started again. Networks that several sweeps have are trained once.
#
# One word is no sweep file: choices runs Scripts/choices.sh. Where published tables are there, as in a clone, they are held
# against those of the run.
#
#   Scripts/paper.sh PROGRAM [FOLDER [SWEEP…]]
set -eu
cd "$(dirname "$0")/.."
program=${1:?the program}
folder=${2:-results/paper}
[ $# -lt 2 ] && shift 1 || shift 2
# Those that others take networks from come first, the longest last.
[ $# -gt 0 ] || set -- table1 saliency latent decay drift choices spectral tradeoff groups generality
worst=0
# The sweeps themselves would do with drawn digits where the real ones cannot be had; the paper is about these.
"$program" data fetch mnist fashion-mnist
# NAME [FROM…]: with the networks that the sweeps FROM have of it.
run() {
  name=$1 && shift
  for from in "$@"; do
    shift
    [ "$from" = "$name" ] || [ ! -d "$folder/$from/journal" ] || set -- "$@" --reuse "$folder/$from"
  done
  echo "== $name"
  sh Scripts/published.sh aside "$folder/$name"
  # A search without an answer is a result too: it must not keep the others from being run; nor is anything wrong where it was
  # published as that.
  status=0
  "$program" run "sweeps/$name.yaml" --results "$folder/$name" "$@" || status=$?
  [ $status -le 1 ] || exit $status
  sh Scripts/published.sh compare "$folder/$name" || { [ $? -eq 2 ] && [ $status -eq 0 ]; } || worst=1
}
for name in "$@"; do
  case $name in
  choices) sh Scripts/choices.sh "$program" "$folder" || { status=$?; worst=$status; [ $status -le 1 ] || exit $status; } ;;
  # Both of its ν are among those of tradeoff.
  generality) run generality table1 tradeoff choices/split-1 choices/split-2 ;;
  *) run "$name" table1 ;;
  esac
done
exit $worst
