/** One slip of the thumb: a letter too many, too few, wrong, or two swapped. */

/** `isOneTypo("expres", "express")` -> true. Equal texts are no typo. Counts characters, not bytes. */
export function isOneTypo(written: string, meant: string): boolean {
  const [a, b] = [[...written], [...meant]];
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return left.length + right.length > 0;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
