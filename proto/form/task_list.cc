// The list of tasks.
#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

void AppendTask(const Texts& texts, const Task& task, std::string& html) {
  const bool open = !task.action.empty();
  const std::string status_id = Joined("task-", task.id, "-status");
  Append(html, "<li class=\"nhsuk-task-list__item", open ? " nhsuk-task-list__item--with-link" : "",
         "\"><div class=\"nhsuk-task-list__name-and-hint\">");
  if (open) {
    html += "<button class=\"nhsuk-task-list__link nhsuk-link\" type=\"submit\" name=\"action\"";
    AppendAttribute("value", task.action, html);
    AppendAttribute("aria-describedby", status_id, html);
    html += '>';
  } else {
    html += "<div>";
  }
  AppendEscaped(task.title, html);
  Append(html, open ? "</button>" : "</div>", "</div><div class=\"nhsuk-task-list__status\"");
  AppendAttribute("id", status_id, html);
  const bool plain = task.status.tag == "no-colour";
  Append(html, "><strong class=\"nhsuk-tag nhsuk-tag--", task.status.tag,
         plain ? " nhsuk-tag--no-border nhsuk-u-font-weight-normal" : "",
         open ? "" : " nhsuk-u-secondary-text-colour", "\">", texts[task.status.text],
         "</strong></div></li>");
}

}  // namespace

void AppendTaskList(const Texts& texts, const std::vector<Task>& tasks, std::string& html) {
  html += "<ul class=\"nhsuk-task-list\">";
  for (const Task& task : tasks) AppendTask(texts, task, html);
  html += "</ul>";
}

}  // namespace muster::form
