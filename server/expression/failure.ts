/** Offsets in the expression's text, in UTF-16 units; `end` is exclusive. */
export type SourceRange = { readonly start: number; readonly end: number }

export type ExpressionErrorCode =
  | 'expression.syntax'
  | 'expression.unknown_function'
  | 'expression.unknown_name'
  | 'expression.unknown_variable'
  | 'expression.unknown_parameter'
  | 'expression.arity'
  | 'expression.type_mismatch'
  | 'expression.invalid_argument'
  | 'expression.conversion_failed'
  | 'expression.out_of_bounds'
  | 'expression.overflow'
  | 'expression.division_by_zero'
  | 'expression.raised'
  | 'expression.too_long'
  | 'expression.too_deep'
  | 'expression.too_many_steps'
  | 'expression.result_too_large'

/**
 * Why an expression cannot run, or did not give a value. `message` names the function and what it expected, never an
 * attribute's value; only `expression.raised` carries the text that the rule gave to Error(). `range` is the part of
 * the text to underline.
 */
export type ExpressionError = {
  readonly code: ExpressionErrorCode
  readonly message: string
  readonly range: SourceRange
}

/** Carries an `ExpressionError` out of nested closures; never leaves this folder. */
export class ExpressionFailure extends Error {
  readonly detail: ExpressionError

  constructor(code: ExpressionErrorCode, message: string, range: SourceRange) {
    super(message)
    this.name = 'ExpressionFailure'
    this.detail = { code, message, range }
  }

  /** A limit stops the whole evaluation, also when the value it struck at would not have been selected. */
  get isLimit(): boolean {
    return (
      this.detail.code === 'expression.too_many_steps' || this.detail.code === 'expression.result_too_large'
    )
  }
}
