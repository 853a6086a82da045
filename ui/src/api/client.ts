import createClient from 'openapi-fetch';
import { ApiError, failureOf } from './errors';
import type { components, paths } from './schema.gen';

/**
 * The typed client of the HTTP API. `fetch` is looked up at each call so that tests can stub it; the base is absolute
 * because `Request` outside a browser takes no relative address.
 */
export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: (request) => globalThis.fetch(request),
  // Lists go as a=1,2: what the server's document says of them.
  querySerializer: { array: { style: 'form', explode: false } },
});

type Schemas = components['schemas'];
export type Account = Schemas['AccountView'];
export type APIToken = Schemas['APIToken'];
export type Article = Schemas['Article'];
export type Check = Schemas['Check'];
export type Contact = Schemas['Contact'];
export type Diagnosis = Schemas['Diagnosis'];
export type Entry = Schemas['Entry'];
export type Event = Schemas['Event'];
export type Material = Schemas['Material'];
export type Message = Schemas['Message'];
export type Moment = Schemas['Moment'];
export type Operator = Schemas['Operator'];
export type Overview = Schemas['Overview'];
export type Problem = Schemas['Problem'];
export type Quota = Schemas['Quota'];
export type QuotaSheet = Schemas['QuotaSheet'];
export type Session = Schemas['Session'];
export type SyncPlan = Schemas['SyncPlan'];
export type SyncRun = Schemas['SyncRun'];
export type Tag = Schemas['Tag'];
export type TagChange = Schemas['TagChange'];
export type TagSheet = Schemas['TagSheet'];
export type TaggingState = Schemas['TaggingState'];
export type Usage = Schemas['Usage'];
export type CodeName = Schemas['CodeName'];
export type UsedBy = Schemas['UsedBy'];
export type Role = Operator['role'];
export type Source = Material['source'];

type Answer<T> = { data?: T; error?: unknown; response: Response };

/**
 * Awaits a call and returns its body. Rejects with an {@link ApiError} whatever went wrong: a refusal by the server, no
 * connection, a body that is no JSON. An aborted call rejects with the abort itself, which the query cache expects.
 */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>;
  try {
    got = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError({ status: 0, code: 'network', detail: String(cause) });
  }
  if (!got.response.ok) throw new ApiError(failureOf(got.error, got.response));
  return got.data as T;
}
