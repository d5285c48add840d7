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
  /** Rejects with LabError when the program ends; never resolves. For the time until the lab is ready. */
  readonly failed: Promise<never>;
}

interface Options {
  runtime: LabRuntime;
  program: LabProgram;
  args: readonly string[];
  log: LabLog;
  faults: LabFault[];
  /** False while the lab starts: then an end is an error of the start, not a fault to recover from. */
  isReady: () => boolean;
}

/** A program that cannot live is not started for ever. */
const mostRestarts = 20;
const pauseBetweenRestarts = 50;

export async function supervise(options: Options): Promise<Supervised> {
  const { runtime, program, args, log, faults, isReady } = options;
  let stopped = false;
  let restarts = 0;
  let current: RunningProgram;
  let fail: (error: LabError) => void;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // Nobody listens once the lab is ready.
  failed.catch(() => undefined);

  const start = async (): Promise<void> => {
    const mark = log.mark();
    current = await runtime.run(program, args, (line) => {
      log.take(program, line);
      if (isReady() && isAlarm(line)) faults.push({ code: 'LAB_PROGRAM_ALARM', message: `${program}: ${line}` });
    });
    void current.exited.then(({ code }) => ended(code, mark));
  };

  const ended = async (code: number | null, mark: number): Promise<void> => {
    if (stopped) return;
    const how = code === null ? 'was killed' : `ended with status ${code}`;
    const lines = log.since(program, mark);
    if (!isReady()) {
      const taken = lines.some((line) => /address already in use/i.test(line));
      fail(new LabError(taken ? 'LAB_PORT_TAKEN' : 'LAB_PROGRAM_ENDED', `${program} ${how}`, { log: lines }));
      return;
    }
    if (++restarts > mostRestarts) {
      faults.push({
        code: 'LAB_PROGRAM_GONE',
        message: `${program} ${how} and was started ${mostRestarts} times before`,
      });
      return;
    }
    faults.push({ code: 'LAB_PROGRAM_DIED', message: `${program} ${how} and was started again` });
    // The system may still be closing its ports.
    if (restarts > 1) await delay(pauseBetweenRestarts);
    if (!stopped)
      await start().catch((error: unknown) => faults.push({ code: 'LAB_PROGRAM_GONE', message: String(error) }));
  };

  await start();
  return {
    failed,
    stop: async () => {
      stopped = true;
      await current.kill();
    },
  };
}

/** Lines by which a program says that it is broken itself. Level error is not among them: Kamailio and nginx use it for
 * whatever a device does wrong, refusals of a certificate included. */
const isAlarm = (line: string): boolean =>
  /^\s*(?:\d+\(\d+\) )?(?:CRITICAL|ALERT|BUG):/.test(line) || /\[(?:emerg|alert)\]/.test(line);
