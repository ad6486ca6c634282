import { Fault } from "./fault.ts";
import { functions } from "./functions.ts";
import { functionHint, rightWord } from "./hints.ts";
import { leftover } from "./leftover.ts";
import { LIMITS } from "./limits.ts";
import { refuseLiterals } from "./literal-values.ts";
import { CHAINS, COMPARISON, type Operator, operatorOf, STRENGTH } from "./precedence.ts";
import { readTokens, type Token } from "./tokens.ts";
import { childrenOf, type ExpressionNode, type Span } from "./tree.ts";
import { isForbidden, toNumber } from "./values.ts";

/** Source to tree; the grammar is in compile-expression.ts. Throws a Fault at the first thing that is wrong. */
export function parse(source: string): { tree: ExpressionNode; reads: string[] } {
  const parser = new Parser(readTokens(source));
  const tree = parser.whole();
  refuseDepth(tree, 1);
  return { tree, reads: [...parser.reads] };
}

class Parser {
  readonly reads = new Set<string>();
  readonly #tokens: Token[];
  #position = 0;
  #depth = 0;
  /** How many `?` wait for their `:`. */
  #openChoices = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  whole(): ExpressionNode {
    if (this.#peek().kind === "end")
      throw new Fault("There is nothing here. Name a variable, as in size or contact.name.", 0, 0);
    const tree = this.#expression();
    if (this.#peek().kind !== "end") throw leftover(this.#peek(), this.#previous());
    return tree;
  }

  /** expression = choice { "|" name [ "(" arguments ")" ] } */
  #expression(): ExpressionNode {
    this.#enter();
    let value = this.#choice();
    let piped = false;
    while (this.#take("|")) {
      piped = true;
      const name = this.#peek();
      if (name.kind !== "name")
        throw new Fault("After | comes the name of a function, as in name | upper.", name.at, name.length);
      this.#position += 1;
      if (this.#openChoices === 0 && this.#isSign(":")) {
        const colon = this.#peek();
        throw new Fault(
          'Write what a function needs in parentheses: name | default("friend").',
          colon.at,
          colon.length,
        );
      }
      const rest = this.#take("(") ? this.#list(")") : [];
      value = this.#call(name.name, name, [value, ...rest], value.at);
    }
    const next = this.#peek();
    if (piped && this.#operator() !== null) {
      throw new Fault(
        "| takes all that stands at its left. Put it in parentheses to go on: (name | upper) == …",
        next.at,
        next.length,
      );
    }
    this.#depth -= 1;
    return value;
  }

