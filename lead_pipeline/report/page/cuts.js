// Carries out a cut (panel.py says what that is) on the rows that the filters leave.

// How long a bar's time is, by how long the chosen time is.
function bucketOf(first, last, grain) {
  const days = (last - first) / DAY + 1;
  if (grain === "month" || days > 400) return "month";
  return grain === "week" || days > 70 ? "week" : "day";
}

function bucketed(day, bucket) {
  if (bucket === "day") return [day, day + DAY];
  const date = new Date(day);
  if (bucket === "week") {
    const monday = day - ((date.getUTCDay() + 6) % 7) * DAY;
    return [monday, monday + 7 * DAY];
  }
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
}

function daysOf(answer, rows) {
  let first = Infinity, last = -Infinity;
  if (answer.columns.day) for (const row of rows) {
    const day = answer.columns.day.values[row];
    if (day !== null) { first = Math.min(first, day); last = Math.max(last, day); }
  }
  return [first * DAY, last * DAY];
}

// The rows as objects, as they are.
function listed(answer, rows) {
  const columns = Object.entries(answer.columns);
  return rows.map((row) => Object.fromEntries(columns.map(([name, column]) => [name, valueAt(column, row)])));
}

function grouped(answer, rows, cut, grain) {
  const [first, last] = daysOf(answer, rows);
  const bucket = bucketOf(first, last, grain), middle = first + (last - first) / 2;
  const days = answer.columns.day;
  const keys = cut.by.map((name) => {
    if (name === "bucket") return (row) => bucketed(days.values[row] * DAY, bucket)[0];
    if (name === "half") return (row) => (days.values[row] * DAY <= middle ? "earlier" : "later");
    return (row) => answer.columns[name].values[row];
  });
  const sums = cut.sums.map((name) => answer.columns[name].values);
  const groups = new Map();
  for (const row of rows) {
    const key = keys.map((value) => value(row)).join(" ");
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { row, sums: sums.map(() => null) }));
    sums.forEach((values, place) => {
      if (values[row] !== null) group.sums[place] = (group.sums[place] ?? 0) + values[row];
    });
  }
  return [bucket, [...groups.values()].map((group) => {
    const made = {};
    cut.by.forEach((name, place) => {
      if (name === "bucket") [made.day, made.day_end] = bucketed(days.values[group.row] * DAY, bucket);
      else if (name === "half") made.half = keys[place](group.row);
      else made[name] = valueAt(answer.columns[name], group.row);
    });
    cut.sums.forEach((name, place) => (made[name] = group.sums[place]));
    return made;
  })];
}

function kept(rows, [column, by, most]) {
  const sums = new Map();
  for (const row of rows) sums.set(row[column], (sums.get(row[column]) ?? 0) + (row[by] ?? 0));
  const best = new Set([...sums].sort((a, b) => b[1] - a[1]).slice(0, most).map(([name]) => name));
  return rows.filter((row) => best.has(row[column]));
}

function folded(rows, cut) {
  const [name, value] = cut.folded;
  return rows.flatMap((row) => Object.entries(cut.fold).map(([column, called], place) =>
    ({ ...row, [name]: called, [value]: row[column], place })));
}

function divided(row, ratios) {
  for (const [name, parts] of Object.entries(ratios)) {
    const over = row[parts.at(-1)];
    const product = parts.slice(0, -1).reduce((all, part) => all * (row[part] ?? 0), 1);
    row[name] = over ? product / over : null;
  }
  return row;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

// Empty values last, whichever way the others go.
function inOrder(rows, name, isDown) {
  return rows.sort((a, b) => {
    const [left, right] = [a[name], b[name]];
    if (left === null || right === null) return (left === null) - (right === null);
    const order = typeof left === "number" ? left - right : collator.compare(left, right);
    return isDown ? -order : order;
  });
}

function cutOut(report, cut, chosen, only = null) {
  const answer = answerOf(report, cut.answer);
  let rows = selected(answer, chosen);
  if (only) rows = only(answer, rows);
  let bucket = "", made;
  if (cut.sums.length) [bucket, made] = grouped(answer, rows, cut, report.grain);
  else made = listed(answer, rows);
  for (const top of cut.top) made = kept(made, top);
  if (cut.folded[0]) made = folded(made, cut);
  made.forEach((row) => divided(row, cut.ratios));
  if (cut.needs) made = made.filter((row) => row[cut.needs]);
  if (cut.sort) made = inOrder(made, cut.sort.replace("-", ""), cut.sort.startsWith("-"));
  return { rows: cut.most ? made.slice(0, cut.most) : made, bucket: cut.by.includes("bucket") ? bucket : "", all: made.length };
}
