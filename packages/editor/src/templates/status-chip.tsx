import { Ban, Check, CirclePause, Clock } from "lucide-react";
import { Chip } from "../ui/chip.tsx";

/** WhatsApp's status of a template, in words. */
export function StatusChip({ status }: { status: string }) {
  switch (status.toUpperCase()) {
    case "APPROVED":
      return (
        <Chip tone="auth" icon={Check}>
          Approved
        </Chip>
      );
    case "PENDING":
    case "IN_APPEAL":
      return <Chip icon={Clock}>{words(status)}</Chip>;
    case "PAUSED":
    case "FLAGGED":
    case "LIMIT_EXCEEDED":
      return (
        <Chip tone="warn" icon={CirclePause}>
          {words(status)}
        </Chip>
      );
    default:
      return (
        <Chip tone="bad" icon={Ban}>
          {words(status)}
        </Chip>
      );
  }
}

/** "IN_APPEAL" -> "In appeal". */
function words(status: string): string {
  const plain = status.replaceAll("_", " ").toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
