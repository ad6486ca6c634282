/** The Graph API as far as WhatsApp needs it (WR §7): one table of calls, each a plain function from request to answer. */
import { isObject } from "./check.ts";
import { GraphError, unknownObject } from "./graph-error.ts";
import { deleteMedia, downloadMedia, getMedia, uploadMedia } from "./graph-media.ts";
import type { GraphAnswer, GraphRequest } from "./graph-request.ts";
import { createTemplate, deleteTemplates, listTemplates } from "./graph-templates.ts";
import { parseJson } from "./parse-json.ts";
import { getPhoneNumber } from "./phone-number.ts";
import { sendMessage } from "./send-message.ts";
import type { World } from "./world.ts";

type Call = (world: World, request: GraphRequest, id: string) => unknown;

/** Answers or throws a GraphError; never anything else for bad input. */
export function answerGraph(world: World, request: GraphRequest): GraphAnswer {
  checkToken(world, request);
  const [id = "", edge, ...rest] = request.path.split("/").filter((part) => part !== "");
  if (id === "_media" && edge !== undefined) return downloadMedia(world, request, edge);
  const call = rest.length > 0 ? undefined : callFor(world, request.method, id, edge);
  if (!call) throw unknownObject(request.method, id);
  return { status: 200, body: call(world, request, id) };
}

function callFor(world: World, method: string, id: string, edge: string | undefined): Call | undefined {
  const { phoneNumberId, wabaId } = world.credentials;
  const key = edge === undefined ? method : `${method} ${edge}`;
  if (id === phoneNumberId) return PHONE_NUMBER_CALLS[key];
  if (id === wabaId) return ACCOUNT_CALLS[key];
  return MEDIA_CALLS[key];
}

const PHONE_NUMBER_CALLS: Record<string, Call> = {
  GET: getPhoneNumber,
  "POST messages": (world, request) => sendMessage(world, readJson(request), "messages"),
  "POST marketing_messages": (world, request) => sendMessage(world, readJson(request), "marketing_messages"),
  "POST media": uploadMedia,
};

const ACCOUNT_CALLS: Record<string, Call> = {
  GET: (world, _request, id) => ({ id, name: world.credentials.businessName, currency: "BRL", timezone_id: "25" }),
  "GET message_templates": listTemplates,
  "POST message_templates": (world, request) => createTemplate(world, readJson(request)),
  "DELETE message_templates": deleteTemplates,
  "GET phone_numbers": (world, request) => ({ data: [getPhoneNumber(world, request)] }),
  "POST subscribed_apps": () => ({ success: true }),
  "GET subscribed_apps": (_world, _request, id) => ({
    data: [{ whatsapp_business_api_data: { id, name: "Sluice emulator" } }],
  }),
  "DELETE subscribed_apps": () => ({ success: true }),
};

const MEDIA_CALLS: Record<string, Call> = { GET: getMedia, DELETE: deleteMedia };

function checkToken(world: World, request: GraphRequest): void {
  const token = /^Bearer\s+(.+)$/i.exec(request.authorization)?.[1]?.trim() ?? request.query.get("access_token");
  if (!token) throw new GraphError(104, "Send the token in the Authorization header: Bearer …");
  if (token !== world.credentials.token) throw new GraphError(190, "The access token is not the one of this account.");
}

function readJson(request: GraphRequest): unknown {
  let body: unknown;
  try {
    body = parseJson(request.body.toString("utf8"));
  } catch (error) {
    throw new GraphError(100, `The body cannot be read: ${error instanceof Error ? error.message : String(error)}.`, {
      title: "Invalid JSON in request body",
    });
  }
  if (!isObject(body)) throw new GraphError(100, "The body must be a JSON object.");
  return body;
}
