/**
 * Initials in a disc. Decoration: the name always stands beside it or in the label of what holds it.
 * The hue comes from the name, so the same person looks the same everywhere.
 */
export function Avatar({ name, size = 26 }: { name: string; size?: number }) {
  return (
    <span
      className="avatar"
      data-hue={hueOf(name)}
      style={{ width: size, height: size, fontSize: size >= 32 ? 12 : size >= 26 ? 10 : 9 }}
      aria-hidden
    >
      {initials(name)}
    </span>
  );
}

/** "Asha Menon" -> "AM"; a phone number gives its last two digits. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (/^\+?[\d\s]+$/.test(name.trim())) return name.replace(/\D/g, "").slice(-2);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % 5;
}
