export type State = "good" | "warning" | "wrong" | "skipped";

/** One thing that was looked at, in a sentence that says what to do when it is not good. */
export interface Check {
  name: string;
  state: State;
  says: string;
}

export const good = (name: string, says: string): Check => ({ name, state: "good", says });
export const warning = (name: string, says: string): Check => ({ name, state: "warning", says });
export const bad = (name: string, says: string): Check => ({ name, state: "wrong", says });
export const skipped = (name: string, says: string): Check => ({ name, state: "skipped", says });
