// Fills figures and panels, and draws the charts. Vega interprets its expressions: the page allows no code to be made.
const views = new Map();
const UNITS = { day: "a day", week: "a week, from Monday", month: "a month" };
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function showFigure(report, figure, chosen) {
  const place = document.getElementById(`figure-${figure.id}`);
  let value, note = "";
  const answer = answerOf(report, figure.cut.answer);
  if (answer.columns.is_latest) {
    const latest = (known, rows) => rows.filter((row) => known.columns.is_latest.values[row]);
    const rows = cutOut(report, figure.cut, { ...chosen, from: null, to: null }, latest).rows;
    const found = rows.map((row) => row[figure.value]).filter((each) => each !== null);
    if (figure.kind === "day") {
      value = found.length ? Math.min(...found) : null;
      note = lasting(rows, value);
    } else value = found.length ? found.reduce((all, each) => all + each, 0) : null;
  } else {
    const row = cutOut(report, figure.cut, chosen).rows[0] ?? {};
    value = row[figure.value] ?? null;
    note = figure.better && value !== null ? moved(report, figure, chosen) : "";
  }
  place.querySelector(".value").textContent = written(value, figure.kind);
  place.querySelector(".moved").textContent = note;
}

function lasting(rows, value) {
  if (!rows.length) return "no balance was read yet";
  if (value === null) return "no end in sight at this pace";
  const first = rows.find((row) => row.runs_out_likely_date === value);
  const latest = first.runs_out_latest_date === null ? "much later" : written(first.runs_out_latest_date, "day");
  return `${written(first.runs_out_earliest_date, "day")} at the earliest, ${latest} at the latest`;
}

// Against the earlier half of the same time, in words: no colour or arrow is needed to read it.
function moved(report, figure, chosen) {
  const part = (half) => cutOut(report, { ...figure.cut, by: ["half"] }, chosen).rows.find((row) => row.half === half)?.[figure.value];
  const before = part("earlier"), after = part("later");
  if (before === undefined || after === undefined || before === null || after === null) return "";
  const change = after - before;
  if (Math.abs(change) < 0.005 * Math.abs(before) || (figure.kind === "share" && Math.abs(change) < 0.002)) return "much as in the earlier half of this time";
  const size = figure.kind === "share" ? `${tenths.format(Math.abs(change) * 100)} points` : exact.format(Math.abs(change));
  const isBetter = (change > 0) === (figure.better === "up");
  return `${size} ${change > 0 ? "more" : "less"} in the later half: ${isBetter ? "better" : "worse"}`;
}

async function showPanel(report, panel, chosen) {
  const place = document.getElementById(`panel-${panel.id}`);
  const { rows, bucket, all } = cutOut(report, panel.cut, chosen);
  place.querySelector(".empty").hidden = rows.length > 0;
  const room = place.querySelector(".chart-room");
  if (room) room.hidden = rows.length === 0;
  const over = passedOver(answerOf(report, panel.cut.answer), chosen).map((name) => report.columns[name].label.toLowerCase());
  const notes = [];
  if (bucket) notes.push(`One mark is ${UNITS[bucket]}.`);
  if (all > rows.length) notes.push(`The first ${whole.format(rows.length)} of ${whole.format(all)}.`);
  if (over.length) notes.push(`Not narrowed by ${over.join(", ")}: it is not told there.`);
  place.querySelector(".note").textContent = notes.join(" ");
  fillTable(report, panel, place, rows);
  if (panel.spec && rows.length) await draw(report, panel, place, rows);
}

function fillTable(report, panel, place, rows) {
  const details = place.querySelector("details"), room = place.querySelector(".scroll");
  const fill = () => room.replaceChildren(tableOf(report, panel.columns, rows.slice(0, 500), panel.title));
  if (details) {
    details.hidden = rows.length === 0;
    details.ontoggle = () => details.open && fill();
    if (details.open) fill();
  } else {
    room.hidden = rows.length === 0;
    fill();
  }
}

function clean(rows) {
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) =>
    [name, typeof value === "string" ? value.replace(MARKS, "") : value])));
}

// A chart is one picture with a label, and its numbers are in the table: its parts have no names to be told.
function asOnePicture(chart) {
  for (const part of chart.querySelectorAll("svg [role]")) {
    part.removeAttribute("role");
    part.removeAttribute("aria-roledescription");
  }
}

// A workflow type has one colour, whichever of them a chart shows.
function sameColours(report, spec) {
  const { color } = spec.encoding ?? {};
  if (color?.field?.endsWith("workflow_type")) color.scale = { domain: [...answerOf(report, "facts").columns.workflow_type.texts].sort(collator.compare) };
}

// On a phone, names beside each other in a legend would be cut.
function themeOf(report, isDark, chart) {
  const theme = report.themes[isDark ? "dark" : "light"];
  return { ...theme, legend: { ...theme.legend, columns: chart.clientWidth < 480 ? 2 : chart.clientWidth < 800 ? 4 : 8 } };
}

async function draw(report, panel, place, rows) {
  const chart = place.querySelector(".chart");
  const known = views.get(panel.id);
  const isDark = dark.matches;
  if (known && known.isDark === isDark) {
    await known.view.data("rows", clean(rows)).resize().runAsync();
    asOnePicture(chart);
    return;
  }
  if (known) known.finalize();
  sameColours(report, panel.spec);
  const spec = { ...panel.spec, data: { name: "rows", values: clean(rows) } };
  const done = await vegaEmbed(chart, spec, {
    actions: false, ast: true, renderer: "svg", defaultStyle: false, logLevel: 1, config: themeOf(report, isDark, chart),
    tooltip: { disableDefaultStyle: true, theme: "own" },
  });
  asOnePicture(chart);
  views.set(panel.id, { view: done.view, finalize: done.finalize, isDark });
}