  /** choice = binary [ "?" expression ":" choice ] */
  #choice(): ExpressionNode {
    this.#enter();
    let value = this.#binary(1);
    if (this.#take("?")) {
      this.#openChoices += 1;
      const yes = this.#expression();
      this.#openChoices -= 1;
      this.#need(":", "A choice has two ways: condition ? a : b. The : is missing here.");
      const no = this.#choice();
      value = { kind: "choose", test: value, yes, no, ...from(value, no) };
    }
    this.#depth -= 1;
    return value;
  }

  #binary(least: number): ExpressionNode {
    let left = this.#prefix();
    for (;;) {
      const operator = this.#operator();
      if (operator === null || STRENGTH[operator] < least) return left;
      const strength = STRENGTH[operator];
      const sign = this.#peek();
      if (operator === "or" || operator === "and" || operator === "&") {
        const of = [left];
        while (this.#operator() === operator) {
          this.#position += 1;
          of.push(this.#binary(strength + 1));
        }
        left = { kind: CHAINS[operator], of, ...from(left, of.at(-1) ?? left) };
        continue;
      }
      this.#position += operator === "not in" ? 2 : 1;
      const right = this.#binary(strength + 1);
      if (operator === "+" && (isWords(left) || isWords(right))) {
        throw new Fault('+ adds numbers. Write & to join texts: "Hi " & name.', sign.at, sign.length);
      }
      left = { kind: "binary", operator, left, right, ...from(left, right) };
      const next = this.#operator();
      if (strength === COMPARISON && next !== null && STRENGTH[next] === COMPARISON) {
        const second = this.#peek();
        throw new Fault("Comparisons cannot be chained. Write 1 < x and x < 5.", second.at, second.length);
      }
    }
  }

  #prefix(): ExpressionNode {
    const token = this.#peek();
    const negate = this.#isSign("-");
    const word = token.kind === "name" && token.name === "not";
    if (!negate && !word && !this.#isSign("!")) return this.#postfix(this.#primary());
    this.#enter();
    this.#position += 1;
    // `not a == b` denies the comparison, as it reads; `!a == b` denies a, as in the languages that write it so.
    const of = word ? this.#binary(COMPARISON) : this.#prefix();
    this.#depth -= 1;
    return { kind: negate ? "negate" : "not", of, ...from(token, of) };
  }

  #postfix(first: ExpressionNode): ExpressionNode {
    let value = first;
    for (;;) {
      const token = this.#peek();
      if (this.#take(".")) {
        const name = this.#memberName();
        value = { kind: "member", of: value, name: name.name, ...from(value, name) };
        if (this.#isSign("(")) {
          const written = `.${name.name}(…)`;
          const hint = functionHint(name.name, functions.keys());
          throw new Fault(
            `There are no methods such as ${written}; functions stand in front: upper(name).${hint}`,
            name.at,
            name.length,
          );
        }
      } else if (this.#take("[")) {
        const index = this.#expression();
        const end = this.#need("]", "The [ is not closed. Add ] here.");
        value = { kind: "index", of: value, index, ...from(value, end) };
      } else if (this.#isSign("(")) {
        throw new Fault("Only a function's name can stand before ( … ).", token.at, token.length);
      } else {
        return value;
      }
    }
  }

  #memberName(): Token & { kind: "name" } {
    const token = this.#peek();
    if (token.kind === "number")
      throw new Fault("Write an item's number in brackets: items[0].", token.at, token.length);
    if (token.kind !== "name") throw new Fault("After a dot comes a name, as in contact.name.", token.at, token.length);
    this.#position += 1;
    return token;
  }

  #primary(): ExpressionNode {
    const token = this.#peek();
    if (token.kind === "number" || token.kind === "text") {
      this.#position += 1;
      return { kind: "literal", value: token.value, at: token.at, length: token.length };
    }
    if (token.kind === "name") return this.#name(token);
    if (this.#take("(")) {
      const inner = this.#expression();
      const end = this.#need(")", "The ( is not closed. Add ) here.");
      return { ...inner, ...from(token, end) };
    }
    if (this.#take("[")) {
      const items = this.#list("]");
      return { kind: "list", items, ...from(token, this.#previous()) };
    }
    if (this.#take("{")) {
      const parts = this.#parts();
      return { kind: "object", parts, ...from(token, this.#previous()) };
    }
    if (token.kind === "end")
      throw new Fault("The expression stops here, but a value should follow.", token.at, token.length);
    throw new Fault(
      `A value should stand here, not “${token.sign}”: a name, a number, or a text in quotes.`,
      token.at,
      token.length,
    );
  }

  #name(token: Token & { kind: "name" }): ExpressionNode {
    const { name, at, length } = token;
    const right = rightWord(name);
    if (right !== undefined) throw new Fault(`Write ${right} instead of ${name}.`, at, length);
    if (name === "and" || name === "or" || name === "in")
      throw new Fault(`A value is missing before “${name}”.`, at, length);
    this.#position += 1;
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true", at, length };
    if (name === "null") return { kind: "literal", value: null, at, length };
    if (this.#take("(")) return this.#call(name, token, this.#list(")"), at);
    if (name === "contact") return this.#contact(token);
    this.reads.add(name);
    return { kind: "variable", name, at, length };
  }

  /** contact.city, contact["shoe size"]; contact.fields.city is the same as contact.city. */
  #contact(start: Token): ExpressionNode {
    let field = this.#contactField(start);
    if (field === "fields") field = this.#contactField(start);
    this.reads.add(`contact.${field}`);
    return { kind: "contact", field, ...from(start, this.#previous()) };
  }

  #contactField(start: Token): string {
    if (this.#take(".")) return this.#memberName().name;
    if (this.#take("[")) {
      const field = this.#peek();
      if (field.kind === "text") {
        this.#position += 1;
        this.#need("]", "The [ is not closed. Add ] here.");
        return field.value;
      }
    }
    throw new Fault('Name a field of the contact, as in contact.name or contact["shoe size"].', start.at, start.length);
  }

  /** Everything up to the closing sign, which is taken too. */
  #list(close: ")" | "]"): ExpressionNode[] {
    const items: ExpressionNode[] = [];
    if (this.#take(close)) return items;
    for (;;) {
      items.push(this.#expression());
      if (this.#take(close)) return items;
      const missing = `A comma or ${close} is missing here.`;
      this.#need(
        ",",
        this.#peek().kind === "end" ? `The ${close === ")" ? "(" : "["} is not closed. Add ${close} here.` : missing,
      );
    }
  }

  /** Of an object, up to its closing brace, which is taken too. */
  #parts(): { name: string; value: ExpressionNode }[] {
    const parts: { name: string; value: ExpressionNode }[] = [];
    if (this.#take("}")) return parts;
    for (;;) {
      const name = this.#partName(parts);
      if (!this.#isSign(":")) {
        const { at, length } = this.#previous();
        throw new Fault(
          `A part of an object is written {${name}: value}. To use the variable, write it without braces.`,
          at,
          length,
        );
      }
      this.#position += 1;
      parts.push({ name, value: this.#expression() });
      if (this.#take("}")) return parts;
      this.#need(
        ",",
        this.#peek().kind === "end" ? "The { is not closed. Add } here." : "A comma or } is missing here.",
      );
    }
  }

  #partName(before: readonly { name: string }[]): string {
    const token = this.#peek();
    const name = token.kind === "name" ? token.name : token.kind === "text" ? token.value : null;
    if (name === null)
      throw new Fault(
        'The name of a part should stand here, as in {size: 42, "shoe size": 38}.',
        token.at,
        token.length,
      );
    if (isForbidden(name))
      throw new Fault(`No part can be called “${name}”. Take another name.`, token.at, token.length);
    if (before.some((part) => part.name === name))
      throw new Fault(`There is a part “${name}” already. Leave one out.`, token.at, token.length);
    this.#position += 1;
    return name;
  }

  #call(name: string, place: Span, values: ExpressionNode[], start: number): ExpressionNode {
    const definition = functions.get(name);
    if (!definition) {
      throw new Fault(`There is no function “${name}”.${functionHint(name, functions.keys())}`, place.at, place.length);
    }
    const least = definition.parameters.filter((parameter) => !parameter.optional).length;
    const most = definition.parameters.some((parameter) => parameter.rest)
      ? Number.POSITIVE_INFINITY
      : definition.parameters.length;
    if (values.length < least || values.length > most) {
      const given = values.length === 1 ? "1 value was given" : `${values.length} values were given`;
      throw new Fault(`${name} is used as ${definition.signature}, but ${given}.`, place.at, place.length);
    }
    refuseLiterals(definition, values);
    const end = this.#previous();
    return { kind: "call", name, arguments: values, at: start, length: end.at + end.length - start };
  }

  #operator(): Operator | null {
    return operatorOf(this.#peek(), this.#tokens[this.#position + 1]);
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? END;
  }

  #previous(): Token {
    return this.#tokens[this.#position - 1] ?? END;
  }

  #isSign(sign: string): boolean {
    const token = this.#peek();
    return token.kind === "sign" && token.sign === sign;
  }

  #take(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#position += 1;
    return true;
  }

  #need(sign: string, message: string): Token {
    const token = this.#peek();
    if (!this.#take(sign)) throw new Fault(message, token.at, token.length);
    return token;
  }

  #enter(): void {
    this.#depth += 1;
    // Each pair of brackets passes here twice.
    if (this.#depth > 2 * LIMITS.depth) throw tooDeep(this.#peek());
  }
}

const END: Token = { kind: "end", at: 0, length: 0 };

function from(first: Span, last: Span): Span {
  return { at: first.at, length: last.at + last.length - first.at };
}

/** A text in the source that is not a number: `+` can never be meant. */
function isWords(node: ExpressionNode): boolean {
  return node.kind === "literal" && typeof node.value === "string" && toNumber(node.value) === null;
}

/** Chains such as a - b - c … lean to the left and grow deep without brackets. */
function refuseDepth(node: ExpressionNode, depth: number): void {
  if (depth > LIMITS.depth) throw tooDeep(node);
  for (const child of childrenOf(node)) refuseDepth(child, depth + 1);
}

function tooDeep(place: Span): Fault {
  return new Fault(
    `This is nested deeper than ${LIMITS.depth} levels. Set a variable to a part of it first.`,
    place.at,
    place.length,
  );
}
