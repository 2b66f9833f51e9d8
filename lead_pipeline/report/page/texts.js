// How values are written, and the few ways to make an element. Text is always set as text, never as HTML.
const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const instant = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const MARKS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g; // they would turn round what stands beside them

function written(value, kind) {
  if (value === null || value === undefined || value === "") return "–";
  if (kind === "count" || kind === "credits") return whole.format(value);
  if (kind === "decimal") return exact.format(value);
  if (kind === "share") return percent.format(value);
  if (kind === "day") return day.format(value);
  if (kind === "instant") return instant.format(value);
  return String(value).replace(MARKS, "");
}

function isNumber(kind) {
  return kind !== "text" && kind !== "day" && kind !== "instant";
}

function element(name, text = null, attributes = {}) {
  const made = document.createElement(name);
  if (text !== null) made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function ago(milliseconds) {
  const minutes = Math.max(0, Math.round(milliseconds / 60000));
  if (minutes < 90) return `${minutes} ${minutes === 1 ? "minute" : "minutes"} ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}

function slug(word) {
  return `word-${word.replace(/[^a-z0-9]+/gi, "-").toLowerCase()}`;
}

function termButton(report, shown, word) {
  if (!word || !report.words[word]) return document.createTextNode(shown);
  return element("button", shown, { type: "button", class: "term", "aria-describedby": slug(word) });
}

function tableOf(report, columns, rows, caption) {
  const table = element("table"), head = element("tr"), body = element("tbody");
  table.append(element("caption", caption, { class: "sr" }));
  for (const name of columns) {
    const column = report.columns[name];
    const cell = element("th", null, { scope: "col", ...(isNumber(column.kind) ? { class: "num" } : {}) });
    cell.append(termButton(report, column.label, column.word));
    head.append(cell);
  }
  for (const row of rows) body.append(rowOf(report, columns, row));
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  return table;
}

function rowOf(report, columns, row) {
  const line = element("tr");
  for (const name of columns) {
    const { kind } = report.columns[name];
    const text = written(row[name], kind);
    const cell = element("td", name === "score" ? null : text, isNumber(kind) ? { class: "num" } : kind === "text" ? { dir: "auto" } : { class: "when" });
    if (kind === "text" && text.length > 18) cell.title = text;
    if (name === "score") cell.append(element("span", text, { class: "score" }));
    line.append(cell);
  }
  return line;
}
