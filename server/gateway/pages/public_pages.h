// The pages that anyone may read: the calls, a call, a conference.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_PUBLIC_PAGES_H_
#define MUSTER_SERVER_GATEWAY_PAGES_PUBLIC_PAGES_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "server/gateway/pages/layout.h"

namespace muster::v1 {
class Call;
class Conference;
class ListCallsResponse;
}  // namespace muster::v1

namespace muster::gateway {

// Names of fields in queries: where a list goes on; that a form is opened for what the device
// saved.
inline constexpr std::string_view kFromField = "from";
inline constexpr std::string_view kSavedField = "saved";

// Each gives a whole page. `now` decides what is open.
std::string StartPage(const Site& site, const v1::ListCallsResponse& calls, absl::Time now);
std::string CallPage(const Site& site, const v1::Call& call, absl::Time now);
std::string ConferencePage(const Site& site, const v1::Conference& conference, absl::Time now);

// Whether something may be sent at `now`, or a place booked.
enum class Window { kNotYet, kOpen, kOver };
Window WindowOf(const v1::Call& call, absl::Time now);
Window WindowOf(const v1::Conference& conference, absl::Time now);

// Says that a form is not open, instead of the form.
std::string NotOpenPage(const Site& site, const v1::Call& call, Window window);
std::string NotOpenPage(const Site& site, const v1::Conference& conference, Window window);
// Says that every place is taken.
std::string FullPage(const Site& site, const v1::Conference& conference);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PUBLIC_PAGES_H_
