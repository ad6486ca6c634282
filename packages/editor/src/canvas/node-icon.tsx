import {
  Box,
  CalendarClock,
  CircleStop,
  DoorOpen,
  Flag,
  Globe,
  Headset,
  Image,
  KeyRound,
  List,
  type LucideIcon,
  MapPin,
  Megaphone,
  MessageCircle,
  MessageCircleQuestionMark,
  MessageSquareText,
  ReceiptText,
  Send,
  Split,
  SquareMousePointer,
  StickyNote,
  Tag,
  Timer,
  UserCheck,
  Variable,
  Workflow,
} from "lucide-react";

/** Icons that node types name, imported one by one: the whole set would be megabytes. */
const ICONS: Record<string, LucideIcon> = {
  "calendar-clock": CalendarClock,
  "circle-stop": CircleStop,
  "door-open": DoorOpen,
  flag: Flag,
  globe: Globe,
  headset: Headset,
  image: Image,
  "key-round": KeyRound,
  list: List,
  "map-pin": MapPin,
  megaphone: Megaphone,
  "message-circle": MessageCircle,
  "message-circle-question-mark": MessageCircleQuestionMark,
  "message-square-text": MessageSquareText,
  "receipt-text": ReceiptText,
  send: Send,
  split: Split,
  "square-mouse-pointer": SquareMousePointer,
  "sticky-note": StickyNote,
  tag: Tag,
  timer: Timer,
  "user-check": UserCheck,
  variable: Variable,
  workflow: Workflow,
};

/** The icon of that lucide name; a box for one this editor does not carry. */
export function NodeIcon({ name }: { name: string }) {
  const Icon = ICONS[name] ?? Box;
  return <Icon aria-hidden />;
}
