// The answers of the database, unpacked, and what the filters leave of them.
"use strict";
const FILTERS = ["account", "workflow_type", "keyword", "location"];
const DAY = 86400000;

async function unpacked() {
  const packed = document.getElementById("answers").textContent.trim();
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function answerOf(report, name) {
  const answer = report.answers[name];
  if (!answer) throw new Error(`The report has no answer called ${name}`);
  return answer;
}

// A value as the page uses it: texts as text, days and instants in milliseconds.
function valueAt(column, row) {
  const value = column.values[row];
  if (value === null || value === undefined) return null;
  if (column.kind === "text") return value < 0 ? null : column.texts[value];
  if (column.kind === "day") return value * DAY;
  if (column.kind === "instant") return value * 1000;
  return value;
}

// What is typed is a whole name, or else a part of one.
function matching(column, said) {
  const wanted = said.toLocaleLowerCase();
  const exact = column.texts.some((text) => text.toLocaleLowerCase() === wanted);
  return new Set(column.texts.flatMap((text, place) => {
    const name = text.toLocaleLowerCase();
    return (exact ? name === wanted : name.includes(wanted)) ? [place] : [];
  }));
}

// The rows that the filters leave.
function selected(answer, chosen) {
  const tests = [];
  for (const name of FILTERS) {
    const column = answer.columns[name];
    if (!column || !chosen[name] || column.kind !== "text") continue;
    const places = matching(column, chosen[name]);
    tests.push((row) => places.has(column.values[row]));
  }
  const days = answer.columns.day;
  if (days && chosen.from !== null) tests.push((row) => days.values[row] !== null && days.values[row] * DAY >= chosen.from);
  if (days && chosen.to !== null) tests.push((row) => days.values[row] !== null && days.values[row] * DAY <= chosen.to);
  const rows = [];
  for (let row = 0; row < answer.rows; row++) if (tests.every((test) => test(row))) rows.push(row);
  return rows;
}

// The filters that are set and that an answer knows nothing of.
function passedOver(answer, chosen) {
  const over = FILTERS.filter((name) => chosen[name] && !answer.columns[name]);
  if ((chosen.from !== null || chosen.to !== null) && !answer.columns.day) over.push("day");
  return over;
}
