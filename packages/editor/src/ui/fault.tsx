import { OctagonAlert } from "lucide-react";
import { readableError } from "../api/problem.ts";
import { Button } from "./button.tsx";

/** Something did not work: what, why, and what to do next, in place of what would stand here. */
export function Fault({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  const { message, details } = readableError(error);
  return (
    <div className="fault" role="alert">
      <OctagonAlert size={18} className="text-bad-ink" aria-hidden />
      <div className="text">
        <b>{title}</b> {message}
        {details.length > 0 && (
          <ul>
            {details.map((detail) => (
              <li key={`${detail.path} ${detail.message}`}>
                {detail.path && <code>{detail.path}</code>} {detail.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
