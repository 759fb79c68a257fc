/**
 * JSON text of a batch of rows for one `jsonb_to_recordset($1::jsonb)` parameter. PostgreSQL refuses U+0000 and lone
 * surrogates in jsonb; both come from hostile directory values, so U+0000 is dropped and a lone surrogate becomes
 * U+FFFD.
 */
export function jsonRows(rows: readonly unknown[]): string {
  const text = JSON.stringify(rows)
  // JSON.stringify writes \u escapes only for control characters and lone surrogates.
  if (!text.includes('\\u0000') && !text.includes('\\ud')) return text
  return JSON.stringify(rows, (_key, value) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '') : value,
  )
}
