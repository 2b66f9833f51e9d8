// How fresh the page is, and where someone must act: told by the clock of whoever looks.

function tasks(report, now) {
  const answer = answerOf(report, "attention");
  const found = listed(answer, selected(answer, { from: null, to: null }));
  const copy = listed(answerOf(report, "copy"), [0])[0];
  const hours = (now - (copy.synced_at ?? copy.published_at)) / 3600000;
  if (hours > report.stale_hours) found.unshift({
    severity: "act", system: null, account: null, since: copy.synced_at ?? copy.published_at,
    what: copy.synced_at === null ? "No account has had a sync that proved all it read"
      : `What stands here is ${ago(now - copy.synced_at)}; it should be newer than ${report.stale_hours} hours`,
    command: "lead-pipeline sync && lead-pipeline publish && lead-pipeline report",
  });
  return found;
}

function showHealth(report, now) {
  const found = tasks(report, now), copy = listed(answerOf(report, "copy"), [0])[0];
  const act = found.filter((task) => task.severity === "act").length, look = found.length - act;
  document.getElementById("fresh").textContent = `Published ${ago(now - copy.published_at)}, ${written(copy.published_at, "instant")} UTC` +
    (copy.synced_at === null ? "" : ` · read ${ago(now - copy.synced_at)}`);
  const banner = document.getElementById("banner");
  banner.className = `banner ${act ? "is-act" : look ? "is-look" : "is-good"}`;
  const told = [act ? `${act} to act on` : "", look ? `${look} to look at` : ""].filter(Boolean).join(", ");
  banner.replaceChildren(found.length ? element("a", `Health: ${told}. See what to do.`, { href: "#health" })
    : document.createTextNode("Health: all is read, proven and fresh. Nothing to do."));
  const list = document.getElementById("attention");
  list.replaceChildren(...found.map((task) => {
    const item = element("li", null, { class: `is-${task.severity}` });
    const whose = [task.system, task.account].filter(Boolean).join("/");
    item.append(element("b", `${task.severity === "act" ? "Act" : "Look"}: ${whose ? `${whose}: ` : ""}${task.what}`.replace(MARKS, "")));
    const run = element("span", "Run ");
    run.append(element("code", task.command));
    item.append(run);
    return item;
  }));
  if (!found.length) list.append(element("li", "Nothing to do: every list is proven, nothing is set aside, nothing drifted.", { class: "is-good" }));
}
