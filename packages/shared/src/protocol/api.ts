/** Every endpoint, in the order of the API's documentation. One the server does not serve, or serves unlisted, fails a test. */

import { changeChannel, dismissChannelNotice, listChannels, pauseChannel, resumeChannel } from "./channel.ts";
import {
  changeContact,
  eraseContact,
  exportContact,
  getContact,
  getTimeline,
  listContacts,
  raiseEvent,
  setConsent,
} from "./contact.ts";
import { getConversation, giveBackConversation, listConversations, writeMessage } from "./conversation.ts";
import { getCosts } from "./cost.ts";
import type { Endpoint } from "./endpoint.ts";
import { listExamples, openExample } from "./example.ts";
import {
  createFlow,
  deleteFlow,
  dismissNotice,
  exportFlow,
  getFlow,
  getRevision,
  importFlow,
  lintDocument,
  listFlows,
  listRevisions,
  pauseFlow,
  publishFlow,
  restoreRevision,
  resumeFlow,
  saveFlow,
} from "./flow.ts";
import { forecastFlow, tryFlow } from "./forecast.ts";
import { cancelHeld, getFlowLive, movePeople, releaseHeld } from "./live.ts";
import { addMedia, listMedia, removeMedia } from "./media.ts";
import { forgetMessage, getMessage, listMessages, resendMessage } from "./message.ts";
import { getOverview } from "./overview.ts";
import { getSession, moveSession, releaseSession, stopSession } from "./session.ts";
import { startFlow } from "./start.ts";
import { listTemplates, putTemplates, syncTemplates } from "./template.ts";

export const endpoints: readonly Endpoint[] = [
  getOverview,
  getCosts,
  listFlows,
  createFlow,
  importFlow,
  getFlow,
  saveFlow,
  deleteFlow,
  exportFlow,
  publishFlow,
  listRevisions,
  getRevision,
  restoreRevision,
  pauseFlow,
  resumeFlow,
  dismissNotice,
  startFlow,
  forecastFlow,
  tryFlow,
  lintDocument,
  getFlowLive,
  releaseHeld,
  cancelHeld,
  movePeople,
  listExamples,
  openExample,
  listContacts,
  getContact,
  changeContact,
  setConsent,
  exportContact,
  eraseContact,
  getTimeline,
  raiseEvent,
  getSession,
  stopSession,
  releaseSession,
  moveSession,
  listConversations,
  getConversation,
  writeMessage,
  giveBackConversation,
  listMessages,
  getMessage,
  resendMessage,
  forgetMessage,
  listTemplates,
  putTemplates,
  syncTemplates,
  listMedia,
  addMedia,
  removeMedia,
  listChannels,
  changeChannel,
  pauseChannel,
  resumeChannel,
  dismissChannelNotice,
];
