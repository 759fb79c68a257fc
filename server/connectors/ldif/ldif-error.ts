import { AppError } from '../../errors.ts'

/** Where in an LDIF file something is: `line` counts from 1; `dn` is known once the entry's first line was read. */
export type LdifPlace = { readonly line: number; readonly dn?: string | undefined }

export type LdifErrorCode =
  | 'ldif.malformed'
  | 'ldif.url_refused'
  | 'ldif.change_record'
  | 'ldif.line_too_long'
  | 'ldif.entry_too_large'
  | 'ldif.incomplete_export'
  | 'ldif.no_objects'

/** A fault that refuses the whole file. `what` is a full sentence without the place, `fix` what to do about it. */
export function ldifError(code: LdifErrorCode, place: LdifPlace, what: string, fix: string): AppError {
  const entry = place.dn === undefined ? '' : ` (entry "${place.dn}")`
  return new AppError('invalid', code, `Line ${place.line}${entry}: ${what} ${fix}`, {
    details: place.dn === undefined ? { line: place.line } : { line: place.line, dn: place.dn },
  })
}
