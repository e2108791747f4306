#!/bin/sh
# What the numbers of Table 1 hang on where the paper leaves a choice open: augmented networks (DA) measured, and trained, in
# other ways, one choice at a time: tables in results/paper/choices/<choice>. May be interrupted and started again. Networks of
# results/paper/table1 are taken from there where they are the same. Where published tables are there, as in a clone, they are
# held against those of the run.
#
#   Scripts/choices.sh PROGRAM [FOLDER]
set -eu
cd "$(dirname "$0")/.."
program=${1:?the program}
folder=${2:-results/paper}
worst=0
reuse=
[ ! -d "$folder/table1/journal" ] || reuse=$folder/table1
# NAME SWEEP KEY=VALUE…
run() {
  name=$1 && sweep=$2 && shift 2
  for set in "$@"; do shift && set -- "$@" --set "$set"; done
  echo "== $name"
  sh Scripts/published.sh aside "$folder/choices/$name"
  status=0
  "$program" run "sweeps/$sweep.yaml" "$@" --results "$folder/choices/$name" ${reuse:+--reuse "$reuse"} || status=$?
  [ $status -le 1 ] || exit $status
  sh Scripts/published.sh compare "$folder/choices/$name" || { [ $? -eq 2 ] && [ $status -eq 0 ]; } || worst=1
}
# NAME KEY=VALUE…
choice() {
  name=$1 && shift
  run "$name" table1 'methods=[DA]' "$@"
}
# Of the saliency map.
choice predicted-class saliency.target=predicted
choice black-baseline saliency.baseline=black
choice threshold-0.5 saliency.threshold=0.5
choice no-threshold saliency.threshold=0
choice 200-steps saliency.steps=200
choice gauss-legendre saliency.rule=gauss-legendre
# Of training.
choice he training.initialisation=he
choice glorot training.initialisation=glorot
# Of the split.
choice split-1 data.split_seed=1
choice split-2 data.split_seed=2
choice split-3 data.split_seed=3
# Of the regulariser's form, and not of Table 1: between the ν that the search of spectral tried in vain.
run T3-logit-normalised spectral 'groups=[T3]' 'methods=[IR]' 'regularisers=[logit-normalised]' 'nu=[600,700,800,900]'
exit $worst
