# Sums up the output of `cargo test`: what ran, what was left out, and "N passed, N failed" as the last line.
# `status` is how cargo ended. A test binary that gives no result has crashed and counts as one failure.

function close_binary() {
  if (name != "") {
    printf "%-44s crashed\n", name
    failed++
  }
  name = ""
}

BEGIN { print "\nWhat ran:" }

/^ +Running / {
  close_binary()
  name = $NF
  gsub(/.*\/|-[0-9a-f]+\)$/, "", name)
  name = name " (" $(NF - 1) ")"
}

/^test result: / && name != "" {
  if ($4 + $6 + $8 > 0) printf "%-44s %4d passed %4d failed %s\n", name, $4, $6, ($8 > 0 ? $8 " ignored" : "")
  passed += $4
  failed += $6
  left_out += $8 + $12
  name = ""
}

END {
  close_binary()
  if (left_out > 0) print "error: " left_out " tests were left out; every test has to run"
  if (status != 0 && failed == 0) {
    print "error: the run ended with status " status " before the tests did"
    failed = 1
  }
  if (passed == 0) print "error: no test ran"
  printf "%d passed, %d failed\n", passed, failed
  exit (status != 0 || failed > 0 || left_out > 0 || passed == 0)
}
