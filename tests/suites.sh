# Sourced by the suites: counts, and the closing line.
source "$(dirname "${BASH_SOURCE[0]}")/../server/setup/common.sh"
source "$MUSTER_SETUP/build.sh"
SUITE=$(basename "$0")
PASSED=0 FAILED=0 SKIPPED=0
ROUNDS_OF_ONES_OWN=${ROUNDS:-}

# check CLAIM COMMAND...: one test. Its output is shown when it fails.
check() {
  local claim=$1 output
  shift
  if output=$("$@" 2>&1); then
    PASSED=$((PASSED + 1))
    printf '  ok: %s\n' "$claim"
  else
    FAILED=$((FAILED + 1))
    printf '%s\n  FAILED: %s\n' "$output" "$claim"
  fi
}

# skip CLAIM REASON
skip() {
  SKIPPED=$((SKIPPED + 1))
  printf '  skipped: %s: %s\n' "$1" "$2"
}

# finish: the closing line and the exit status.
finish() {
  if [ $SKIPPED -gt 0 ]; then
    echo "$SUITE: $PASSED passed, $FAILED failed, $SKIPPED skipped"
  else
    echo "$SUITE: $PASSED passed, $FAILED failed"
  fi
  [ $FAILED = 0 ]
  exit
}

# bounded COMMAND...: a program of tests, ended after a time that none needs, so that one that hangs
# is a failure with a name. With ROUNDS of one's own it may take as long as it likes.
bounded() {
  local seconds=900
  if [ -n "$ROUNDS_OF_ONES_OWN" ] || [ "$(type -t "$1")" = function ]; then
    "$@"
  else
    timeout --foreground --kill-after=10 $seconds "$@" ||
      { [ $? = 124 ] && echo "ended after $seconds s, its last test unfinished" && false; }
  fi
}

# run_claims COMMAND...: a program that prints "ok CLAIM" or "FAILED CLAIM" for each of its tests.
# One that prints neither, or ends badly without saying FAILED, is a failure itself.
run_claims() {
  local line status=0 failed_before=$FAILED claims_before=$((PASSED + FAILED))
  while IFS= read -r line; do
    case $line in
      'ok '*) check "${line#ok }" true ;;
      'FAILED '*) check "${line#FAILED }" false ;;
      'ended '[0-9]*) status=${line#ended } ;;
      *) printf '    %s\n' "$line" ;;
    esac
  done < <(bounded "$@" 2>&1 && echo 'ended 0' || echo "ended $?")
  if [ "$status" != 0 ] && [ $FAILED = "$failed_before" ]; then
    check "the program ends well (status $status)" false
  elif [ $((PASSED + FAILED)) = "$claims_before" ]; then
    check "the program says what it tested" false
  fi
}

# Of the build that the suites asan and fuzz share.
ADDRESS_SANITIZERS=address,undefined,fuzzer-no-link

# configure_sanitized FOLDER SANITIZERS: by clang, generating with the native plugin.
configure_sanitized() {
  build_native protoc-gen-muster
  configure_build "$1" -DCMAKE_CXX_COMPILER=clang++ \
    -DMUSTER_PROTOC_GEN_MUSTER="$MUSTER_BUILD/native/proto/plugin/protoc-gen-muster" \
    -DCMAKE_BUILD_TYPE=Sanitized -DMUSTER_SANITIZE="$2"
}

# show_failures LOG: the beginning of each failure and of each sanitizer's report.
show_failures() {
  grep -E -A 25 ': Failure$|^WARNING: ThreadSanitizer|ERROR: |runtime error:|^\[  FAILED' "$1" |
    head -n 150 || true
  tail -n 5 "$1"
}

# run_google_tests FOLDER SUITE: the GoogleTest programs that muster_test gave to SUITE, from the
# build in FOLDER.
run_google_tests() {
  local folder=$1 suite=$2 program report log counts status
  local reports=$MUSTER_BUILD/reports/$(basename "$1")
  mkdir -p "$reports"
  while read -r program; do
    report=$reports/$(basename "$program").json
    log=$reports/$(basename "$program").log
    rm -f "$report"
    status=0
    bounded "$program" --gtest_output="json:$report" >"$log" 2>&1 || status=$?
    # GoogleTest's report; a program that died left none and is one failure.
    counts=$(/usr/bin/python3 -c 'import json, sys
report = json.load(open(sys.argv[1]))
cases = [case for group in report["testsuites"] for case in group["testsuite"]]
failed = sum(1 for case in cases if case.get("failures"))
skipped = sum(1 for case in cases if case["result"] == "SKIPPED")
print(len(cases) - failed - skipped, failed, skipped)' "$report" 2>/dev/null || echo "0 1 0")
    read -r passed failed skipped <<<"$counts"
    if [ "$status" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
    if [ "$failed" != 0 ]; then show_failures "$log"; fi
    printf '  %-40s %5d passed, %d failed, %d skipped\n' "$(basename "$program")" \
      "$passed" "$failed" "$skipped"
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
  done <"$folder/tests/${suite}_tests.txt"
}

# run_node_tests FILE...: tests for node's own runner, as many files at a time as there are cores.
run_node_tests() {
  local log=$MUSTER_LOGS/$SUITE-node.log status=0 key count
  bounded "$(node_command)" --test --test-concurrency="$(nproc)" --test-reporter=spec "$@" \
    >"$log" 2>&1 || status=$?
  cat "$log"
  local -A counts=()
  while read -r _ key count; do counts[$key]=$count; done \
    < <(grep -E '^ℹ (pass|fail|cancelled|skipped|todo) [0-9]+$' "$log")
  PASSED=$((PASSED + ${counts[pass]:-0}))
  SKIPPED=$((SKIPPED + ${counts[skipped]:-0}))
  local failed=$((${counts[fail]:-0} + ${counts[cancelled]:-0}))
  if [ $status != 0 ] && [ $failed = 0 ]; then failed=1; fi
  FAILED=$((FAILED + failed))
}
