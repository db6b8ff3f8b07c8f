#include "tests/server/gateway/real_site.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "server/gateway/web_port.h"
#include "server/mutex.h"
#include "server/services/access_keys.h"
#include "server/services/booking_service.h"
#include "server/services/call_service.h"
#include "server/services/conference_service.h"
#include "server/services/dispatcher.h"
#include "server/services/form_drafts.h"
#include "server/services/submission_service.h"
#include "server/store/booking_store.h"
#include "server/store/call_store.h"
#include "server/store/conference_store.h"
#include "server/store/form_draft_store.h"
#include "server/store/sqlite_engine.h"
#include "server/store/submission_store.h"
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
  store::CallStore call_store{engine.get()};
  store::ConferenceStore conference_store{engine.get()};
  store::SubmissionStore submission_store{engine.get()};
  store::BookingStore booking_store{engine.get()};
  const services::AccessKeys access_keys{"a secret of a test, of thirty-two bytes"};
  services::CallService calls{&call_store};
  services::ConferenceService conferences{&conference_store};
  services::SubmissionService submissions{&call_store, &submission_store, &access_keys, clock};
  services::BookingService bookings{&conference_store, &booking_store, &access_keys, clock};
  store::FormDraftStore form_draft_store{engine.get()};
  const services::FormDrafts form_drafts{&form_draft_store, clock};
  const services::Dispatcher dispatcher{&calls, &conferences, &submissions, &bookings};
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
  options.method_paths = parts.dispatcher.MethodPaths();
  options.drafts = &parts.form_drafts;
  options.clock = parts.clock;
  options.log = [&parts](const std::string& line) {
    const MutexLock lock(&parts.mutex);
    parts.log += line + "\n";
  };
  auto port = WebPort::Start(
      options, [&parts](std::string_view method, std::string_view request,
                        const services::RequestContext& context, services::ReplyCallback done) {
        parts.dispatcher.Dispatch(method, request, context, std::move(done));
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
  const auto revision = parts_->call_store.Apply(call, parts_->clock());
  EXPECT_TRUE(revision.ok()) << revision.status();
}

void RealSite::Apply(const v1::Conference& conference) {
  const auto revision = parts_->conference_store.Apply(conference, parts_->clock());
  EXPECT_TRUE(revision.ok()) << revision.status();
}

int RealSite::PlacesLeft() const {
  const auto conference = parts_->conference_store.Get("conferences/meeting");
  EXPECT_TRUE(conference.ok()) << conference.status();
  return conference.ok() ? conference->places_left() : -1;
}

std::string RealSite::log() const {
  const MutexLock lock(&parts_->mutex);
  return parts_->log;
}

}  // namespace muster::gateway
