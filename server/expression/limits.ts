/** What one expression may cost. Expressions run on hostile directory data, so every growth has a ceiling. */
export const LIMITS = {
  /** UTF-16 units of an expression's text. */
  textLength: 20_000,
  /** Nesting of brackets and calls. */
  depth: 200,
  /** Per evaluation: one per function call, per value of a mapped collection, per 256 units of text or bytes made. */
  steps: 100_000,
  /** Length of a text times length of what is searched in it. */
  searchProduct: 2 ** 26,
  /** UTF-16 units of any text, bytes of any binary, that an evaluation makes. */
  resultSize: 1_048_576,
} as const
