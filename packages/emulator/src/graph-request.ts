/** A call of the Graph API and its answer, free of any HTTP library. */
export interface GraphRequest {
  method: string;
  /** Without mount point and version: "/100000000000001/messages". */
  path: string;
  /** "v25.0"; empty when the caller named none. */
  version: string;
  query: URLSearchParams;
  authorization: string;
  contentType: string;
  body: Buffer;
  /** Where the emulator is reached from outside, without a slash at the end. */
  baseUrl: string;
}

export interface GraphAnswer {
  status: number;
  body: unknown;
  /** Instead of `body`: a file. */
  file?: { bytes: Buffer; contentType: string };
}
