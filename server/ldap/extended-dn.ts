/** A DN with the ids that the extended-DN control adds. `guid` is lower-case hyphenated text, `sid` `S-1-…`. */
export type ExtendedDn = { readonly dn: string; readonly guid?: string; readonly sid?: string }

/**
 * Splits `<GUID=…>;<SID=…>;DN` [MS-ADTS 3.1.1.3.4.1.5]. A plain DN, or one without a part, is returned with what
 * there is. The DN itself is not checked.
 */
export function parseExtendedDn(text: string): ExtendedDn {
  let at = 0
  let guid: string | undefined
  let sid: string | undefined
  while (text.charCodeAt(at) === LESS_THAN) {
    const close = text.indexOf('>', at)
    if (close < 0) break
    if (text.startsWith('GUID=', at + 1)) guid = text.slice(at + 6, close).toLowerCase()
    else if (text.startsWith('SID=', at + 1)) sid = text.slice(at + 5, close)
    at = text[close + 1] === ';' ? close + 2 : close + 1
  }
  return {
    dn: at === 0 ? text : text.slice(at),
    ...(guid !== undefined && { guid }),
    ...(sid !== undefined && { sid }),
  }
}

const LESS_THAN = 0x3c
