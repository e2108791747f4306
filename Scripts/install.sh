#!/bin/sh
# install.sh PROGRAM PREFIX: puts the program, its shell completion and its manual page under PREFIX.
set -eu

program=$1
prefix=$2
scripts=$(dirname "$0")

if ! mkdir -p "$prefix/bin" 2>/dev/null || ! [ -w "$prefix/bin" ]; then
    echo "$prefix/bin cannot be written: sudo make install, or make install PREFIX=\$HOME/.local" >&2
    exit 1
fi

bash_folder=$prefix/share/bash-completion/completions
zsh_folder=$prefix/share/zsh/site-functions
fish_folder=$prefix/share/fish/vendor_completions.d
manual_folder=$prefix/share/man/man1
mkdir -p "$bash_folder" "$zsh_folder" "$fish_folder" "$manual_folder"

# Not copied over the old file: a sweep that is running would be using it.
cp "$program" "$prefix/bin/.sweep.new"
chmod 755 "$prefix/bin/.sweep.new"
mv -f "$prefix/bin/.sweep.new" "$prefix/bin/sweep"

"$program" --generate-completion-script bash >"$bash_folder/sweep"
"$program" --generate-completion-script zsh >"$zsh_folder/_sweep"
"$program" --generate-completion-script fish >"$fish_folder/sweep.fish"
sh "$scripts/manual.sh" "$program" >"$manual_folder/sweep.1"

echo "Installed $prefix/bin/sweep, completion for bash, zsh and fish, and the manual page."
case ":$PATH:" in
*":$prefix/bin:"*) ;;
*) echo "Add $prefix/bin to your PATH to call it by name." ;;
esac
