/** A known error of the store: the disk, the file or the caller's cursor, in a sentence that says what to do. */
export type StoreErrorCode =
  | "disk-refused"
  | "busy"
  | "in-use"
  | "newer-schema"
  | "not-durable"
  | "not-ours"
  | "cannot-open"
  | "closed"
  | "bad-cursor";

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** The same call may succeed later. */
  readonly retryable: boolean;

  constructor(code: StoreErrorCode, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = "StoreError";
    this.code = code;
    this.retryable = code === "disk-refused" || code === "busy";
  }
}
