/** Grey bars in the place of text that is being loaded. The words "Loading …" are there for screen readers. */
export function Skeleton({ rows = 6, height = 54, label }: { rows?: number; height?: number; label: string }) {
  return (
    <div role="status" aria-label={`Loading ${label}`}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={row} className="flex items-center gap-3 border-line border-b px-4" style={{ height }}>
          <span className="skeleton h-8 w-8 rounded-full" />
          <span className="flex-1 space-y-2">
            <span className="skeleton h-3" style={{ width: `${30 + ((row * 17) % 30)}%` }} />
            <span className="skeleton h-3" style={{ width: `${45 + ((row * 23) % 40)}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
