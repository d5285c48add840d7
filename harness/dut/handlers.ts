/** Turns a set of handlers into a Driver: the deadline, the honesty about unknown methods, and the log are the same for all. */
import { MethodError, type Driver, type DriverEvent, type Hello, type MethodName, type Methods } from './driver.ts';

export type Handlers = { [M in MethodName]?: (params: Methods[M]['params']) => Promise<Methods[M]['result']> };

export interface Hands {
  hello(): Promise<Hello>;
  handlers: Handlers;
  onEvent(listener: (event: DriverEvent) => void): void;
  log(): readonly string[];
  close(): Promise<void>;
}

const defaultDeadlineMs = 10_000;

export function driverOf(hands: Hands): Driver {
  return {
    hello: () => hands.hello(),
    async request<M extends MethodName>(method: M, params: Methods[M]['params'], deadlineMs = defaultDeadlineMs) {
      if (!Object.hasOwn(hands.handlers, method)) {
        throw new MethodError('unsupported', `this driver has no method "${method}"`);
      }
      const handler = hands.handlers[method] as (params: Methods[M]['params']) => Promise<Methods[M]['result']>;
      return withDeadline(handler(params), method, deadlineMs);
    },
    onEvent: (listener) => hands.onEvent(listener),
    log: () => hands.log(),
    close: () => hands.close(),
  };
}

/** Rejects with MethodError `timeout` when the answer does not come in time. */
export async function withDeadline<T>(answer: Promise<T>, method: string, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new MethodError('timeout', `"${method}" did not end within ${deadlineMs} ms`)),
      deadlineMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
