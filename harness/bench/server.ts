/** The bench's end: a local socket that every worker of the run connects to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BenchError } from '../errors.ts';
import { MethodError } from '../dut/driver.ts';
import type { BenchMethod, BenchRequest, BenchResponse } from './protocol.ts';
import type { Slot } from './slot.ts';

export interface BenchServer {
  path: string;
  close(): Promise<void>;
}

export async function serveBench(slotOf: (index: number) => Promise<Slot>): Promise<BenchServer> {
  // Socket paths may hold 107 octets, so the run's own folder may be too deep.
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-'));
  const path = join(folder, 'bench.sock');
  const forget = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', forget);
  const sockets = new Set<Socket>();
  const turns = new Map<number, Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const lines = createInterface({ input: socket });
    // It passes on what the socket says; a worker that went away in mid-request must not end the bench.
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const request = JSON.parse(line) as BenchRequest;
      void inTurn(request.slot, async () => {
        if (socket.destroyed) return;
        const response = await answer(request);
        if (!socket.destroyed) socket.write(`${JSON.stringify(response)}\n`);
      });
    });
  });

  async function answer({ id, slot: index, method, params }: BenchRequest): Promise<BenchResponse> {
    try {
      const slot: Record<BenchMethod, (params: never) => Promise<unknown>> = await slotOf(index);
      return { id, result: (await slot[method](params as never)) ?? null };
    } catch (error) {
      return { id, error: explained(error) };
    }
  }

  /** What a test that ran out of time had asked for goes on; the slot's next test waits for its end. */
  function inTurn(index: number, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(index) ?? Promise.resolve()).then(work);
    turns.set(index, turn);
    return turn;
  }

  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      forget();
    },
  };
}

function explained(error: unknown): Extract<BenchResponse, { error: unknown }>['error'] {
  if (error instanceof BenchError) {
    // The client writes the code before the message again.
    return { kind: 'bench', code: error.code, message: error.message.replace(`${error.code}: `, '') };
  }
  if (!(error instanceof MethodError)) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'bench', code: 'BENCH_FAULT', message };
  }
  const { kind, message } = error;
  if (kind === 'unsupported') return { kind, code: 'UNSUPPORTED', message };
  return { kind: 'bench', code: `DRIVER_${kind.toUpperCase()}`, message };
}
