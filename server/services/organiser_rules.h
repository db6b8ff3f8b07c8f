// Rules of what organisers write that buf.validate has no words for. They are violations like the
// others:
//   organiser.time_zone_unknown  the time zone is not in this machine's database
//   organiser.id_repeated        two themes, or two questions, have the same id
//   organiser.choice_repeated    two choices of a question have the same value
#pragma once

#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"
#include "proto/rules/violations.h"

namespace muster::services {

void CheckOrganiserRules(const v1::Call& call, rules::Violations& violations);
void CheckOrganiserRules(const v1::Conference& conference, rules::Violations& violations);

}  // namespace muster::services
