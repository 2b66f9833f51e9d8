// The list of leads worth a call: searched, sorted, shown by fifties, and taken away as a file.
const ON_PAGE = 50;
const calls = { sort: "score", isDown: true, shown: ON_PAGE, rows: [] };
const IN_LIST = ["score", "business_name", "category", "city", "website", "decision_maker", "phone", "email", "email_status", "rating", "reviews_count", "keyword", "location"];

function callRows(report, chosen) {
  const answer = answerOf(report, "calls");
  const said = document.getElementById("call-search").value.trim().toLocaleLowerCase();
  const least = Number(document.getElementById("call-score").value);
  const status = document.getElementById("call-status").value;
  return listed(answer, selected(answer, chosen)).filter((row) =>
    row.score >= least && (!status || row.email_status === status) &&
    (!said || Object.values(row).some((value) => typeof value === "string" && value.toLocaleLowerCase().includes(said))));
}

function showCalls(report, chosen) {
  calls.rows = inOrder(callRows(report, chosen), calls.sort, calls.isDown);
  const shown = calls.rows.slice(0, calls.shown);
  const qualify = cutOut(report, { answer: "facts", by: [], sums: ["callable_leads"], ratios: {}, fold: {}, folded: ["", ""], top: [], needs: "", sort: "", most: 0 }, chosen).rows[0]?.callable_leads ?? 0;
  const here = whole.format(calls.rows.length);
  const more = qualify > answerOf(report, "calls").rows ? ` The page holds the best of the ${whole.format(qualify)} in this choice; all of them are in the published database.` : "";
  document.getElementById("call-count").textContent = calls.rows.length ? `${whole.format(shown.length)} of ${here} leads shown.${more}` : "";
  document.getElementById("call-empty").hidden = calls.rows.length > 0;
  document.getElementById("call-more").hidden = shown.length === calls.rows.length;
  document.getElementById("call-table").replaceChildren(...(shown.length ? [callTable(report, shown, chosen)] : []));
}

function callTable(report, rows, chosen) {
  const table = tableOf(report, IN_LIST, rows, "Leads worth a call");
  table.querySelectorAll("th").forEach((cell, place) => {
    const name = IN_LIST[place];
    const button = element("button", cell.textContent, { type: "button", class: "sort", title: `Sort by ${cell.textContent}` });
    if (calls.sort === name) {
      cell.setAttribute("aria-sort", calls.isDown ? "descending" : "ascending");
      button.append(element("span", calls.isDown ? " ↓" : " ↑", { "aria-hidden": "true" }));
    }
    button.addEventListener("click", () => {
      calls.isDown = calls.sort === name ? !calls.isDown : isNumber(report.columns[name].kind);
      calls.sort = name;
      showCalls(report, chosen);
      document.querySelectorAll("#call-table th button")[place].focus();
    });
    cell.replaceChildren(button);
  });
  return table;
}

function download(report, kind) {
  const names = report.call_columns;
  const kinds = names.map((name) => report.columns[name].kind);
  const rows = calls.rows.map((row) => names.map((name) => {
    const value = row[name];
    if (value === null) return null;
    return report.columns[name].kind === "day" ? new Date(value).toISOString().slice(0, 10) : value;
  }));
  if (kind === "csv") handOut("worth-a-call.csv", "text/csv;charset=utf-8", [csvOf(names, kinds, rows)]);
  else handOut("worth-a-call.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsxOf(names, kinds, rows));
}

function startCalls(report, chosen) {
  for (const id of ["call-search", "call-score", "call-status"]) {
    document.getElementById(id).addEventListener("input", () => { calls.shown = ON_PAGE; showCalls(report, chosen); });
  }
  document.getElementById("call-more").addEventListener("click", () => { calls.shown += ON_PAGE; showCalls(report, chosen); });
  document.getElementById("call-csv").addEventListener("click", () => download(report, "csv"));
  document.getElementById("call-xlsx").addEventListener("click", () => download(report, "xlsx"));
}
