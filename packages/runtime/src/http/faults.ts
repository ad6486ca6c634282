/** The end of every request that fails: a problem document. Our own faults get a number, and the log the whole story. */
import { randomUUID } from "node:crypto";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { StoreError } from "../store/store-error.ts";
import { HttpProblem } from "./problem.ts";

export const nothingHere: RequestHandler = (request, response) => {
  sendProblem(
    response,
    new HttpProblem(
      404,
      "not-found",
      "Not found",
      `There is nothing at ${request.method} ${request.originalUrl.slice(0, 200)}.`,
    ),
  );
};

export function faults(onFault: ((error: unknown, number: string) => void) | undefined): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof HttpProblem) return sendProblem(response, error);
    if (error instanceof StoreError) {
      if (error.code === "bad-cursor")
        return sendProblem(response, new HttpProblem(400, "invalid-cursor", "Refused", error.message));
      (onFault ?? toStandardError)(error, error.code);
      if (error.retryable) response.setHeader("Retry-After", "5");
      return sendProblem(response, new HttpProblem(503, error.code, "Not stored", error.message));
    }
    if (isClientFault(error))
      return error.status === 404
        ? nothingHere(request, response, next)
        : sendProblem(response, refusedByExpress(error));
    const number = `${randomUUID().slice(0, 4)}-${randomUUID().slice(0, 4)}`;
    (onFault ?? toStandardError)(error, number);
    sendProblem(
      response,
      new HttpProblem(
        500,
        "our-fault",
        "Our fault",
        `That did not work, and it is our fault. Your flow is safe. Tell us this number: ${number}.`,
      ),
    );
  };
}

function sendProblem(response: Response, problem: HttpProblem): void {
  response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem.toDocument()));
}

type ClientFault = Error & { status: number };

/** Express refuses broken paths and such with a status of its own. */
function isClientFault(error: unknown): error is ClientFault {
  const status = error instanceof Error ? (error as Partial<ClientFault>).status : undefined;
  return typeof status === "number" && status >= 400 && status < 500;
}

function refusedByExpress(error: ClientFault): HttpProblem {
  return new HttpProblem(400, "bad-request", "Refused", `The request was not understood: ${error.message}.`);
}

function toStandardError(error: unknown, number: string): void {
  process.stderr.write(`fault ${number}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
