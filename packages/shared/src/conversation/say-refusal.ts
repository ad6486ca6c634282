/** Why a message of a person at work was refused, and what to do next. */
export function saysRefusal(reason: string, name: string | null): string {
  const who = name ?? "the contact";
  switch (reason) {
    case "window-closed":
      return `You cannot write freely now: the 24-hour window is closed. It opens again when ${who} sends a message. Until then only a template goes through.`;
    case "opted-out":
      return `${who} stopped offers. Marketing templates are refused; answers and receipts still go out.`;
    case "us-marketing-paused":
      return "WhatsApp takes no marketing templates to US numbers.";
    default:
      return `The message was refused (${reason}).`;
  }
}
