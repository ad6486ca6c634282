import type { NoticeView } from "@sluice/shared/protocol/notice";
import { sayNotice } from "../../account/say-notice.ts";
import type { Services } from "../../services.ts";
import type { Notice } from "../../store/store.ts";
import { notFound } from "../problem.ts";

export function noticeView(notice: Notice): NoticeView {
  const { id, at, code } = notice;
  return { id, at, code, sentence: sayNotice(notice) };
}

/** @throws HttpProblem 404 when there is none, or it was put away before. */
export async function putAway(services: Services, subject: string, notice: string, by: string): Promise<void> {
  const done = await services.store.dismissNotice(subject, notice, by, services.clock.now());
  if (!done) throw notFound("notice", notice);
}
