/**
 * What WhatsApp's error numbers mean to us: the only place that knows them (WR §2). One number may come with the answer
 * to a send, in a status webhook, or both; it is the same failure (B3). Titles and HTTP statuses of the platform are not
 * used: only `code` is reliable.
 */

/**
 * When the same content may be tried again by the program.
 * `soon`: a few times within minutes, then it counts as `never`. `backoff`: a rate, wait longer each time.
 * `after-a-day`: 24 hours and growing (B1). `when-paused-ends`: when the template is approved again.
 */
type Retry = "never" | "soon" | "backoff" | "after-a-day" | "when-paused-ends";

/**
 * What must stop with it: this message alone, all sends of this template, sends of this number to this person, the whole
 * number, the whole account, or marketing to this person. With `retry: "never"` a number or account stays stopped until
 * a person mends the cause (`stopsChannel`).
 */
type Stops = "message" | "template" | "pair" | "number" | "account" | "contact-marketing";

/** The way out of a node whose message met it and is given up. */
type Port = "failed" | "capped" | "opted-out" | "window-closed";

export interface CodeDescription {
  code: number;
  title: string;
  retry: Retry;
  stops: Stops;
  port: Port;
  /** What happened, and what happens or is to be done next. Never promises a delivery (B5). */
  forPeople: string;
}

/** The meaning of an error number. One we do not know is permanent, for this message only, and shown as it is. */
export function describeCode(code: number): CodeDescription {
  const row = rows.get(code) ?? rangeOf(code);
  const [title, retry, stops, forPeople] = row ?? [
    "Unknown error",
    "never",
    "message",
    `WhatsApp refused this message with error ${code}, which Sluice does not know. It is not sent again. Look the number up in WhatsApp's list of error codes.`,
  ];
  return { code, title, retry, stops, port: ports.get(code) ?? "failed", forPeople };
}

/** Nothing of this channel would get through: it is paused, and what is queued waits until it is resumed. */
export function stopsChannel(code: number): boolean {
  const { retry, stops } = describeCode(code);
  return retry === "never" && (stops === "number" || stops === "account");
}

type Row = [title: string, retry: Retry, stops: Stops, forPeople: string];

const ports = new Map<number, Port>([
  [131049, "capped"],
  [131050, "opted-out"],
  [131047, "window-closed"],
  [470, "window-closed"],
]);

const token: Row = [
  "Access token not valid",
  "never",
  "account",
  "WhatsApp did not accept the access token. Sending is stopped. Create a new token, set it as WHATSAPP_TOKEN and start Sluice again.",
];
const permission: Row = [
  "Permission missing",
  "never",
  "account",
  "The access token lacks a permission. Sending is stopped. Grant whatsapp_business_messaging and whatsapp_business_management to the token.",
];
const setUp: Row = [
  "Number not ready",
  "never",
  "number",
  "This number is not fully registered with WhatsApp. Its sends are stopped. Finish the registration in WhatsApp Manager.",
];
const hiccup: Row = [
  "WhatsApp had a problem",
  "soon",
  "message",
  "WhatsApp had a problem of its own. The message is tried a few more times, then given up.",
];
const badRequest: Row = [
  "Message not well formed",
  "never",
  "message",
  "WhatsApp found a mistake in this message and refused it. It is not sent again. Check the content of the node; the details name the part.",
];
const template: Row = [
  "Template does not fit",
  "never",
  "message",
  "The template and what was sent with it do not fit together. It is not sent again. Compare the node's parameters with the template and publish again.",
];
const form: Row = [
  "Form not available",
  "never",
  "message",
  "The form in this message is blocked or throttled by WhatsApp. It is not sent again. Repair the form in WhatsApp Manager.",
];
const templateCreation: Row = [
  "Template not created",
  "never",
  "message",
  "WhatsApp did not accept this template. Change it as the details say and create it again.",
];

