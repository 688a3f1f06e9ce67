# Where the test scripts find things; sourced by them, from the workspace's directory.
# shellcheck shell=bash
target=${CARGO_TARGET_DIR:-$PWD/target}
node_home=$PWD/tests/clients/node
python_home=$target/tests/python
buf=$node_home/node_modules/.bin/buf

# Prints what goes wrong and ends the script: 2 is "could not do the job", as opposed to a failed test.
die() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 2
}
