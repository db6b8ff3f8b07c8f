# The compiler of the wasm build: Debian's Emscripten, for size. Everything that is linked together,
# generated code and protobuf's runtime included, is compiled this way.
include(/usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake)
set(CMAKE_CXX_FLAGS_INIT "-Oz -flto -fno-exceptions -fno-rtti -mbulk-memory")
set(CMAKE_CXX_FLAGS_RELEASE "-DNDEBUG" CACHE STRING "")
set(CMAKE_EXE_LINKER_FLAGS_RELEASE "" CACHE STRING "")