const rows = new Map<number, Row>([
  [0, token],
  [1, hiccup],
  [2, hiccup],
  [3, permission],
  [
    4,
    [
      "Too many calls",
      "backoff",
      "account",
      "This app called WhatsApp more often than it may. All sends wait a little and are then tried again.",
    ],
  ],
  [10, permission],
  [
    33,
    [
      "Number deleted",
      "never",
      "number",
      "This business number no longer exists at WhatsApp. Its sends are stopped. Choose another number in the channel's settings.",
    ],
  ],
  [100, badRequest],
  [104, token],
  [190, token],
  [
    368,
    [
      "Account restricted",
      "never",
      "account",
      "WhatsApp restricted this account for breaking a policy. Sending is stopped. Read the notice in WhatsApp Manager and appeal there.",
    ],
  ],
  [
    470,
    [
      "Window closed",
      "never",
      "message",
      "More than 24 hours have passed since this person last wrote. Only a template may be sent until they write again.",
    ],
  ],
  [
    1026,
    [
      "Cannot be reached",
      "never",
      "message",
      "This person's WhatsApp cannot receive this message. It is not sent again by itself.",
    ],
  ],
  [
    80007,
    [
      "Account rate limit",
      "backoff",
      "account",
      "This account called WhatsApp more often than it may. All its sends wait a little and are then tried again.",
    ],
  ],
  [
    130403,
    [
      "Blocked by you",
      "never",
      "message",
      "You blocked this person, so WhatsApp does not take messages for them. Unblock them first if that is no longer wanted.",
    ],
  ],
  [
    130429,
    [
      "Sending too fast",
      "backoff",
      "number",
      "This number sent faster than WhatsApp allows. Its sends wait a few seconds and are then tried again.",
    ],
  ],
  [
    130472,
    [
      "No marketing for this person",
      "never",
      "message",
      "WhatsApp keeps this person free of marketing as part of an experiment. A repeat meets the same answer, so it is not sent again. Nothing is billed. Once they write to you, a message inside the 24 hours may go.",
    ],
  ],
  [
    130497,
    [
      "Business not allowed in this country",
      "never",
      "message",
      "WhatsApp does not let a business of your category message people in this country. It is not sent again.",
    ],
  ],
  [131000, hiccup],
  [131005, permission],
  [131008, badRequest],
  [131009, badRequest],
  [
    131014,
    [
      "Media address not found",
      "never",
      "message",
      "WhatsApp could not fetch the file at the address given. It is not sent again. Check the link in the node.",
    ],
  ],
  [131016, hiccup],
  [
    131021,
    [
      "Sender is the recipient",
      "never",
      "message",
      "The message was addressed to the number that sends it. It is not sent again. Check the contact's number.",
    ],
  ],
  [
    131026,
    [
      "Cannot be reached",
      "never",
      "message",
      "This message could not be delivered: the person is not on WhatsApp, has not accepted its terms, or uses a version too old. It is not sent again by itself. Check the number.",
    ],
  ],
  [
    131030,
    [
      "Not on the test list",
      "never",
      "message",
      "A test number may write only to listed people. Add this person to the list in the app's settings, then send again.",
    ],
  ],
  [
    131031,
    [
      "Account locked",
      "never",
      "account",
      "WhatsApp locked this account, or the two-step PIN is wrong. Sending is stopped. Look at the account in WhatsApp Manager.",
    ],
  ],
  [
    131037,
    [
      "Display name not approved",
      "never",
      "number",
      "This number has no approved display name yet. Its sends are stopped. Have the name approved in WhatsApp Manager.",
    ],
  ],
  [
    131042,
    [
      "Payment problem",
      "never",
      "account",
      "WhatsApp cannot bill this account. Billable messages are stopped. Add or repair the payment method in WhatsApp Manager.",
    ],
  ],
  [131045, setUp],
  [
    131047,
    [
      "Window closed",
      "never",
      "message",
      "More than 24 hours have passed since this person last wrote, by WhatsApp's clock. Only a template may be sent until they write again.",
    ],
  ],
  [
    131048,
    [
      "Too many blocks and reports",
      "never",
      "number",
      "WhatsApp limits this number because people blocked or reported it. Its campaigns are stopped, for hours or days. Look at its quality in WhatsApp Manager before going on.",
    ],
  ],
  [
    131049,
    [
      "Person at WhatsApp's marketing limit",
      "after-a-day",
      "contact-marketing",
      "This person has reached WhatsApp's limit on marketing messages, which counts all businesses together, not only yours. Your quality rating, their opt-in, your messaging tier and your spending are not the cause. No marketing goes to them for at least 24 hours, unless they write to you first; a later try can meet the same limit. Other messages to them are not affected.",
    ],
  ],
  [
    131050,
    [
      "Person stopped your marketing",
      "never",
      "contact-marketing",
      "This person told WhatsApp that they want no marketing from you. No marketing is sent to them until they resume it in WhatsApp. Other messages are not affected.",
    ],
  ],
  [
    131051,
    [
      "Message type not supported",
      "never",
      "message",
      "WhatsApp does not support this type of message here. It is not sent again. Use another node.",
    ],
  ],
  [
    131052,
    [
      "Their file could not be fetched",
      "never",
      "message",
      "The file this person sent could not be fetched from WhatsApp. Ask them to send it again, smaller than 100 MB.",
    ],
  ],
  [
    131053,
    [
      "File not accepted",
      "never",
      "message",
      "WhatsApp did not accept the file: its format or size is not what the message says. It is not sent again. Replace the file in the node.",
    ],
  ],
  [
    131055,
    [
      "Only marketing templates here",
      "never",
      "message",
      "This way of sending takes marketing templates only. It is not sent again. Check the template's category.",
    ],
  ],
  [
    131056,
    [
      "Too fast for this person",
      "backoff",
      "pair",
      "Too many messages went to this person in a short time. Only messages to them wait, and are then tried again.",
    ],
  ],
  [
    131057,
    [
      "Number in maintenance",
      "soon",
      "number",
      "WhatsApp is upgrading this number, which takes about a minute. Its sends wait and are then tried again.",
    ],
  ],
  [
    131062,
    [
      "Needs the phone number",
      "never",
      "message",
      "This kind of message needs the person's phone number, and only their user id is known. It is not sent again. Ask them for the number.",
    ],
  ],
  [
    131063,
    [
      "Marketing switched off here",
      "never",
      "message",
      "This account takes marketing only through WhatsApp's marketing API, and that did not take it either. It is not sent again. Switch the marketing API on in the channel's settings, or allow marketing on the Cloud API in WhatsApp Manager.",
    ],
  ],
  [
    131064,
    [
      "Account limited over template categories",
      "never",
      "account",
      "WhatsApp limited this account because templates were filed under a wrong category. Sending is stopped until WhatsApp lifts it. Correct the categories in WhatsApp Manager.",
    ],
  ],
  [132000, template],
  [
    132001,
    [
      "Template missing",
      "never",
      "message",
      "WhatsApp has no approved template of this name in this language. It is not sent again. Synchronise the templates and check the node.",
    ],
  ],
  [
    132005,
    [
      "Template text too long",
      "never",
      "message",
      "With its parameters filled in, the template is longer than allowed. It is not sent again. Shorten the values.",
    ],
  ],
  [
    132007,
    [
      "Template against policy",
      "never",
      "message",
      "The content of this template breaks a WhatsApp policy. It is not sent again. Change the template in WhatsApp Manager.",
    ],
  ],
  [132008, template],
  [132012, template],
  [
    132015,
    [
      "Template paused",
      "when-paused-ends",
      "template",
      "WhatsApp paused this template because of its quality. What waits to be sent with it is held until it is approved again, or given up at its deadline.",
    ],
  ],
  [
    132016,
    [
      "Template disabled",
      "when-paused-ends",
      "template",
      "WhatsApp disabled this template because of its quality. What waits to be sent with it is held in case it is approved again, or given up at its deadline. Use another template.",
    ],
  ],
  [132018, template],
  [132068, form],
  [132069, form],
  [133000, setUp],
  [
    133004,
    [
      "Registration service down",
      "soon",
      "number",
      "WhatsApp's registration service is not available. It is tried again in a few minutes.",
    ],
  ],
  [133005, setUp],
  [133006, setUp],
  [133008, setUp],
  [133009, setUp],
  [133010, setUp],
  [
    133015,
    [
      "Number deleted a moment ago",
      "soon",
      "number",
      "This number was deleted a moment ago. WhatsApp asks to wait five minutes before it is registered again.",
    ],
  ],
  [133016, setUp],
  [
    134011,
    [
      "Payments not set up",
      "never",
      "message",
      "The terms of WhatsApp Payments are not accepted. It is not sent again. Accept them in WhatsApp Manager.",
    ],
  ],
  [
    134100,
    [
      "Only marketing templates here",
      "never",
      "message",
      "The marketing API takes marketing templates only. It is not sent again. Check the template's category.",
    ],
  ],
  [
    134101,
    [
      "Template not ready yet",
      "backoff",
      "message",
      "WhatsApp is still preparing this template for the marketing API, which takes up to ten minutes. It is tried again after that.",
    ],
  ],
  [
    134102,
    [
      "Template not usable here",
      "never",
      "message",
      "This template cannot be used with the marketing API. It is not sent again. Check that the account is enrolled for it.",
    ],
  ],
  [135000, hiccup],
  [
    137000,
    [
      "Identity of the person changed",
      "never",
      "message",
      "This person's WhatsApp identity changed since it was last confirmed. It is not sent again. Confirm the new identity first.",
    ],
  ],
  [
    2388019,
    [
      "Too many templates",
      "never",
      "message",
      "The account has as many templates as it may have. Delete unused ones, then create this one again.",
    ],
  ],
  [2388039, templateCreation],
  [2388040, templateCreation],
  [2388047, templateCreation],
  [2388072, templateCreation],
  [2388073, templateCreation],
  [2388293, templateCreation],
  [2388299, templateCreation],
]);

/** Families of numbers; a single row always wins. */
function rangeOf(code: number): Row | undefined {
  if (code >= 200 && code <= 299) return permission;
  if (code >= 300 && code <= 499) {
    return [
      `HTTP ${code}`,
      "never",
      "message",
      `The server answered HTTP ${code} without WhatsApp's own error. It is not sent again. Check WHATSAPP_API_URL and WHATSAPP_API_VERSION, and any proxy between here and WhatsApp.`,
    ];
  }
  return undefined;
}
