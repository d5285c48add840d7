/** What the tap has seen, kept in bounds: connections, clear text, faults of the bench, and the news of each. */
import type { BenchFault, ClearText } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import type { Chunk, RecordedConnection } from './tap.ts';

export interface Limits {
  /** Octets kept of one connection; what comes after goes through and is counted. */
  connectionOctets: number;
  /** Octets kept of all connections; the oldest closed ones go first. */
  totalOctets: number;
  connections: number;
  clearTexts: number;
}

export const defaultLimits: Limits = {
  connectionOctets: 4 * 1024 * 1024,
  totalOctets: 128 * 1024 * 1024,
  connections: 20_000,
  clearTexts: 10_000,
};

/** What an object costs beside its octets: a peer that sends them one by one must not get more memory. */
const chunkCost = 256;

interface Kept {
  connection: RecordedConnection & { dropped: { fromDevice: number; fromLab: number } };
  cost: number;
}

export class Recorder {
  readonly #limits: Limits;
  #connections: Kept[] = [];
  #clearTexts: { id: number; entry: ClearText }[] = [];
  #faults: { id: number; fault: BenchFault }[] = [];
  #sequence = 0;
  #cost = 0;
  #news = signal();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  mark(): number {
    return this.#sequence;
  }

  /** Resolves at the next byte, open, close or fault. */
  activity(): Promise<void> {
    return this.#news.promise;
  }

  connectionsSince(mark: number): RecordedConnection[] {
    return this.#connections.filter(({ connection }) => connection.id > mark).map(({ connection }) => connection);
  }

  clearTextSince(mark: number): ClearText[] {
    return this.#clearTexts.filter(({ id }) => id > mark).map(({ entry }) => ({ ...entry }));
  }

  faultsSince(mark: number): BenchFault[] {
    return this.#faults.filter(({ id }) => id > mark).map(({ fault }) => fault);
  }

  open(front: RecordedConnection['front'], device: Address): RecordedConnectionWriter {
    const closed = { by: 'open', how: 'none', at: null } as const;
    const dropped = { fromDevice: 0, fromLab: 0 };
    const id = ++this.#sequence;
    const connection = { id, front, openedAt: performance.now(), device, chunks: [], dropped, closed };
    const kept: Kept = { connection, cost: 0 };
    this.#connections.push(kept);
    this.#forgetOldest();
    this.#announce();
    return new RecordedConnectionWriter(
      connection,
      (chunk) => this.#store(kept, chunk),
      () => this.#announce(),
    );
  }

  /** The entry is live: call `changed` after growing it. */
  clearText(entry: ClearText): void {
    if (this.#clearTexts.length >= this.#limits.clearTexts) {
      this.#clearTexts.shift();
      this.fault('tap-full', `more than ${this.#limits.clearTexts} messages in clear; the oldest were forgotten`);
    }
    this.#clearTexts.push({ id: ++this.#sequence, entry });
    this.#announce();
  }

  changed(): void {
    this.#announce();
  }

  fault(code: string, message: string): void {
    // Told again, it is a fault of whoever asks from now on too, and still one entry.
    if (this.#faults.at(-1)?.fault.message === message) this.#faults.pop();
    if (this.#faults.length >= 1000) this.#faults.shift();
    this.#faults.push({ id: ++this.#sequence, fault: { code, message } });
    this.#announce();
  }

  #store(kept: Kept, chunk: Chunk): void {
    const cost = chunk.bytes.length + chunkCost;
    // Once something is left out, all is: a gap in the middle would break every later record.
    const { dropped } = kept.connection;
    const gap = dropped.fromDevice + dropped.fromLab > 0;
    if (gap || kept.cost + cost > this.#limits.connectionOctets) {
      dropped[chunk.from === 'device' ? 'fromDevice' : 'fromLab'] += chunk.bytes.length;
    } else {
      kept.connection.chunks.push(chunk);
      kept.cost += cost;
      this.#cost += cost;
      this.#forgetOldest();
    }
    this.#announce();
  }

  #forgetOldest(): void {
    while (this.#cost > this.#limits.totalOctets || this.#connections.length > this.#limits.connections) {
      const index = this.#connections.findIndex(({ connection }) => connection.closed.by !== 'open');
      const [gone] = index < 0 ? [] : this.#connections.splice(index, 1);
      if (!gone) return;
      this.#cost -= gone.cost;
    }
  }

  #announce(): void {
    const { resolve } = this.#news;
    this.#news = signal();
    resolve();
  }
}

function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

/** The hand of the recorder on one connection. */
export class RecordedConnectionWriter {
  readonly connection: RecordedConnection;
  readonly #store: (chunk: Chunk) => void;
  readonly #announce: () => void;

  constructor(connection: RecordedConnection, store: (chunk: Chunk) => void, announce: () => void) {
    this.connection = connection;
    this.#store = store;
    this.#announce = announce;
  }

  bytes(from: Chunk['from'], bytes: Buffer): void {
    this.#store({ at: performance.now(), from, bytes });
  }

  /** Only the first close counts: what follows answers it. */
  closed(by: 'device' | 'lab', how: 'fin' | 'rst'): void {
    if (this.connection.closed.by === 'open') this.connection.closed = { by, how, at: performance.now() };
    this.#announce();
  }
}
