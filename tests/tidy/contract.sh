# Sourced by the suite tidy: buf's checks of the contract.
#
# The last release point is the commit that last changed proto/release.txt, which holds the version:
# it needs no tag, and survives a rebase. A release is a commit that changes that file and nothing
# else of proto/.

BUF=$MUSTER_ROOT/web/node_modules/.bin/buf
BUF_CONFIG=$MUSTER_ROOT/proto/buf.yaml

# make_image PROTO_FOLDER OUTPUT
make_image() {
  local -a files
  mapfile -t files < <(cd "$1" && find muster -name '*.proto' | sort)
  protoc --descriptor_set_in="$MUSTER_BUILD/dependencies/validate.binpb" -I"$1" -I/usr/include \
    --include_imports --include_source_info -o "$2" "${files[@]}"
}

buf_lint() {
  "$BUF" lint "$1" --config "$BUF_CONFIG"
}

buf_breaking() {
  "$BUF" breaking "$1" --against "$2" --config "$BUF_CONFIG"
}

check_contract() {
  local work=$MUSTER_BUILD/tidy release
  rm -rf "$work"
  mkdir -p "$work/released" "$work/broken"
  check "the contract compiles" make_image proto "$work/now.binpb"
  check "buf lint" buf_lint "$work/now.binpb"

  # The control: the same checks see a field that lost its name and its number.
  cp -r proto/muster "$work/broken/"
  sed -i 's/^  string full_name = [0-9]*/  string FullName = 999/' \
    "$work/broken/muster/v1/submission.proto"
  make_image "$work/broken" "$work/broken.binpb"
  check "buf lint sees a field with a bad name" finds buf_lint "$work/broken.binpb"
  check "buf breaking sees a field with another number" \
    finds buf_breaking "$work/broken.binpb" "$work/now.binpb"

  release=$(git log -1 --format=%H -- proto/release.txt 2>/dev/null) || true
  if [ -z "$release" ]; then
    skip "buf breaking against the last release" "this copy has no history of proto/release.txt"
  elif grep -qxF "$release" "$(git rev-parse --git-path shallow)" 2>/dev/null; then
    skip "buf breaking against the last release" "a shallow clone ends before the release point"
  else
    git archive "$release" proto/muster | tar -x -C "$work/released"
    make_image "$work/released/proto" "$work/released.binpb"
    check "buf breaking against the last release, $(cat proto/release.txt)" \
      buf_breaking "$work/now.binpb" "$work/released.binpb"
  fi
}

# finds COMMAND...: buf says 100 when it found something, and something else when it could not look.
finds() {
  local status=0
  "$@" || status=$?
  [ $status = 100 ]
}
