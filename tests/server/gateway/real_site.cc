#include "tests/server/gateway/real_site.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "server/clock.h"
#include "server/error.h"
#include "server/gateway/web_port.h"
#include "server/mutex.h"
#include "server/services/core.h"
#include "server/store/sqlite_engine.h"
#include "tests/server/gateway/pages/page_test_site.h"

namespace muster::gateway {
namespace {

// A transaction in which statements about drafts fail, as those of a store that is busy do.
class WithoutDrafts final : public store::Transaction {
 public:
  explicit WithoutDrafts(store::Transaction* inner) : inner_(inner) {}
  absl::StatusOr<std::int64_t> Change(std::string_view sql,
                                      std::initializer_list<store::Value> values) override {
    if (IsAboutDrafts(sql)) return Busy();
    return inner_->Change(sql, values);
  }
  absl::Status Query(std::string_view sql, std::initializer_list<store::Value> values,
                     absl::FunctionRef<absl::Status(const store::Row&)> each) override {
    if (IsAboutDrafts(sql)) return Busy();
    return inner_->Query(sql, values, each);
  }

 private:
  static bool IsAboutDrafts(std::string_view sql) {
    return sql.find("form_drafts") != std::string_view::npos;
  }
  static absl::Status Busy() {
    return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_BUSY, "busy");
  }

  store::Transaction* const inner_;
};

// The store of the site, whose drafts fail while they are told to.
class DraftFailingEngine final : public store::Engine {
 public:
  explicit DraftFailingEngine(std::unique_ptr<store::Engine> inner) : inner_(std::move(inner)) {}

  void Write(WriteFunction write, DoneFunction done) override {
    inner_->Write(
        [this, write = std::move(write)](store::Transaction& transaction) mutable {
          WithoutDrafts without(&transaction);
          return write(fails_writes ? without : transaction);
        },
        std::move(done));
  }
  absl::Status Read(ReadFunction read) override {
    return inner_->Read([&](store::Transaction& transaction) {
      WithoutDrafts without(&transaction);
      return read(fails_reads ? without : transaction);
    });
  }

  std::atomic<bool> fails_reads = false;
  std::atomic<bool> fails_writes = false;

 private:
  const std::unique_ptr<store::Engine> inner_;
};

}  // namespace

struct RealSite::Parts {
  Parts(std::string folder_name, std::unique_ptr<store::Engine> opened, int creates_per_second)
      : folder(std::move(folder_name)),
        engine(std::make_unique<DraftFailingEngine>(std::move(opened))),
        rates(creates_per_second, [this] {
          return services::SenderRates::TimePoint(std::chrono::seconds(now_seconds));
        }) {}

  const std::string folder;
  std::atomic<std::int64_t> now_seconds =
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2027, 3, 1), absl::UTCTimeZone()));
  const Clock clock = [this] { return absl::FromUnixSeconds(now_seconds); };
  std::unique_ptr<DraftFailingEngine> engine;
  services::SenderRates rates;
  services::Core core{engine.get(), "a secret of a test, of thirty-two bytes", clock, &rates};
  std::unique_ptr<WebPort> web_port;
  mutable Mutex mutex;
  std::string log ABSL_GUARDED_BY(mutex);
};

RealSite::RealSite(int creates_per_second)
    : parts_([creates_per_second] {
        std::string folder = testing::TempDir() + "muster_site_XXXXXX";
        EXPECT_NE(mkdtemp(folder.data()), nullptr);
        store::SqliteOptions options;
        options.path = folder + "/muster.db";
        auto engine = store::OpenSqlite(options);
        EXPECT_TRUE(engine.ok()) << engine.status();
        return std::make_unique<Parts>(folder, *std::move(engine), creates_per_second);
      }()) {
  Apply(TestCall());
  Apply(TestConference());
  Parts& parts = *parts_;
  WebPortOptions options;
  options.address = "127.0.0.1:0";
  options.public_address = "https://public.test";
  options.method_paths = parts.core.dispatcher().MethodPaths();
  options.trusted_proxies = {"127.0.0.1"};
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

void RealSite::PassTime(absl::Duration time) { SetNow(parts_->clock() + time); }

void RealSite::SpendAll() {
  EXPECT_TRUE(parts_->rates.Charge("127.0.0.1", std::size_t{1} << 30).ok());
}

void RealSite::Apply(const v1::Call& call) {
  const auto revision = parts_->core.call_store().Apply(call, parts_->clock());
  EXPECT_TRUE(revision.ok()) << revision.status();
}

void RealSite::Apply(const v1::Conference& conference) {
  const auto revision = parts_->core.conference_store().Apply(conference, parts_->clock());
  EXPECT_TRUE(revision.ok()) << revision.status();
}

void RealSite::FailDraftReads(bool fail) { parts_->engine->fails_reads = fail; }

void RealSite::FailDraftWrites(bool fail) { parts_->engine->fails_writes = fail; }

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
