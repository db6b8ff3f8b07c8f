// Metrics and health, as Prometheus and a balancer see them.
#include "server/operations/admin_port.h"

#include "gmock/gmock.h"
#include "server/operations/metrics.h"
#include "tests/server/gateway/raw_client.h"
#include "tests/server/services/world.h"

namespace muster::operations {
namespace {

using testing::HasSubstr;

TEST(MetricsTest, CallsAreCountedByMethodWayInAndCode) {
  Metrics metrics("1.2.3");
  services::CallRecord call;
  call.method_path = "/muster.v1.CallService/GetCall";
  call.origin = services::Origin::kPage;
  call.code = absl::StatusCode::kNotFound;
  call.duration = absl::Milliseconds(3);
  metrics.Count(call);
  metrics.Count(call);
  metrics.Count(services::CallRecord());
  const std::string text = metrics.Text({});
  EXPECT_THAT(text, HasSubstr("muster_requests_total{code=\"NOT_FOUND\",method=\"muster.v1."
                              "CallService/GetCall\",origin=\"page\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("{code=\"OK\",method=\"none\",origin=\"grpc\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("muster_request_seconds_bucket{method=\"muster.v1.CallService/"
                              "GetCall\",le=\"0.005\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("muster_request_seconds_bucket{method=\"muster.v1.CallService/"
                              "GetCall\",le=\"0.0025\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("muster_build_info{version=\"1.2.3\"} 1\n"));
}

TEST(MetricsTest, CommitsAreMeasuredAndFailedOnesCountedApart) {
  Metrics metrics("");
  metrics.Count(store::CommitRecord{.write_count = 7, .duration = absl::Milliseconds(2)});
  metrics.Count(store::CommitRecord{.write_count = 3, .duration = absl::Seconds(9), .ok = false});
  const std::string text = metrics.Text({});
  EXPECT_THAT(text, HasSubstr("muster_store_commit_writes_bucket{le=\"4\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("muster_store_commit_writes_bucket{le=\"8\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("muster_store_commit_seconds_count 1\n"));
  EXPECT_THAT(text, HasSubstr("muster_store_failed_commits_total 1\n"));
}

TEST(MetricsTest, WhatIsLookedUpIsToldWithItsKind) {
  const Metrics metrics("");
  Gauges gauges;
  gauges.store = {.read_only_reason = "the disk is full",
                  .waiting_write_count = 12,
                  .data_bytes = 4096,
                  .log_bytes = 512};
  gauges.web_connection_count = 5;
  gauges.now = absl::FromUnixSeconds(1800000100);
  EXPECT_THAT(metrics.Text(gauges), testing::Not(HasSubstr("muster_backup_age_seconds")));
  gauges.last_backup_time = absl::FromUnixSeconds(1800000000);
  const std::string text = metrics.Text(gauges);
  for (const char* line :
       {"# TYPE muster_store_read_only gauge\n", "muster_store_read_only 1\n",
        "muster_store_waiting_writes 12\n", "muster_store_data_bytes 4096\n",
        "muster_store_log_bytes 512\n", "muster_web_connections 5\n",
        "muster_backup_age_seconds 100\n", "# TYPE muster_backup_failures_total counter\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(MetricsTest, ARealStoreTellsOfItsCommits) {
  Metrics metrics("");
  services::World world([&](const store::CommitRecord& commit) { metrics.Count(commit); });
  ASSERT_TRUE(world.Create(services::GoodSubmission()).ok());
  Gauges gauges;
  gauges.store = world.engine().Status();
  EXPECT_GT(gauges.store.data_bytes + gauges.store.log_bytes, 0);
  EXPECT_THAT(metrics.Text(gauges), testing::Not(HasSubstr("muster_store_commit_writes_count 0")));
}

class AdminPortTest : public testing::Test {
 protected:
  AdminPortTest() {
    auto port = AdminPort::Start("127.0.0.1:0", &metrics_, [this] { return gauges_; });
    EXPECT_TRUE(port.ok()) << port.status();
    port_ = *std::move(port);
  }

  // Status and body.
  std::pair<int, std::string> Get(const std::string& path, const std::string& method = "GET") {
    const std::string address = port_->address();
    const gateway::RawReply reply = gateway::Fetch(
        static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))), method,
        path);
    return {reply.status, reply.body};
  }

  Gauges gauges_;
  Metrics metrics_{"9"};
  std::unique_ptr<AdminPort> port_;
};

TEST_F(AdminPortTest, HealthTellsServingFromReadOnlyFromStopping) {
  using Answer = std::pair<int, std::string>;
  for (const char* path : {"/healthz", "/readyz", "/readyz/writes"}) {
    EXPECT_EQ(Get(path), Answer(200, "serving\n"));
  }
  gauges_.store.read_only_reason = "the disk is full";
  EXPECT_EQ(Get("/healthz"), Answer(200, "read-only: the disk is full\n"));
  EXPECT_EQ(Get("/readyz"), Answer(200, "read-only: the disk is full\n"));
  EXPECT_EQ(Get("/readyz/writes"), Answer(503, "read-only: the disk is full\n"));
  port_->SetStopping();
  EXPECT_EQ(Get("/healthz"), Answer(200, "stopping\n"));
  EXPECT_EQ(Get("/readyz"), Answer(503, "stopping\n"));
  EXPECT_EQ(Get("/readyz/writes"), Answer(503, "stopping\n"));
}

TEST_F(AdminPortTest, MetricsAreThereAndNothingElse) {
  EXPECT_THAT(Get("/metrics").second, HasSubstr("muster_build_info{version=\"9\"} 1\n"));
  EXPECT_EQ(Get("/").first, 404);
  EXPECT_EQ(Get("/metrics/x").first, 404);
  EXPECT_EQ(Get("/metrics", "DELETE").first, 405);
}

}  // namespace
}  // namespace muster::operations
