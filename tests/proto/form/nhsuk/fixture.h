// nhsuk-frontend's fixtures drawn by our components: options in, our markup out. Compiled natively
// and to WebAssembly; fixtures.mjs compares both with what the design system's own templates gave.
#ifndef MUSTER_TESTS_PROTO_FORM_NHSUK_FIXTURE_H_
#define MUSTER_TESTS_PROTO_FORM_NHSUK_FIXTURE_H_

#include <google/protobuf/struct.pb.h>

#include <string>
#include <string_view>

namespace muster::form {

struct Rendering {
  std::string html;
  // Why the fixture can't be compared: it asks for something that no page here has. Empty: it can.
  std::string left_out;
};

// `component` as its folder is called in nhsuk-frontend, `options` as its template takes them.
Rendering RenderFixture(std::string_view component, const google::protobuf::Struct& options);

}  // namespace muster::form

#endif  // MUSTER_TESTS_PROTO_FORM_NHSUK_FIXTURE_H_
