// The forms of this module. The modules of two languages differ in this and in nothing else.
#ifndef MUSTER_WASM_CLIENT_FORMS_H_
#define MUSTER_WASM_CLIENT_FORMS_H_

#include <span>

#include "proto/form/form_table.h"

namespace muster::client {

std::span<const form::Form* const> ModuleForms();

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_FORMS_H_
