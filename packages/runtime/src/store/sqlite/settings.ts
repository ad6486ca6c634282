/** Channels, their templates, kept answers and settings. */
import type { Template } from "@sluice/shared/flow/template";
import { DAY } from "@sluice/shared/time/duration";
import { CHANNEL_DEFAULTS } from "../channel-defaults.ts";
import type { ChannelRecord, SettingsStore } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

/** How long an Idempotency-Key is remembered. */
const KEY_LIFE = DAY;

const CHANNELS = `SELECT doc FROM channels WHERE workspace_id = '${WORKSPACE}' ORDER BY id`;
const SAVE_CHANNEL = `INSERT INTO channels (id, kind, doc) VALUES (?, ?, ?)
  ON CONFLICT (workspace_id, id) DO UPDATE SET kind = excluded.kind, doc = excluded.doc`;
const TEMPLATES = `SELECT doc, synced_at AS syncedAt FROM templates WHERE workspace_id = '${WORKSPACE}' AND channel_id = ?
  ORDER BY name, language`;
const FORGET_TEMPLATES = `DELETE FROM templates WHERE workspace_id = '${WORKSPACE}' AND channel_id = ?`;
const ADD_TEMPLATE = `INSERT OR REPLACE INTO templates (channel_id, name, language, synced_at, doc) VALUES (?, ?, ?, ?, ?)`;
const FORGET_ANSWERS = "DELETE FROM idempotency WHERE at <= ?";
const ANSWER = `SELECT fingerprint, answer FROM idempotency WHERE workspace_id = '${WORKSPACE}' AND key = ?`;
const RESERVE = "INSERT INTO idempotency (key, fingerprint, answer, at) VALUES (?, ?, ?, ?)";
const KEEP_ANSWER = `UPDATE idempotency SET answer = ? WHERE workspace_id = '${WORKSPACE}' AND key = ?`;
const SETTING = `SELECT value FROM settings WHERE workspace_id = '${WORKSPACE}' AND name = ?`;
const SAVE_SETTING = `INSERT INTO settings (name, value) VALUES (?, ?)
  ON CONFLICT (workspace_id, name) DO UPDATE SET value = excluded.value`;

export function settingsStore(sql: Sql, group: GroupCommit): SettingsStore {
  return {
    async channels() {
      return sql.values<string>(CHANNELS).map((doc) => ({ ...CHANNEL_DEFAULTS, ...fromJson<ChannelRecord>(doc) }));
    },

    async saveChannel(channel) {
      await group.run("setting", () => sql.run(SAVE_CHANNEL, channel.id, channel.kind, JSON.stringify(channel)));
    },

    async templates(channel) {
      return sql
        .all<{ doc: string; syncedAt: number }>(TEMPLATES, channel)
        .map((row) => ({ template: fromJson<Template>(row.doc), syncedAt: row.syncedAt }));
    },

    async saveTemplates(channel, templates, now) {
      await group.run("setting", () => {
        sql.run(FORGET_TEMPLATES, channel);
        for (const template of templates) {
          sql.run(ADD_TEMPLATE, channel, template.name, template.language, now, JSON.stringify(template));
        }
      });
    },

    keepAnswer(key, fingerprint, answer, now) {
      return group.run("setting", () => {
        sql.run(FORGET_ANSWERS, now - KEY_LIFE);
        const known = sql.one<{ fingerprint: string; answer: string | null }>(ANSWER, key);
        if (!known) sql.run(RESERVE, key, fingerprint, answer, now);
        else if (known.answer !== null || known.fingerprint !== fingerprint || answer === null) return known;
        else sql.run(KEEP_ANSWER, answer, key);
        return null;
      });
    },

    async setting(name) {
      return sql.value<string>(SETTING, name) ?? null;
    },

    async saveSetting(name, value) {
      await group.run("setting", () => sql.run(SAVE_SETTING, name, value));
    },
  };
}
