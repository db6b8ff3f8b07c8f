#include "server/gateway/static_assets.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

constexpr std::string_view kForever = "public, max-age=31536000, immutable";
constexpr std::string_view kAskEachTime = "no-cache";
constexpr std::size_t kMaxFileBytes = 16 * 1024 * 1024;
constexpr std::size_t kMaxLogoBytes = 100 * 1024;
constexpr std::string_view kEmbedScript = "/embed.js";

struct MediaType {
  std::string_view ending;
  std::string_view type;
};

constexpr std::array kMediaTypes = {
    MediaType{".js", "text/javascript; charset=utf-8"},
    MediaType{".css", "text/css; charset=utf-8"},
    MediaType{".wasm", "application/wasm"},
    MediaType{".svg", "image/svg+xml; charset=utf-8"},
    MediaType{".png", "image/png"},
    MediaType{".ico", "image/x-icon"},
    MediaType{".woff2", "font/woff2"},
    MediaType{".json", "application/json; charset=utf-8"},
    MediaType{".webmanifest", "application/manifest+json; charset=utf-8"},
    MediaType{".txt", "text/plain; charset=utf-8"},
};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return absl::NotFoundError(absl::StrCat(path, " is missing"));
  }
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) {
    return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  }
  if (bytes.size() > kMaxFileBytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is too large to be served"));
  }
  return bytes;
}

std::string EntityTag(const std::string& bytes) {
  std::array<unsigned char, 16> digest;
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                     0);
  return absl::StrCat("\"",
                      absl::BytesToHexString(absl::string_view(
                          reinterpret_cast<const char*>(digest.data()), digest.size())),
                      "\"");
}

// "/assets/main-4f2a.js": one folder or none, plain characters, no dot in front.
bool IsPlainAddress(const std::string& address) {
  if (!absl::StartsWith(address, "/") || absl::StrContains(address, "..") ||
      absl::StrContains(address, "/.") || absl::StrContains(address, "//")) {
    return false;
  }
  return std::all_of(address.begin(), address.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '-' || c == '_' ||
           c == '.';
  });
}

// What a picture's name ends with, by what is in it; empty: nothing that is shown as a logo.
std::string_view PictureEnding(std::string_view bytes) {
  if (absl::StartsWith(Abseil(bytes), "\x89PNG\r\n\x1a\n")) return ".png";
  const std::string text = absl::AsciiStrToLower(Abseil(bytes.substr(0, kMaxLogoBytes)));
  const bool is_svg =
      text.find("<svg") < 1024 && absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "<");
  for (const char* foreign : {"<script", "<foreignobject", "<!entity", "javascript:", "href=\"http",
                              "href='http", "@import", "url(http", "url(\"http", "url('http"}) {
    if (absl::StrContains(text, foreign)) return {};
  }
  return is_svg ? ".svg" : std::string_view();
}

bool NamesTag(std::string_view if_none_match, const std::string& entity_tag) {
  for (absl::string_view tag : absl::StrSplit(Abseil(if_none_match), ',')) {
    tag = absl::StripAsciiWhitespace(tag);
    if (tag == "*" || tag == entity_tag || tag == absl::StrCat("W/", entity_tag)) return true;
  }
  return false;
}

}  // namespace

std::string_view MediaTypeOf(std::string_view path) {
  for (const MediaType& media_type : kMediaTypes) {
    if (path.size() > media_type.ending.size() &&
        path.substr(path.size() - media_type.ending.size()) == media_type.ending) {
      return media_type.type;
    }
  }
  return {};
}

bool AcceptsCoding(std::string_view accept_encoding, std::string_view coding) {
  for (const absl::string_view entry : absl::StrSplit(Abseil(accept_encoding), ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(entry, ';');
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts[0]), Abseil(coding))) continue;
    if (parts.size() == 1) return true;
    absl::string_view weight = absl::StripAsciiWhitespace(parts[1]);
    double value = 0;
    return absl::StartsWithIgnoreCase(weight, "q=") && absl::SimpleAtod(weight.substr(2), &value) &&
           value > 0;
  }
  return false;
}

