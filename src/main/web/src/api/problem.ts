import type { components } from './schema';

type ProblemBody = components['schemas']['Problem'];

/** What the gateway answers when it cannot do what was asked (RFC 9457). `code` never changes its meaning. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId: string | undefined,
    /** Seconds after which another attempt makes sense. */
    readonly retryAfter: number | undefined,
    readonly errors: NonNullable<ProblemBody['errors']>,
  ) {
    super(detail);
  }

  /** Of the field with this name in the body, or of the parameter. */
  field(name: string): string | undefined {
    return this.errors.find((error) => error.pointer === `/${name}` || error.pointer === `/body/${name}`)?.code;
  }
}

/** No answer came at all. */
export class Offline extends Error {}

export function problemOf(body: unknown, response: Response): Problem {
  const told = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {};
  return new Problem(
    response.status,
    told.code ?? `http.${response.status}`,
    told.detail ?? response.statusText,
    told.instance ?? response.headers.get('x-request-id') ?? undefined,
    told.retry_after,
    told.errors ?? [],
  );
}
