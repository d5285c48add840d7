/** Connections to the surveyed listener: few at a time, each with an end, and all together with one. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { SurveyAnswer } from '../../../survey-facts.ts';
import type { ServerHello } from '../messages/server-hello.ts';
import { AnswerReader } from './answer-reader.ts';

export interface Target {
  host: string;
  port: number;
}

export interface Limits {
  /** Connections at a time. */
  parallel: number;
  /** One connection from its start to its answer, ms. */
  connectionMs: number;
  /** How long silence is waited for where silence is the right answer, ms. */
  quietMs: number;
  /** The whole survey, ms; what is asked later is not asked. */
  totalMs: number;
}

/** A small device may not stand more than two connections at a time. */
export const usualLimits: Limits = { parallel: 2, connectionMs: 3000, quietMs: 1000, totalMs: 120_000 };

/** The survey has taken as long as it may. */
export class OutOfTime extends Error {}

export interface Step {
  /** Written one after the other, each in a segment of its own. */
  send: readonly Buffer[];
  /** `hello`: until a ServerHello. `flight`: until the end of the server's first flight. `quiet`: for the time of silence. */
  until: 'hello' | 'flight' | 'quiet';
}

export interface Asked {
  answer: SurveyAnswer;
  /** As it came; names of suites and groups are not unique. */
  hello: ServerHello | null;
  /** DER, leaf first; empty where none came in clear. */
  chain: Buffer[];
}

/** So that segments are not joined on their way. */
const betweenSegmentsMs = 3;

export class Dialler {
  readonly target: Target;
  readonly limits: Limits;
  readonly #began = performance.now();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #made = 0;

  constructor(target: Target, limits: Limits) {
    this.target = target;
    this.limits = limits;
  }

  /** Connections made so far. */
  get connections(): number {
    return this.#made;
  }

  get lasted(): number {
    return performance.now() - this.#began;
  }

  /** One of the few at a time. Throws OutOfTime. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= this.limits.parallel) await new Promise<void>((next) => this.#waiting.push(next));
    else this.#busy++;
    try {
      if (this.lasted > this.limits.totalMs) throw new OutOfTime(`${this.limits.totalMs} ms had passed`);
      this.#made++;
      return await work();
    } finally {
      // The place is handed over.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }

  /** One hello, or anything else, and what is answered. */
  ask(bytes: Buffer, until: Step['until'] = 'hello'): Promise<Asked> {
    return this.converse([{ send: [bytes], until }]);
  }

  /** Step by step; an answer that ends the conversation leaves the rest out. */
  converse(steps: readonly Step[]): Promise<Asked> {
    return this.inTurn(() => conversation(this.target, this.limits, steps));
  }
}

/** Null where no connection comes up. The caller destroys it. */
export async function dial({ host, port }: Target, ms: number): Promise<Socket | null> {
  const socket = connect({ host, port, noDelay: true });
  socket.on('error', () => undefined);
  const overdue = setTimeout(() => socket.destroy(new Error('no connection in time')), ms);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  } finally {
    clearTimeout(overdue);
  }
}

async function conversation(target: Target, limits: Limits, steps: readonly Step[]): Promise<Asked> {
  const began = performance.now();
  const reader = new AnswerReader();
  const socket = await dial(target, limits.connectionMs);
  if (!socket) {
    const answer = reader.answer(null, performance.now() - began);
    return { answer: { ...answer, outcome: 'unreached' }, hello: null, chain: [] };
  }
  let closed: SurveyAnswer['closed'] = null;
  let notice = (): void => undefined;
  socket.on('data', (bytes: Buffer) => {
    reader.push(bytes);
    notice();
  });
  const ended = (how: 'fin' | 'rst') => () => {
    if (!closed) reader.end();
    closed ??= how;
    notice();
  };
  socket.on('end', ended('fin')).on('error', ended('rst')).on('close', ended('fin'));
  const reached = (until: Step['until']): boolean =>
    closed !== null ||
    reader.over ||
    (until === 'hello' && reader.hello !== null) ||
    (until === 'flight' && reader.flight);
  try {
    for (const { send, until } of steps) {
      const left = began + limits.connectionMs - performance.now();
      await write(socket, send);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, until === 'quiet' ? Math.min(left, limits.quietMs) : left);
        notice = () => {
          if (!reached(until)) return;
          clearTimeout(timer);
          resolve();
        };
        notice();
      });
      if (closed || reader.over || !reached(until)) break;
    }
    // The close mostly comes behind the alert, in a segment of its own: it is part of the answer.
    if (reader.alert && !closed) await endOf(socket, Math.min(limits.quietMs, 200));
    const answer = reader.answer(closed, performance.now() - began);
    return { answer, hello: reader.hello, chain: reader.chain };
  } finally {
    socket.destroy();
  }
}

async function write(socket: Socket, segments: readonly Buffer[]): Promise<void> {
  for (const [index, bytes] of segments.entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, betweenSegmentsMs));
    if (!socket.destroyed && socket.writable) socket.write(bytes);
  }
}

function endOf(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    for (const event of ['end', 'close'])
      socket.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
  });
}
