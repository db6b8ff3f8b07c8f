// Addresses of a form's pages: "/calls/winter/submit?page=evidence&from=check".
#ifndef MUSTER_WASM_CLIENT_FORM_ADDRESS_H_
#define MUSTER_WASM_CLIENT_FORM_ADDRESS_H_

#include <string>
#include <string_view>

#include "proto/form/journey.h"

namespace muster::client {

// The part before "?" and "#".
std::string_view PathOf(std::string_view address);

// Where the query leads. An empty page: it names none.
form::Place PlaceOf(std::string_view address);

std::string AddressOf(std::string_view path, const form::Place& place);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_FORM_ADDRESS_H_
