# muster_wasm(TARGET FILE...)
#
# Adds TARGET.wasm: a module of its own without JavaScript around it. What it exports is marked
# EMSCRIPTEN_KEEPALIVE in its sources; what it imports is WASI's `proc_exit` and the like, if
# linked, and what the sources declare with an import attribute. Memory grows up to 256 MB: whoever
# holds a view of it takes a new one after each call. `_initialize` runs first. TARGET.wasm.symbols
# names its functions, which the module itself does not.
function(muster_wasm target)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES SUFFIX .wasm)
  target_link_options(${target} PRIVATE
    -sSTANDALONE_WASM --no-entry -sMALLOC=emmalloc -sINITIAL_MEMORY=1048576 -sTOTAL_STACK=131072
    -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=268435456 -sERROR_ON_UNDEFINED_SYMBOLS=1
    --profiling-funcs)
  # Again and again over all, which makes a module 4 % smaller after brotli, and with functions of
  # up to five nodes put into those that call them, another 1 %, and fewer to be compiled; Binaryen
  # comes with Emscripten. The last pass moves the names into a file beside the module.
  set(again "--flatten --rereloop -Oz")
  set(pass "wasm-opt --enable-bulk-memory -aimfs 5 ${again} ${again} -Oz -Oz $0 -o $0")
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND sh -c "${pass} -g && ${pass} --print-function-map >$0.symbols"
      $<TARGET_FILE:${target}>
    VERBATIM)
endfunction()
