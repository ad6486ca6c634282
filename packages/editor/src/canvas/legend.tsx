/** What the kinds of edges mean; on W. */
export function Legend() {
  return (
    <div className="float legend">
      <span>
        <Sample kind="wet" />
        window open
      </span>
      <span>
        <Sample kind="perhaps" />
        perhaps
      </span>
      <span>
        <Sample kind="dry" />
        closed
      </span>
    </div>
  );
}

function Sample({ kind }: { kind: string }) {
  return (
    <svg width="28" height="4" aria-hidden>
      <path className="channel" data-window={kind} d="M0 2H28" />
    </svg>
  );
}
