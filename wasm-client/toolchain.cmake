# The compiler of the wasm build: Debian's Emscripten, for size. Everything that is linked together,
# generated code and protobuf's runtime included, is compiled this way.
include(/usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake)
# Nothing is linked to the module later, so virtual functions that nothing calls are left out as
# well: generated messages have many. These flags hold for every module that links protobuf's
# library, which is compiled with them: without them its calls of virtual functions go astray.
string(CONCAT flags "-Oz -flto -fno-exceptions -fno-rtti -mbulk-memory "
  "-fvisibility=hidden -fwhole-program-vtables -fvirtual-function-elimination")
# Forced, so that a build made before the flags changed follows them.
set(CMAKE_CXX_FLAGS "${flags}" CACHE STRING "" FORCE)
set(CMAKE_CXX_FLAGS_RELEASE "-DNDEBUG" CACHE STRING "")
set(CMAKE_EXE_LINKER_FLAGS_RELEASE "" CACHE STRING "")
