#!/bin/sh
# manual.sh PROGRAM: a manual page made of the help of the program and of each subcommand, so that
# it can never say anything else than the help does.
set -eu

program=$1

# Help text as it stands: backslashes and leading dots mean something to roff.
verbatim() {
    echo ".nf"
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/"
    echo ".fi"
}

help=$(COLUMNS=78 "$program" --help)
# Without the words that only help of a terminal needs.
plain() { sed -e 's/^OVERVIEW: *//'; }
summary=$(printf '%s\n' "$help" | sed -n 's/^OVERVIEW: *//p' | head -n 1)
# The indented first words below SUBCOMMANDS; an entry has two spaces, its continuation more.
commands=$(printf '%s\n' "$help" |
    sed -n '/^SUBCOMMANDS:/,/^$/s/^  \([a-z][a-z0-9-]*\).*/\1/p')

echo ".TH SWEEP 1"
echo ".SH NAME"
printf 'sweep \\- %s\n' "$summary"
echo ".SH SYNOPSIS"
printf '%s\n' "$help" | sed -n 's/^USAGE: *//p' | verbatim
echo ".SH DESCRIPTION"
printf '%s\n' "$help" | sed -e '/^OVERVIEW:/d' -e '/^USAGE:/d' | verbatim
for command in $commands; do
    printf '.SH SWEEP %s\n' "$(printf '%s' "$command" | tr '[:lower:]' '[:upper:]')"
    COLUMNS=78 "$program" help "$command" | plain | verbatim
done
echo ".SH EXIT STATUS"
verbatim <<'EOF'
0    all is done and every search passed
1    a job failed or a search did not pass
2    the results folder is in use, or was made by another configuration
64   bad arguments or a bad sweep file
130  interrupted; the same command goes on where it stopped
143  terminated; the same command goes on where it stopped
138  its time is over; the same command goes on where it stopped
EOF
