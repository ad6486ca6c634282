/** What a phone shows of a message, whatever its wire format was. */
export interface Shown {
  type: MessageType;
  /** Kind of an interactive message: "button", "list", "cta_url", … */
  interactive?: string | undefined;
  header?: string | undefined;
  text?: string | undefined;
  footer?: string | undefined;
  /** What can be tapped so that the business hears of it. `on` says how the tap travels back. */
  buttons: TapTarget[];
  list?: { label: string; sections: { title?: string | undefined; rows: TapTarget[] }[] } | undefined;
  /** Buttons the business never hears of: URL, phone, copy code, … */
  links: { kind: string; title: string; value?: string | undefined }[];
  media?:
    | { kind: string; id?: string | undefined; link?: string | undefined; filename?: string | undefined }
    | undefined;
  location?:
    | { latitude: number; longitude: number; name?: string | undefined; address?: string | undefined }
    | undefined;
  contacts?: unknown[] | undefined;
  reaction?: { emoji: string; wamid: string } | undefined;
}

export interface TapTarget {
  id: string;
  title: string;
  description?: string | undefined;
  on: "template" | "button" | "row";
}

export type MessageType =
  | "text"
  | "image"
  | "video"
  | "audio"
  | "document"
  | "sticker"
  | "location"
  | "contacts"
  | "reaction"
  | "interactive"
  | "template"
  | "button"
  | "call"
  | "order";

export function shown(type: MessageType, rest: Partial<Omit<Shown, "type">> = {}): Shown {
  return { type, buttons: [], links: [], ...rest };
}
