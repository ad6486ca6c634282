/** Events of the Socket.IO namespace `/`, for people at work. They say what is stale; what it is now is asked over HTTP. */
import { z } from "zod";

/** Ids of what changed since the last event. `settings`: channels, templates or pauses; ask for everything anew. */
export interface ChangeNotice {
  contacts: string[];
  flows: string[];
  sessions: string[];
  messages: string[];
  settings: boolean;
}

/** Who has this flow open, yourself included. */
export interface PresenceNotice {
  flow: string;
  people: { id: string; name: string }[];
}

export interface ServerEvents {
  change: (notice: ChangeNotice) => void;
  presence: (notice: PresenceNotice) => void;
  /** The connection is about to be closed, because the server ends; mostly it comes back. */
  stopping: () => void;
}

export const flowToJoin = z.strictObject({ flow: z.string().min(1).max(200), name: z.string().trim().min(1).max(100) });

export interface ClientEvents {
  /** One flow at a time; a second one leaves the first. */
  "join-flow": (request: z.infer<typeof flowToJoin>) => void;
  "leave-flow": () => void;
}
