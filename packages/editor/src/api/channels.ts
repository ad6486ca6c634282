/** The WhatsApp numbers we serve: their gate, limits and emergency brake. */
import {
  changeChannel,
  dismissChannelNotice,
  listChannels,
  pauseChannel,
  resumeChannel,
} from "@sluice/shared/protocol/channel";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { sayError } from "../ui/toast.tsx";
import { call } from "./call.ts";

const channelsKey = ["channels"] as const;

export function useChannels() {
  return useQuery({
    queryKey: channelsKey,
    queryFn: ({ signal }) => call(listChannels, { signal }),
    select: (page) => page.items,
  });
}

/** Nobody enters, nothing held goes out, what people write still arrives; and its end. */
export function useChannelPause() {
  return useChannelAct(({ id, paused }: { id: string; paused: boolean }) =>
    call(paused ? pauseChannel : resumeChannel, { path: { id } }),
  );
}

export type ChannelChange = z.input<NonNullable<(typeof changeChannel)["body"]>>;

/** What is held is decided anew (D13). */
export function useChannelChange() {
  return useChannelAct(({ id, change }: { id: string; change: ChannelChange }) =>
    call(changeChannel, { path: { id }, body: change }),
  );
}

export function useDismissNotice() {
  return useChannelAct(({ id, notice }: { id: string; notice: string }) =>
    call(dismissChannelNotice, { path: { id, notice } }),
  );
}

function useChannelAct<Input, Answer>(act: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onError: (error) => sayError("The channel was not changed.", error),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: channelsKey });
      void client.invalidateQueries({ queryKey: ["overview"] });
    },
  });
}
