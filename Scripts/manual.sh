#!/bin/sh
# manual.sh PROGRAM: a manual page made of the help of the program and of each subcommand, so that
# it can never say anything else than the help does.
set -eu

program=$1
# man indents by 7, on a terminal of 80 with a margin of 2.
width=71
# Of the commit where there is one: the same page from the same sources.
date=$(git -C "$(dirname "$0")" log -1 --format=%cs 2>/dev/null || date +%Y-%m-%d)
version=$("$program" --version | sed 's/ .*//')

# Help text as it stands: backslashes and leading dots mean something to roff.
verbatim() {
    echo ".nf"
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/"
    echo ".fi"
}

help=$(COLUMNS=$width "$program" --help)
# Without the words that only help of a terminal needs.
plain() { sed -e 's/^OVERVIEW: *//' -e '1,/^$/s/^          //'; }
summary=$(COLUMNS=200 "$program" --help | sed -n 's/^OVERVIEW: *//p' | head -n 1)
# The indented first words below SUBCOMMANDS; an entry has two spaces, its continuation more.
commands() { sed -n '/^SUBCOMMANDS:/,/^$/s/^  \([a-z][a-z0-9-]*\).*/\1/p'; }
# section COMMAND...: its help, then that of its own subcommands.
section() {
    printf '.SH SWEEP %s\n' "$(printf '%s' "$*" | tr '[:lower:]' '[:upper:]')"
    COLUMNS=$width "$program" help "$@" | plain | verbatim
    for inner in $(COLUMNS=$width "$program" help "$@" | commands); do (section "$@" "$inner"); done
}

printf '.TH SWEEP 1 "%s" "sweep %s"\n' "$date" "$version"
echo ".SH NAME"
printf 'sweep \\- %s\n' "$summary"
echo ".SH SYNOPSIS"
printf '%s\n' "$help" | sed -n 's/^USAGE: *//p' | verbatim
echo ".SH DESCRIPTION"
printf '%s\n' "$help" | sed -e '/^OVERVIEW:/d' -e '/^USAGE:/d' | verbatim
for command in $(printf '%s\n' "$help" | commands); do section "$command"; done
echo ".SH EXIT STATUS"
verbatim <<'EOF'
0    all is done and every search passed
1    a job failed or a search did not pass
2    the results folder is in use, or was made by another configuration
64   bad arguments or a bad sweep file
129  its terminal was closed; the same command goes on where it stopped
130  interrupted; the same command goes on where it stopped
138  its time is over; the same command goes on where it stopped
143  terminated; the same command goes on where it stopped
EOF
