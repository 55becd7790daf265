// A spreadsheet as a file: read, cut into parts that one request takes, and its records found again.
import { ask, newKey, say, send } from "./sending.js";

const mostRows = 10000;
const mostCharacters = 6 * 1024 * 1024;
const mostBytes = 11 * 1024 * 1024;
const beginning = 1024 * 1024;
const headerWithin = 50;

/** Reads a file: CSV as its text, a workbook in base64; or says why it cannot be. */
export async function readFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    if (bytes.length > mostBytes) return { wrong: say("FileTooLarge") };
    let binary = "";
    for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return { member: "xlsx", content: btoa(binary) };
  }
  try {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const encoding = !isUtf16 ? "utf-8" : bytes[0] === 0xff ? "utf-16le" : "utf-16be";
    return { member: "csv", content: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { wrong: say("FileNotUtf8") };
  }
}

/** What the ledger proposes for a file, from its beginning. */
export function propose({ member, content }) {
  const isLong = member === "csv" && content.length > beginning;
  return send("/imports/proposals", { [member]: isLong ? content.slice(0, content.lastIndexOf("\n", beginning) + 1) : content });
}

/** The records of CSV, each with the line on which it begins; a line break between quotation marks is part of a cell. */
export function* recordsOf(text) {
  const lines = text.split(/\r\n|\n|\r/);
  let [record, first, isOpen] = ["", 1, false];
  for (const [i, line] of lines.entries()) {
    record = record === "" && !isOpen ? line : `${record}\n${line}`;
    if ((line.split('"').length - 1) % 2 === 1) isOpen = !isOpen;
    if (isOpen && record.length <= mostCharacters) continue;
    yield [record, first];
    [record, first, isOpen] = ["", i + 2, false];
  }
  if (record !== "") yield [record, first];
}

/** The parts of a file, in its order, each with the header; the whole where one request takes it. */
export function partsOf({ member, content }, columns) {
  if (member === "xlsx") return [{ content }];
  const records = [...recordsOf(content)];
  if (records.length <= mostRows && content.length <= mostCharacters) return [{ content, rows: records.length - 1 }];
  const at = records.slice(0, headerWithin).findIndex(([record]) => columns.every((c) => record.toLowerCase().includes(c.toLowerCase())));
  if (at < 0) return [{ content, rows: records.length - 1 }];
  const header = records[at][0];
  const parts = [];
  let part = null;
  for (const [record, line] of records.slice(at + 1)) {
    if (record.trim() === "") continue;
    if (!part || part.rows === mostRows || part.size + record.length > mostCharacters) {
      part = { lines: [header], rows: 0, size: header.length, firstLine: line };
      parts.push(part);
    }
    part.lines.push(record);
    part.rows++;
    part.size += record.length;
  }
  return parts.map(({ lines, rows, firstLine }) => ({ content: `${lines.join("\n")}\n`, rows, firstLine }));
}

/** The batch in which a record was written. */
export async function batchOf(negotiation, sequence) {
  const answer = await ask(`/negotiations/${negotiation}/history?after=${sequence - 1}&limit=1`);
  return answer.json?.entries?.[0]?.batch;
}

/** Retracts all records of a batch, the latest first; answers how many, or with what went wrong. */
export async function undoBatch(negotiation, batch, reason, onProgress) {
  const ids = [];
  let after = 0;
  do {
    const answer = await ask(`/negotiations/${negotiation}/history?batch=${batch}&limit=1000&after=${after}`);
    if (!answer.ok) return { answer };
    ids.push(...answer.json.entries.map((e) => e.id));
    after = answer.json.next;
  } while (after);
  ids.reverse();
  for (let at = 0; at < ids.length; at += 1000) {
    const some = ids.slice(at, at + 1000).map((assertion) => ({ type: "assertion_retracted", assertion, reason }));
    const answer = await send(`/negotiations/${negotiation}/developments`, some, { key: newKey() });
    if (!answer.ok) return { answer, count: at };
    onProgress(Math.min(ids.length, at + 1000), ids.length);
  }
  return { count: ids.length };
}
