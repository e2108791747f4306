#!/bin/sh
# Installs the system libraries that the build needs, where they are missing: hwloc (binding lanes
# to cores), zlib (reading .gz data) and cairo (figures as PNG), found through pkg-config. Says nothing
# where all is there.
set -eu

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

command -v "${SWIFT:-swift}" >/dev/null 2>&1 ||
    fail "Swift is missing: '${SWIFT:-swift}' is not on the PATH." \
        "Install Swift 6.2 or newer from https://www.swift.org/install and open a new terminal."

missing=""
command -v pkg-config >/dev/null 2>&1 || missing="$missing pkg-config"
# Asked by header, not by package name: any way of installing them will do.
has_library() {
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1"
}
has_library "hwloc >= 2.0" || missing="$missing libhwloc-dev"
has_library zlib || missing="$missing zlib1g-dev"
has_library cairo || missing="$missing libcairo2-dev"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    fail "The build needs hwloc 2 or newer, zlib and cairo, with headers, and pkg-config. Install them, then give the same command again:" \
        "  macOS          brew install hwloc zlib cairo pkgconf" \
        "  Fedora, RHEL   dnf install hwloc-devel zlib-devel cairo-devel pkgconf-pkg-config" \
        "  Arch           pacman -S hwloc zlib cairo pkgconf" \
        "  Debian names   $missing"
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    # Nobody can answer a password prompt in CI or without a terminal: fail at once instead of waiting.
    if [ -n "${CI:-}" ] || [ ! -t 0 ]; then as_root="sudo -n"; else as_root="sudo"; fi
else
    fail "The build needs packages that only root can install. As root:" "  apt-get install$missing"
fi

# Through env, because sudo does not hand the environment on.
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get "$@" </dev/null
}

echo "Installing$missing"
# A fresh machine has no package lists; an old one has lists of packages that are gone.
# shellcheck disable=SC2086
apt install -y -q --no-install-recommends $missing >/dev/null 2>&1 ||
    { apt update -q && apt install -y -q --no-install-recommends $missing; } ||
    fail "Installing them did not succeed. As root:" "  apt-get update && apt-get install$missing"
