/** What is wrong with an expression, and where: `at` counts from 0, `length` is at least 1 except at the very end. */
export interface ExpressionError {
  message: string;
  at: number;
  length: number;
}

/** Carries an error out of lexer and parser; caught in compile-expression.ts and never seen outside. */
export class Fault extends Error {
  readonly error: ExpressionError;

  constructor(message: string, at: number, length: number) {
    super(message);
    this.error = { message, at, length };
  }
}
