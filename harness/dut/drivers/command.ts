/**
 * A device wrapped by any program that speaks the driver contract as JSON lines on its standard input and output
 * (docs/drivers.md). Whatever it writes that is no message is kept as log and breaks nothing.
 */
import { env as environment } from 'node:process';
import { z } from 'zod';
import { DriverError } from '../../errors.ts';
import { lineSplitter } from '../../lab/runtimes/line-splitter.ts';
import {
  capabilities,
  MethodError,
  type Driver,
  type DriverEvent,
  type Hello,
  type MethodName,
  type Methods,
} from '../driver.ts';
import { DeviceProcess } from '../device-process.ts';
import { withDeadline } from '../handlers.ts';

const helloMessage = z.object({
  hello: z.object({
    protocol: z.literal(1),
    name: z.string().min(1),
    version: z.string(),
    capabilities: z.array(z.enum(capabilities)),
  }),
});
const answerMessage = z.union([
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({
    id: z.number(),
    error: z.object({ kind: z.enum(['unsupported', 'invalid', 'failed', 'timeout', 'crashed']), message: z.string() }),
  }),
  z.object({ event: z.looseObject({ kind: z.enum(['registration', 'call', 'media', 'log']) }) }),
]);

const attemptResult = z.object({
  outcome: z.enum(['accepted', 'refused', 'failed', 'timeout']),
  reason: z.string().optional(),
});
/** Results that the bench reads; of all others only that there is one counts. */
const results: { [M in MethodName]?: z.ZodType } = {
  register: attemptResult,
  provision: attemptResult,
  connect: attemptResult,
  unregister: attemptResult,
  call: z.looseObject({ outcome: z.enum(['established', 'failed']) }),
  download: z.object({ files: z.array(z.object({ name: z.string(), contentBase64: z.base64() })) }),
  'trust.list': z.looseObject({ names: z.array(z.string()) }),
  state: z.looseObject({ listener: z.looseObject({ host: z.string().min(1), port: z.int().positive() }).nullish() }),
};

const longestLine = 1024 * 1024;
const helloDeadlineMs = 10_000;
const slackMs = 500;

/** `unit` is told to the program as RINGPROOF_UNIT. */
export function commandDriver({ command, unit = 1 }: { command: readonly string[]; unit?: 1 | 2 }): Driver {
  const process = new DeviceProcess(command, { env: { ...environment, RINGPROOF_UNIT: String(unit) } });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners: ((event: DriverEvent) => void)[] = [];
  let greet: (hello: Hello) => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const greeted = new Promise<Hello>((resolve, reject) => {
    greet = resolve;
    refuse = reject;
  });
  greeted.catch(() => undefined);
  let next = 1;
  let first = true;

  process.child.stdout.on('data', lineSplitter(take, longestLine));
  void process.ended.then((how) => {
    refuse(broken(how));
    for (const { reject } of waiting.values()) reject(new MethodError('crashed', how));
    waiting.clear();
  });

  function take(line: string): void {
    if (first) {
      first = false;
      const hello = parse(helloMessage, line);
      if ('value' in hello) greet(hello.value.hello);
      else refuse(broken(`its first line is no hello: ${line.slice(0, 200)}\n${hello.why}`));
      return;
    }
    const parsed = parse(answerMessage, line);
    if (!('value' in parsed)) return process.keep(`not a message: ${line.slice(0, 500)}`);
    const message = parsed.value;
    if ('event' in message) return listeners.forEach((listener) => listener(message.event));
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if ('error' in message) reject?.(new MethodError(message.error.kind, message.error.message));
    else resolve?.(message.result);
  }

  function checked<M extends MethodName>(method: M, result: unknown): Methods[M]['result'] {
    const wrong = results[method]?.safeParse(result).error;
    if (!wrong) return result as Methods[M]['result'];
    const seen = JSON.stringify(result)?.slice(0, 200);
    throw new DriverError('DRIVER_RESULT', `"${method}" was answered with ${seen}: ${z.prettifyError(wrong)}`, {
      hint: 'docs/drivers.md says what each method results in',
      log: process.log(),
    });
  }

  function broken(what: string): DriverError {
    return new DriverError('DRIVER_HELLO', `"${command.join(' ')}" is no driver: ${what}`, {
      hint: 'its first line must be {"hello":{"protocol":1,"name":...,"version":...,"capabilities":[...]}}; see docs/drivers.md',
      log: process.log(),
    });
  }

  return {
    hello: () =>
      withDeadline(greeted, 'hello', helloDeadlineMs).catch((error: unknown) => {
        throw error instanceof MethodError ? broken(`it said nothing within ${helloDeadlineMs / 1000} s`) : error;
      }),
    async request<M extends MethodName>(method: M, params: Methods[M]['params'], deadlineMs = 10_000) {
      if (process.crashed) throw new MethodError('crashed', await process.ended);
      const id = next++;
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      process.child.stdin.write(`${JSON.stringify({ id, method, params, deadlineMs })}\n`);
      try {
        return checked(method, await withDeadline(answer, method, deadlineMs + slackMs));
      } finally {
        waiting.delete(id);
      }
    },
    onEvent: (listener) => void listeners.push(listener),
    log: () => process.log(),
    close: () => process.stop(),
  };
}

function parse<T>(schema: z.ZodType<T>, line: string): { value: T } | { why: string } {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { why: `it is no JSON: ${(error as Error).message}` };
  }
  const { success, data, error } = schema.safeParse(json);
  return success ? { value: data } : { why: z.prettifyError(error) };
}
