/** An answer that tells what was wrong with a request; thrown by handlers, turned into JSON or a page by the server. */
export class Problem extends Error {
  readonly status: number;
  /** Further members of the JSON answer: `field`, `accepted`, `nearest`. */
  readonly details: Record<string, unknown>;

  constructor(status: number, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.details = details;
  }
}

/** Runs what may throw an Error with a sentence for the user, and passes that sentence on with `status`. */
export async function told<T>(status: number, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Problem || !(error instanceof Error) || error.name === 'ZodError') throw error;
    throw new Problem(status, error.message);
  }
}