absl::Status StaticAssets::AddFile(const std::string& directory, const std::string& path,
                                   std::string_view cache_control) {
  const std::string_view media_type = MediaTypeOf(path);
  if (media_type.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is of a kind that is not served"));
  }
  absl::StatusOr<std::string> bytes = ReadFile(directory + path);
  if (!bytes.ok()) return bytes.status();
  const auto variant = [](std::string content) {
    std::string tag = EntityTag(content);
    return Variant{std::move(tag), std::make_shared<const std::string>(std::move(content))};
  };
  File file{
      std::string(media_type), std::string(cache_control), variant(*std::move(bytes)), {}, {}};
  if (auto brotli = ReadFile(absl::StrCat(directory, path, ".br")); brotli.ok()) {
    file.brotli = variant(*std::move(brotli));
  }
  if (auto gzip = ReadFile(absl::StrCat(directory, path, ".gz")); gzip.ok()) {
    file.gzip = variant(*std::move(gzip));
  }
  files_.insert_or_assign(path, std::move(file));
  return absl::OkStatus();
}

absl::StatusOr<StaticAssets> StaticAssets::Load(const std::string& directory) {
  if (sodium_init() < 0) return absl::InternalError("libsodium does not start");
  const std::string manifest_path = directory + "/manifest.json";
  const absl::StatusOr<std::string> text = ReadFile(manifest_path);
  if (!text.ok()) return text.status();
  google::protobuf::Struct manifest;
  if (!google::protobuf::util::JsonStringToMessage(*text, &manifest).ok()) {
    return absl::InvalidArgumentError(absl::StrCat(manifest_path, " is no JSON object"));
  }
  StaticAssets assets;
  for (const auto& [name, value] : manifest.fields()) {
    if (!value.has_string_value() || !IsPlainAddress(value.string_value())) {
      return absl::InvalidArgumentError(
          absl::StrCat(manifest_path, ": ", name, " has no plain address"));
    }
    assets.addresses_[name] = value.string_value();
    const bool is_hashed = absl::StartsWith(value.string_value(), "/assets/");
    const absl::Status status =
        assets.AddFile(directory, value.string_value(), is_hashed ? kForever : kAskEachTime);
    if (!status.ok()) return status;
  }
  for (const std::string_view path : {std::string_view("/sw.js"), kEmbedScript}) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(absl::StrCat(directory, Abseil(path)), error)) continue;
    const absl::Status status = assets.AddFile(directory, std::string(path), kAskEachTime);
    if (!status.ok()) return status;
  }
  return assets;
}

absl::StatusOr<std::string> StaticAssets::AddLogo(const std::string& path) {
  if (sodium_init() < 0) return absl::InternalError("libsodium does not start");
  absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  const std::string_view ending = PictureEnding(*bytes);
  if (ending.empty() || bytes->size() > kMaxLogoBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " is no logo: a PNG, or an SVG without script and references, of at most 100 kB"));
  }
  std::string tag = EntityTag(*bytes);
  const std::string address = absl::StrCat("/assets/logo-", tag.substr(1, 12), Abseil(ending));
  File file{std::string(MediaTypeOf(address)),
            std::string(kForever),
            {std::move(tag), std::make_shared<const std::string>(*std::move(bytes))},
            {},
            {}};
  files_.insert_or_assign(address, std::move(file));
  return address;
}

std::string_view StaticAssets::AddressOf(std::string_view name) const {
  const auto found = addresses_.find(name);
  return found == addresses_.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<HttpResponse> StaticAssets::Respond(const HttpRequest& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  const std::string_view accepted = request.Header("accept-encoding");
  const Variant* variant = &file.identity;
  HttpResponse response;
  if (file.brotli.bytes != nullptr && AcceptsCoding(accepted, "br")) {
    variant = &file.brotli;
    response.headers.push_back({"Content-Encoding", "br"});
  } else if (file.gzip.bytes != nullptr && AcceptsCoding(accepted, "gzip")) {
    variant = &file.gzip;
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  response.headers.push_back({"Content-Type", file.content_type});
  response.headers.push_back({"Cache-Control", file.cache_control});
  response.headers.push_back({"ETag", variant->entity_tag});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  // The one file that pages of other sites load.
  if (request.path == kEmbedScript) {
    response.headers.push_back({"Cross-Origin-Resource-Policy", "cross-origin"});
  }
  if (NamesTag(request.Header("if-none-match"), variant->entity_tag)) {
    response.status = 304;
  } else {
    response.shared_body = variant->bytes;
  }
  return response;
}

}  // namespace muster::gateway
