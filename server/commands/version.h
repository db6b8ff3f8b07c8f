// The version of the program.
#pragma once

namespace muster::commands {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace muster::commands
