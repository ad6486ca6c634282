/** A problem is data about a flow or a file, never an exception: where, what, and what was expected. */
export interface Problem {
  code: string;
  /** Path into the document: `nodes[3].config.buttons[0].title`. Empty for the document as a whole. */
  path: string;
  message: string;
  /** 1-based line in the file, when it was read from text. */
  line?: number;
  node?: string;
}

/** `pathText(["nodes", 3, "type"])` -> "nodes[3].type". */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    "",
  );
}
