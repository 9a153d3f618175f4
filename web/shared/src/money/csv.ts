/**
 * Rows as a CSV file that a spreadsheet reads: UTF-8 with its mark, lines that end as RFC 4180 says. A cell that a
 * spreadsheet would take for a formula gets an apostrophe, so that what somebody typed elsewhere is never run.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(text: string): string {
  const isAmount = /^-?\d+(\.\d+)?$/.test(text)
  const safe = !isAmount && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
