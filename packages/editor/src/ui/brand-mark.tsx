/** The sluice: two posts, a raised paddle, water running out below. */
export function BrandMark({ size = 28 }: { size?: number }) {
  return (
    <svg className="brand-mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden>
      <path className="glyph-frame" d="M4.6 22V4M19.4 22V4M2 4h20" />
      <path className="glyph-paddle" d="M7 5.1h10v5.1a1.1 1.1 0 0 1-1.1 1.1H8.1A1.1 1.1 0 0 1 7 10.2z" />
      <path
        className="glyph-wave"
        d="M7.2 15.7q1.2-1.6 2.4 0t2.4 0 2.4 0 2.4 0M7.2 20.3q1.2-1.6 2.4 0t2.4 0 2.4 0 2.4 0"
      />
    </svg>
  );
}
