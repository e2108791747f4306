#!/bin/sh
# revision.sh PACKAGE OUTPUT: writes Swift constants that tell what the package is being built from: the commit, and
# by what the files that are compiled differ from it, new ones included. Where git cannot say (no git, an exported
# archive, a package inside somebody else's repository) the commit is empty. Never an error: the build goes on.
set -u

root=$1
output=$2
limit=262144
diff="$output.diff"
new="$output.new"

# Neither the index nor a configured tool may be touched by a build.
export GIT_OPTIONAL_LOCKS=0 LC_ALL=C
ask() {
    git -C "$root" --no-pager -c core.fsmonitor=false "$@" 2>/dev/null
}
differences() {
    ask diff --no-ext-diff --no-textconv --no-color --no-renames --binary --src-prefix=a/ --dst-prefix=b/ "$@"
}

commit=""
: >"$diff"
# Not the commit of a repository that the package merely lies in.
if prefix=$(ask rev-parse --show-prefix) && [ -z "$prefix" ] && found=$(ask rev-parse --verify HEAD); then
    case $found in
    "" | *[!0-9a-f]*) ;;
    *) commit=$found ;;
    esac
fi
if [ -n "$commit" ]; then
    # A failure must not look like a tree without changes.
    differences HEAD -- Package.swift Plugins Scripts/revision.sh Sources >"$diff" || commit=""
    ask ls-files --others -z -- Package.swift 'Plugins/*.swift' 'Sources/*.swift' 'Sources/*.c' 'Sources/*.h' \
        'Sources/*.modulemap' >"$new" || commit=""
    if [ -n "$commit" ] && [ -s "$new" ]; then
        # One by one: compared with nothing, a file always differs, which git reports as status 1.
        (cd "$root" && xargs -0 -n 1 git --no-pager diff --no-ext-diff --no-textconv --no-color --binary \
            --src-prefix=a/ --dst-prefix=b/ --no-index -- /dev/null) <"$new" >>"$diff" 2>/dev/null
    fi
fi
size=0
hash=""
if [ -n "$commit" ] && [ -s "$diff" ]; then
    size=$(wc -c <"$diff" | tr -d ' ')
    hash=$(ask hash-object --stdin <"$diff")
fi
{
    echo "// Made by Scripts/revision.sh."
    echo "let revisionCommit: StaticString = \"$commit\""
    echo "let revisionDiffSize = $size"
    echo "let revisionDiffHash: StaticString = \"$hash\""
    printf 'let revisionDiff: StaticString = "'
    [ "$size" -eq 0 ] || od -An -v -tx1 -N "$limit" "$diff" | tr -d ' \n'
    echo '"'
} >"$new"
# The same again is left as it is: nothing needs to be compiled then.
cmp -s "$new" "$output" || cp "$new" "$output"
rm -f "$new" "$diff"
