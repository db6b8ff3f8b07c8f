// The files that browsers fetch: script, styles, WebAssembly. All are read into memory at the
// start, and nothing else on the disk is ever served.
#ifndef MUSTER_SERVER_GATEWAY_STATIC_ASSETS_H_
#define MUSTER_SERVER_GATEWAY_STATIC_ASSETS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/gateway/http.h"

namespace muster::gateway {

// Immutable, so thread-safe.
class StaticAssets {
 public:
  // No assets: pages work as plain forms.
  StaticAssets() = default;

  // Reads `directory`/manifest.json, a flat object from names ("main.js") to addresses
  // ("/assets/main-4f2a.js"), each file at the address below the directory, with its siblings
  // "*.br" and "*.gz" where they are there; and sw.js and embed.js where they are there.
  // NOT_FOUND or INVALID_ARGUMENT, in one line that names the file.
  static absl::StatusOr<StaticAssets> Load(const std::string& directory);

  // Reads a picture of whoever runs the site and gives its address. INVALID_ARGUMENT, in one line:
  // it is not what it should be.
  absl::StatusOr<std::string> AddLogo(const std::string& path);

  // Address of an asset by its name in the manifest; empty if there is none.
  std::string_view AddressOf(std::string_view name) const;

  // The reply to GET of a path; nothing if no asset is there.
  std::optional<HttpResponse> Respond(const HttpRequest& request) const;

  // Whether an asset is at the path.
  bool Has(std::string_view path) const { return files_.find(path) != files_.end(); }

 private:
  struct Variant {
    std::string entity_tag;
    std::shared_ptr<const std::string> bytes;  // Null: there is no such variant.
  };
  struct File {
    std::string content_type;
    std::string cache_control;
    Variant identity;
    Variant brotli;
    Variant gzip;
  };

  absl::Status AddFile(const std::string& directory, const std::string& path,
                       std::string_view cache_control);

  std::map<std::string, std::string, std::less<>> addresses_;
  std::map<std::string, File, std::less<>> files_;
};

// Whether an Accept-Encoding header takes a coding ("br"): it is named with a weight above zero.
bool AcceptsCoding(std::string_view accept_encoding, std::string_view coding);

// Media type of a file by the end of its name; empty if it is none that we serve.
std::string_view MediaTypeOf(std::string_view path);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_STATIC_ASSETS_H_
