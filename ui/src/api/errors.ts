/** WeChat's refusal, in its own words. */
export type WeChatAnswer = { errcode: number; errmsg: string; rid?: string };

/** One field of the request that the server did not take, by its name in the body. */
export type FieldFailure = { field: string; message: string };

/** What is known of a failure; the shape of the API's problem+json, with gaps filled. */
export type Failure = {
  /** HTTP status; 0 when there was no answer at all. */
  status: number;
  /** The code by which the locales name the words, e.g. `sync.running` or `wechat.40164`. */
  code: string;
  /** The server's own English sentence: shown in the details, never as the message. */
  detail: string;
  params?: Record<string, string>;
  wechat?: WeChatAnswer;
  /** What stands in the way: a run, the uses of a material. */
  related?: unknown;
  fields?: FieldFailure[];
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
};

/** A failed call. Everything that queries and mutations reject with is one of these. */
export class ApiError extends Error {
  readonly failure: Failure;
  /** When it happened; shown in the details so that it can be found in the server's log. */
  readonly at: Date;

  constructor(failure: Failure, at = new Date()) {
    super(failure.detail || failure.code);
    this.name = 'ApiError';
    this.failure = failure;
    this.at = at;
  }
}

type ProblemBody = {
  code?: string;
  detail?: string;
  title?: string;
  params?: Record<string, string>;
  wechat?: WeChatAnswer;
  related?: unknown;
  errors?: { location?: string; message?: string }[] | null;
};

/** Reads a problem+json body; an answer that is none (a proxy's HTML page) becomes a failure by its status alone. */
export function failureOf(body: unknown, response: Response): Failure {
  const problem: ProblemBody = typeof body === 'object' && body !== null ? body : {};
  const failure: Failure = {
    status: response.status,
    code: problem.code || codeOfStatus(response.status),
    detail: problem.detail || problem.title || response.statusText,
  };
  if (problem.params) failure.params = problem.params;
  if (problem.wechat?.errcode) failure.wechat = problem.wechat;
  if (problem.related !== undefined && problem.related !== null) failure.related = problem.related;
  const fields = fieldFailures(problem);
  if (fields.length > 0) failure.fields = fields;
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(wait)) failure.retryAfter = wait;
  return failure;
}

function fieldFailures(problem: ProblemBody): FieldFailure[] {
  const named = (problem.errors ?? [])
    .filter((e) => e.location?.startsWith('body.'))
    .map((e) => ({ field: (e.location ?? '').slice('body.'.length), message: e.message ?? '' }));
  if (named.length === 0 && problem.params?.field) {
    return [{ field: problem.params.field, message: problem.detail ?? '' }];
  }
  return named;
}

function codeOfStatus(status: number): string {
  if (status === 401) return 'session.none';
  if (status === 403) return 'role.too_low';
  if (status === 404) return 'not_found';
  if (status === 429) return 'exhausted';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return status >= 500 ? 'internal' : 'invalid';
}

/** Turns whatever was caught into an {@link ApiError}, so that one component can show it. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({ status: -1, code: 'client', detail: error instanceof Error ? error.message : String(error) });
}

/** Reports whether the error is a failure with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.failure.code === code;
}
