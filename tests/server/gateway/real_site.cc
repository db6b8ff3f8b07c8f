#include "tests/server/gateway/real_site.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "server/gateway/web_port.h"
#include "server/mutex.h"
#include "server/services/core.h"
#include "server/store/sqlite_engine.h"
#include "tests/server/gateway/pages/page_test_site.h"

namespace muster::gateway {

struct RealSite::Parts {
  explicit Parts(std::string folder_name, std::unique_ptr<store::Engine> opened)
      : folder(std::move(folder_name)), engine(std::move(opened)) {}

  const std::string folder;
  std::atomic<std::int64_t> now_seconds =
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2027, 3, 1), absl::UTCTimeZone()));
  const services::Clock clock = [this] { return absl::FromUnixSeconds(now_seconds); };
  std::unique_ptr<store::Engine> engine;
  services::Core core{engine.get(), "a secret of a test, of thirty-two bytes", clock};
  std::unique_ptr<WebPort> web_port;
  mutable Mutex mutex;
  std::string log ABSL_GUARDED_BY(mutex);
};

RealSite::RealSite()
    : parts_([] {
        std::string folder = testing::TempDir() + "muster_site_XXXXXX";
        EXPECT_NE(mkdtemp(folder.data()), nullptr);
        store::SqliteOptions options;
        options.path = folder + "/muster.db";
        auto engine = store::OpenSqlite(options);
        EXPECT_TRUE(engine.ok()) << engine.status();
        return std::make_unique<Parts>(folder, *std::move(engine));
      }()) {
  Apply(TestCall());
  Apply(TestConference());
  Parts& parts = *parts_;
  WebPortOptions options;
  options.address = "127.0.0.1:0";
  options.public_address = "https://public.test";
  options.method_paths = parts.core.dispatcher().MethodPaths();
  options.drafts = &parts.core.form_drafts();
  options.clock = parts.clock;
  options.log = [&parts](const std::string& line) {
    const MutexLock lock(&parts.mutex);
    parts.log += line + "\n";
  };
  auto port = WebPort::Start(
      options, [&parts](std::string_view method, std::string_view request,
                        const services::RequestContext& context, services::ReplyCallback done) {
        parts.core.dispatcher().Dispatch(method, request, context, std::move(done));
      });
  EXPECT_TRUE(port.ok()) << port.status();
  parts.web_port = *std::move(port);
}

RealSite::~RealSite() {
  parts_->web_port->Drain(absl::Seconds(5));
  parts_->engine.reset();
  std::filesystem::remove_all(parts_->folder);
}

std::uint16_t RealSite::port() const { return parts_->web_port->port(); }

void RealSite::SetNow(absl::Time now) { parts_->now_seconds = absl::ToUnixSeconds(now); }

void RealSite::Apply(const v1::Call& call) {
  const auto revision = parts_->core.call_store().Apply(call, parts_->clock());
  EXPECT_TRUE(revision.ok()) << revision.status();
}

void RealSite::Apply(const v1::Conference& conference) {
  const auto revision = parts_->core.conference_store().Apply(conference, parts_->clock());
  EXPECT_TRUE(revision.ok()) << revision.status();
}

int RealSite::PlacesLeft() const {
  const auto conference = parts_->core.conference_store().Get("conferences/meeting");
  EXPECT_TRUE(conference.ok()) << conference.status();
  return conference.ok() ? conference->places_left() : -1;
}

std::string RealSite::log() const {
  const MutexLock lock(&parts_->mutex);
  return parts_->log;
}

}  // namespace muster::gateway
