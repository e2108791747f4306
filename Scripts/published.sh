#!/bin/sh
# The published tables of a sweep, beside which a run of one's own is held. A clone has them without what they were computed
# from, and a run does not begin in such a folder.
#
#   Scripts/published.sh aside FOLDER      moves them into FOLDER/../.published
#   Scripts/published.sh compare FOLDER    tells whether FOLDER has the same bytes; status 1 where not, 2 where nothing is published
set -eu
folder=${2:?a results folder}
kept=$(dirname "$folder")/.published/$(basename "$folder")
case $1 in
aside)
  if [ -f "$folder/table.csv" ] && [ ! -d "$folder/journal" ] && [ ! -d "$kept" ]; then
    mkdir -p "$(dirname "$kept")"
    mv "$folder" "$kept"
  fi
  ;;
compare)
  [ -d "$kept" ] || exit 2
  different=0
  count=0
  # jobs.csv also tells how long each job took, and where.
  for file in $(cd "$kept" && find . -name '*.csv' ! -path ./jobs.csv -o -name '*.svg' | sort); do
    count=$((count + 1))
    cmp -s "$kept/$file" "$folder/$file" || { different=1 && echo "$folder/${file#./} is not as published: see $kept/${file#./}"; }
  done
  [ $different -eq 0 ] || exit 1
  echo "$folder: $count tables and figures, byte for byte as published"
  ;;
esac
