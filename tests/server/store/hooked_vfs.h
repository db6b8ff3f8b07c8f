// A SQLite VFS for tests that does as the default one, but asks before each sync.
#pragma once

#include <functional>

namespace muster::store {

// Registers the VFS "muster-hooked". `before_sync` is called, on whatever thread, before each sync
// of a file; when it gives false the sync fails.
void RegisterHookedVfs(std::function<bool()> before_sync);

inline constexpr char kHookedVfs[] = "muster-hooked";

}  // namespace muster::store
