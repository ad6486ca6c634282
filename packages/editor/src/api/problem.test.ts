import { expect, test } from "vitest";
import { ApiError, apiErrorOf, OfflineError, readableError } from "./problem.ts";

const answer = (status: number, body: string, type = "application/problem+json") =>
  new Response(body, { status, headers: { "content-type": type }, statusText: "Bad Gateway" });

test("a refusal says what happened, and where", async () => {
  const body = {
    type: "x",
    title: "No flow",
    status: 422,
    detail: "Nothing was changed.",
    errors: [{ path: "nodes[3].type", message: "30 types are known", line: 14 }],
  };
  const error = await apiErrorOf(answer(422, JSON.stringify(body)));
  expect(error).toBeInstanceOf(ApiError);
  expect(readableError(error)).toEqual({
    message: "Nothing was changed.",
    details: [{ path: "nodes[3].type", message: "line 14: 30 types are known" }],
  });
});

test("an answer that is no problem document still says whose fault it is", async () => {
  const error = await apiErrorOf(answer(502, "<html>", "text/html"));
  expect(readableError(error).message).toContain("it is our fault (Bad Gateway)");
});

test.each([
  [new OfflineError(new TypeError("failed")), "No connection"],
  [new Error("The file has 7.2 MB"), "The file has 7.2 MB"],
  ["something else", "our fault"],
])("%s is never silent", (error, words) => {
  expect(readableError(error).message).toContain(words);
});
