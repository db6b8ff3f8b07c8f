# The wasm build; included by the root CMakeLists.txt under Emscripten. The target `wasm` of the
# native build starts it.
set(MUSTER_RUNTIME lite)
set(MUSTER_COMPILER_CACHE "" CACHE STRING "ccache, where the native build uses it")
if(MUSTER_COMPILER_CACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_COMPILERTYPE=clang ${MUSTER_COMPILER_CACHE})
endif()
set(MUSTER_PROTOC_GEN_MUSTER "" CACHE FILEPATH "The native plugin")
# Where protoc finds the well-known types, of which copies are generated.
set(MUSTER_PROTOBUF_INCLUDE /usr/include)
set(MUSTER_PROTOBUF_LIBRARY muster::protobuf_lite)
add_library(muster::protobuf_lite STATIC IMPORTED GLOBAL)
set_target_properties(muster::protobuf_lite PROPERTIES
  IMPORTED_LOCATION ${MUSTER_DEPENDENCIES}/libprotobuf-lite-wasm.a
  INTERFACE_INCLUDE_DIRECTORIES ${MUSTER_DEPENDENCIES}/protobuf-lite/include)
if(NOT EXISTS ${MUSTER_DEPENDENCIES}/libprotobuf-lite-wasm.a)
  message(FATAL_ERROR "protobuf's lite runtime for wasm is missing: run server/setup/dependencies")
endif()

# Messages of protobuf name its files: without the checkout's folder, so that a module is the same
# wherever it was built.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

include(${CMAKE_CURRENT_LIST_DIR}/muster_wasm.cmake)
add_subdirectory(proto)
add_subdirectory(wasm-client)
add_subdirectory(tests/wasm)
add_subdirectory(tests/bench/rules)
add_subdirectory(tests/proto/form/nhsuk)
add_subdirectory(tests/proto/conformance)
add_subdirectory(tests/differential)
