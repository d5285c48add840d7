/** Keeps one program of the lab alive: one that ends by itself is noted as a fault and started again on the same ports. */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../errors.ts';
import type { LabLog } from './lab-log.ts';
import type { LabProgram, LabRuntime, RunningProgram } from './runtimes/runtime.ts';

export interface LabFault {
  code: string;
  message: string;
}

export interface Supervised {
  /** Ends the program for good. */
  stop(): Promise<void>;
  /** Resolves when the program answers: at once, unless it is being started. Rejects with LabError when it does not come up. */
  up(): Promise<void>;
}

interface Options {
  runtime: LabRuntime;
  program: LabProgram;
  args: readonly string[];
  log: LabLog;
  faults: LabFault[];
  /** Resolves when the program answers. */
  answers: () => Promise<void>;
}

/** A program that cannot live is not started for ever. */
const mostRestarts = 20;
const pauseBetweenRestarts = 50;

export async function supervise(options: Options): Promise<Supervised> {
  const { runtime, program, args, log, faults, answers } = options;
  let stopped = false;
  let restarts = 0;
  /** Until the first answer an end is an error of the start; afterwards it is a fault to recover from. */
  let wasUp = false;
  let isUp = false;
  let current: RunningProgram | undefined;
  let up: Promise<void>;

  const start = async (): Promise<void> => {
    const mark = log.mark();
    const started = await runtime.run(program, args, (line) => {
      log.take(program, line);
      if (isUp && isAlarm(line)) faults.push({ code: 'LAB_PROGRAM_ALARM', message: `${program}: ${line}` });
    });
    current = started;
    const ended = started.exited.then(({ code }) => endOf(program, code, log.since(program, mark)));
    void ended.then((error) => (wasUp ? recover(error) : undefined));
    await Promise.race([answers(), ended.then((error) => Promise.reject(error))]);
    wasUp = isUp = true;
  };

  const recover = async (error: LabError): Promise<void> => {
    if (stopped) return;
    isUp = false;
    if (++restarts > mostRestarts) {
      faults.push({
        code: 'LAB_PROGRAM_GONE',
        message: `${shortly(error)}; it was started again ${mostRestarts} times before`,
      });
      up = rejected(error);
      return;
    }
    faults.push({ code: 'LAB_PROGRAM_DIED', message: `${shortly(error)}; it was started again` });
    up = delay(restarts === 1 ? 0 : pauseBetweenRestarts).then(() => (stopped ? undefined : start()));
    await up.catch((failure: unknown) =>
      faults.push({
        code: 'LAB_PROGRAM_GONE',
        message: failure instanceof LabError ? shortly(failure) : String(failure),
      }),
    );
  };

  const stop = async (): Promise<void> => {
    stopped = true;
    await current?.kill();
  };

  up = start();
  await up.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { stop, up: () => up };
}

function endOf(program: string, code: number | null, log: readonly string[]): LabError {
  const taken = log.some((line) => /address already in use/i.test(line));
  const how = code === null ? 'was killed' : `ended with status ${code}`;
  return new LabError(taken ? 'LAB_PORT_TAKEN' : 'LAB_PROGRAM_ENDED', `${program} ${how}`, { log });
}

/** What ended and its last words, on one line. */
function shortly({ message, log }: LabError): string {
  const [first = ''] = message.split('\n');
  const last = log.at(-1)?.trim();
  return last ? `${first} (last line: ${last})` : first;
}

/** A rejection that nobody may ever ask for. */
function rejected(error: Error): Promise<never> {
  const promise = Promise.reject<never>(error);
  promise.catch(() => undefined);
  return promise;
}

/** Lines by which a program says that it is broken itself. Level error is not among them: Kamailio and nginx use it for
 * whatever a device does wrong, refusals of a certificate included. */
const isAlarm = (line: string): boolean =>
  /^\s*(?:\d+\(\d+\) )?(?:CRITICAL|ALERT|BUG):/.test(line) || /\[(?:emerg|alert)\]/.test(line);
