// Reference numbers: what people read out, write down and quote.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace muster::store {

// Twelve characters in groups of four, "7K3M-QX9D-2WFA", from a cryptographic random source: 32^12
// of them. Digits and capital letters without 0, 1, I and O, which are taken for one another.
std::string NewReference();

// Whether a text has the form of one.
bool IsReference(std::string_view text);

using ReferenceSource = std::function<std::string()>;

}  // namespace muster::store
