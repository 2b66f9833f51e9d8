// Begins: unpacks, fills the filters, shows everything, and shows it anew when a filter changes.

const chosen = { account: "", workflow_type: "", keyword: "", location: "", from: null, to: null };

function options(report) {
  const facts = answerOf(report, "facts");
  for (const name of ["account", "workflow_type"]) {
    const texts = new Set(facts.columns[name].texts);
    if (name === "account") for (const answer of Object.values(report.answers)) answer.columns.account?.texts?.forEach((text) => texts.add(text));
    const place = document.getElementById(`filter-${name}`);
    [...texts].sort(collator.compare).forEach((text) => place.append(new Option(text.replace(MARKS, ""), text)));
  }
  for (const name of ["keyword", "location"]) {
    const place = document.getElementById(`known-${name}`);
    [...facts.columns[name].texts].sort(collator.compare).slice(0, 1000).forEach((text) => place.append(element("option", null, { value: text })));
  }
}

function lastDay(report) {
  const days = answerOf(report, "facts").columns.day.values;
  let last = -Infinity;
  for (const day of days) last = Math.max(last, day);
  return Number.isFinite(last) ? last * DAY : Date.now();
}

function isoDay(milliseconds) {
  return milliseconds === null ? "" : new Date(milliseconds).toISOString().slice(0, 10);
}

function summed(report) {
  const parts = FILTERS.filter((name) => chosen[name]).map((name) => `${report.columns[name].label.toLowerCase()} “${chosen[name].replace(MARKS, "")}”`);
  if (chosen.from !== null || chosen.to !== null) parts.push(`${chosen.from === null ? "until" : `from ${written(chosen.from, "day")}${chosen.to === null ? " on" : " to"}`} ${chosen.to === null ? "" : written(chosen.to, "day")}`.trim());
  const rows = selected(answerOf(report, "facts"), chosen).length;
  const found = rows ? "" : " No job falls in it.";
  return parts.length ? `Shown: ${parts.join(", ")}.${found}` : `Shown: all accounts, all days.${found}`;
}

async function showAll(report) {
  document.body.setAttribute("aria-busy", "true");
  document.getElementById("chosen").textContent = summed(report);
  for (const figure of report.figures) showFigure(report, figure, chosen);
  showCalls(report, chosen);
  for (const panel of report.panels) await showPanel(report, panel, chosen);
  document.body.setAttribute("aria-busy", "false");
}

// One after the other: a filter that changes meanwhile is shown when this one is.
let showing = Promise.resolve();
function showSoon(report) {
  showing = showing.then(() => showAll(report));
  return showing;
}

function startFilters(report) {
  const read = () => {
    for (const name of FILTERS) chosen[name] = document.getElementById(`filter-${name}`).value.trim();
    for (const name of ["from", "to"]) {
      const said = document.getElementById(`filter-${name}`).valueAsNumber;
      chosen[name] = Number.isNaN(said) ? null : said;
    }
    for (const button of document.querySelectorAll(".spans button")) {
      const from = button.dataset.days ? lastDay(report) - (Number(button.dataset.days) - 1) * DAY : null;
      button.setAttribute("aria-pressed", String(chosen.from === from && chosen.to === null));
    }
    calls.shown = ON_PAGE;
    showSoon(report);
  };
  for (const place of document.querySelectorAll(".filters select, .filters input")) place.addEventListener("change", read);
  for (const button of document.querySelectorAll(".spans button")) button.addEventListener("click", () => {
    document.getElementById("filter-from").value = button.dataset.days ? isoDay(lastDay(report) - (Number(button.dataset.days) - 1) * DAY) : "";
    document.getElementById("filter-to").value = "";
    read();
  });
  document.getElementById("clear").addEventListener("click", () => {
    for (const place of document.querySelectorAll(".filters select, .filters input")) place.value = "";
    read();
  });
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
}

// One hint for all words; it follows the pointer or the focus, and Escape puts it away.
function startWords() {
  const tip = document.getElementById("tip");
  const hide = () => (tip.hidden = true);
  const show = (event) => {
    const button = event.target.closest?.(".term");
    if (!button) return hide();
    tip.textContent = document.getElementById(button.getAttribute("aria-describedby")).textContent;
    tip.hidden = false;
    const at = button.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 12);
    tip.style.left = `${Math.max(12, left) + window.scrollX}px`;
    tip.style.top = `${at.bottom + window.scrollY + 6}px`;
  };
  for (const name of ["mouseover", "focusin", "click"]) document.addEventListener(name, show);
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

async function start() {
  const report = await unpacked();
  options(report);
  startFilters(report);
  startCalls(report, chosen);
  startWords();
  showHealth(report, Date.now());
  await showSoon(report);
  dark.addEventListener("change", () => showSoon(report));
  document.documentElement.dataset.ready = "yes";
}

start().catch((error) => {
  document.getElementById("banner").className = "banner is-act";
  document.getElementById("banner").textContent = `The report could not be shown: ${error.message}. Make it anew: lead-pipeline report`;
  throw error;
});
