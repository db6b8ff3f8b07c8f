# Sourced after common.sh: the steps of the build. Each leaves what is up to date as it is.

MUSTER_PROGRAM=$MUSTER_BUILD/native/server/muster

# shown COMMAND...: like quietly without a log of its own: the compiler's progress is worth seeing.
shown() {
  "$@" || fail "'$*' failed"
}

# configure_build FOLDER CMAKE_ARGUMENT...: once, and again when GoogleTest was installed since.
configure_build() {
  local folder=$1 name inputs
  shift
  name=configure-$(basename "$folder")
  inputs="$* $(echo /usr/lib/*/libgmock.a)"
  if is_stamped "$name" "$inputs" && [ -f "$folder/build.ninja" ]; then return; fi
  heading "configure $folder"
  quietly "$name" cmake -S . -B "$folder" -G Ninja "$@"
  stamp "$name" "$inputs"
}

# build_targets FOLDER TARGET...: nothing is said when there is nothing to do.
build_targets() {
  local folder=$1
  shift
  if ninja -C "$folder" -n "$@" 2>/dev/null | grep -q 'no work to do'; then return; fi
  heading "compile $folder: $*"
  shown ninja -C "$folder" "$@"
}

build_native() {
  configure_build build/native
  build_targets build/native "$@"
}

# The wasm build is asked each time: only it knows what it depends on.
build_wasm() {
  local before after
  if [ ! -f build/wasm/build.ninja ]; then
    heading "compile build/wasm"
    shown ninja -C build/native wasm
    return
  fi
  if ninja -C build/wasm -n 2>/dev/null | grep -q 'no work to do'; then return; fi
  heading "compile build/wasm"
  shown ninja -C build/wasm
}

# What the browser loads: hashed and compressed, with a manifest, in build/web.
build_web() {
  local inputs
  inputs=$(hash_of $(git ls-files -co --exclude-standard web) \
    build/wasm/wasm-client/core{,.cy}.wasm)
  if is_stamped web "$inputs" && [ -f build/web/manifest.json ]; then return; fi
  heading "web assets: build/web"
  quietly web "$(node_command)" web/build.mjs
  stamp web "$inputs"
}

# Python messages and stubs of the contract, for the example and for tests: build/python.
build_python_stubs() {
  local output=build/python inputs descriptors=build/dependencies/validate.binpb
  local -a contract
  mapfile -t contract < <(cd proto && find muster -name '*.proto' | sort)
  inputs=$(cd proto && hash_of "${contract[@]}")
  if is_stamped python "$inputs" && [ -d $output ]; then return; fi
  heading "Python messages and stubs of the contract: $output"
  rm -rf $output && mkdir -p $output
  quietly python protoc --descriptor_set_in=$descriptors \
    -Iproto -Ibuild/dependencies/google-protos -I/usr/include \
    --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" \
    --python_out=$output --grpc_out=$output \
    "${contract[@]}" buf/validate/validate.proto google/rpc/{code,status,error_details}.proto
  stamp python "$inputs"
}
