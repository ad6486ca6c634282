/** Bodies as WhatsApp posts them (WR §6), small ones. */
import { ACCOUNT } from "./rig.ts";

export function changeOf(field: string, value: object): object {
  const metadata = { display_phone_number: "551155550100", phone_number_id: ACCOUNT.phoneNumberId };
  return { field, value: { messaging_product: "whatsapp", metadata, ...value } };
}

export function webhookOf(...changes: object[]): object {
  return { object: "whatsapp_business_account", entry: [{ id: ACCOUNT.wabaId, changes }] };
}

export function messageWebhook(phone: string, wamid: string, content: object, at: number): object {
  const from = phone.replace("+", "");
  return webhookOf(
    changeOf("messages", {
      contacts: [{ profile: { name: "Asha" }, wa_id: from }],
      messages: [{ from, id: wamid, timestamp: String(Math.floor(at / 1_000)), ...content }],
    }),
  );
}

export function textWebhook(phone: string, wamid: string, text: string, at: number): object {
  return messageWebhook(phone, wamid, { type: "text", text: { body: text } }, at);
}

export interface Status {
  wamid: string;
  status: "sent" | "delivered" | "read" | "failed";
  at: number;
  phone: string;
  callbackData?: string;
  code?: number;
}

export function statusWebhook({ wamid, status, at, phone, callbackData, code }: Status): object {
  return webhookOf(
    changeOf("messages", {
      statuses: [
        {
          id: wamid,
          status,
          timestamp: String(Math.floor(at / 1_000)),
          recipient_id: phone.replace("+", ""),
          ...(callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData }),
          ...(code === undefined ? {} : { errors: [{ code, title: `error ${code}` }] }),
        },
      ],
    }),
  );
}
