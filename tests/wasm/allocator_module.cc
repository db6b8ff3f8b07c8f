// The client's allocator with its two ends open, for allocator.test.mjs.
#include <emscripten.h>

#include <cstdlib>

extern "C" {
EMSCRIPTEN_KEEPALIVE void* take(size_t size) { return malloc(size); }
EMSCRIPTEN_KEEPALIVE void* take_zeroed(size_t count, size_t size) { return calloc(count, size); }
EMSCRIPTEN_KEEPALIVE void give(void* pointer) { free(pointer); }
}
