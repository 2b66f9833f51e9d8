// Files that a person takes away: CSV and XLSX. A text that a spreadsheet would take for a formula is made harmless.
const DANGEROUS = /^[\s]*[=+\-@\t\r]/;
const encoder = new TextEncoder();

function csvOf(heads, kinds, rows) {
  const cell = (value, kind) => {
    if (value === null) return "";
    if (isNumber(kind)) return String(value);
    const text = DANGEROUS.test(value) ? `'${value}` : value;
    return `"${text.replaceAll('"', '""')}"`;
  };
  const lines = [heads.map((head) => cell(head, "text")), ...rows.map((row) => row.map((value, place) => cell(value, kinds[place])))];
  return encoder.encode(`\ufeff${lines.map((line) => line.join(",")).join("\r\n")}\r\n`);
}

function xml(text) {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

// Texts stand in the sheet as inline strings, which are never formulas; `s="1"` keeps them so when a cell is edited.
function sheetOf(heads, kinds, rows) {
  const cell = (value, kind) => {
    if (value === null) return "<c/>";
    if (isNumber(kind)) return `<c><v>${value}</v></c>`;
    const style = DANGEROUS.test(value) ? ' s="1"' : "";
    return `<c t="inlineStr"${style}><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
  };
  const line = (cells) => `<row>${cells.join("")}</row>`;
  const all = [line(heads.map((head) => cell(head, "text"))), ...rows.map((row) => line(row.map((value, place) => cell(value, kinds[place]))))];
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${all.join("")}</sheetData></worksheet>`;
}

function xlsxOf(heads, kinds, rows) {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zipOf(Object.entries({
    "[Content_Types].xml": `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Worth a call" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    "xl/worksheets/sheet1.xml": sheetOf(heads, kinds, rows),
  }).map(([name, text]) => [name, encoder.encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`)]));
}

const CRC = Uint32Array.from({ length: 256 }, (_, place) => {
  let value = place;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

// A ZIP file whose parts are stored as they are.
function zipOf(parts) {
  const pieces = [], directory = [];
  let offset = 0;
  for (const [name, data] of parts) {
    let crc = 0xffffffff;
    for (const byte of data) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
    const called = encoder.encode(name);
    const facts = [20, 0x0800, 0, 0, 0x21, (crc ^ 0xffffffff) >>> 0, data.length, data.length, called.length, 0];
    const head = packed([0x04034b50, ...facts], [4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2]);
    directory.push(packed([0x02014b50, 20, ...facts, 0, 0, 0, 0, offset], [4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4]), called);
    pieces.push(head, called, data);
    offset += head.length + called.length + data.length;
  }
  const size = directory.reduce((all, piece) => all + piece.length, 0);
  return [...pieces, ...directory, packed([0x06054b50, 0, 0, parts.length, parts.length, size, offset, 0], [4, 2, 2, 2, 2, 4, 4, 2])];
}

function packed(values, sizes) {
  const bytes = new Uint8Array(sizes.reduce((all, size) => all + size, 0)), view = new DataView(bytes.buffer);
  let at = 0;
  values.forEach((value, place) => {
    if (sizes[place] === 4) view.setUint32(at, value, true); else view.setUint16(at, value, true);
    at += sizes[place];
  });
  return bytes;
}

function handOut(name, type, pieces) {
  const address = URL.createObjectURL(new Blob(pieces, { type }));
  const link = element("a", null, { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
