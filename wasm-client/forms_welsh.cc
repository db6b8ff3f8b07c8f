#include "muster/forms.h"
#include "wasm-client/forms.h"

namespace muster::client {

std::span<const form::Form* const> ModuleForms() { return AllWelshForms(); }

}  // namespace muster::client
