// The same in WebAssembly, a fixture a call, for fixtures.mjs.
#include <emscripten/emscripten.h>

#include <string>

#include "tests/proto/form/nhsuk/fixture.h"

namespace {

std::string component;
std::string options_bytes;
muster::form::Rendering rendering;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE char* component_buffer(size_t size) {
  component.resize(size);
  return component.data();
}

EMSCRIPTEN_KEEPALIVE char* options_buffer(size_t size) {
  options_bytes.resize(size);
  return options_bytes.data();
}

EMSCRIPTEN_KEEPALIVE bool render() {
  google::protobuf::Struct options;
  const int size = static_cast<int>(options_bytes.size());
  if (!options.ParseFromArray(options_bytes.data(), size)) return false;
  rendering = muster::form::RenderFixture(component, options);
  return true;
}

EMSCRIPTEN_KEEPALIVE const char* html() { return rendering.html.data(); }
EMSCRIPTEN_KEEPALIVE size_t html_size() { return rendering.html.size(); }
EMSCRIPTEN_KEEPALIVE const char* left_out() { return rendering.left_out.data(); }
EMSCRIPTEN_KEEPALIVE size_t left_out_size() { return rendering.left_out.size(); }

}  // extern "C"
