/** Drivers that break the contract, each in the one way that its argument names. */
import { createInterface } from 'node:readline';

const say = (text: string) => process.stdout.write(`${text}\n`);
const hello = (capabilities: string[]) =>
  say(JSON.stringify({ hello: { protocol: 1, name: 'misbehaving', version: '1', capabilities } }));
const result = (id: number, value: unknown) => say(JSON.stringify({ id, result: value }));
const unsupported = (id: number) =>
  say(JSON.stringify({ id, error: { kind: 'unsupported', message: 'no such method' } }));
const known = ['configure', 'trust.add', 'trust.remove', 'register'];

interface Manner {
  first: () => void;
  on: (id: number, method: string) => void;
}

const manners: Record<string, Manner> = {
  'says-nothing': { first: () => undefined, on: () => undefined },
  'prints-garbage': {
    first: () => say('\u0007\u001b[31m*** boot loader 0.9 ***\u0000'),
    on: () => say('core temperature 41 C'),
  },
  'answers-anything': { first: () => hello(['register']), on: (id) => result(id, {}) },
  'dies-at-once': { first: () => hello(['register']), on: () => process.exit(7) },
  'dies-when-it-matters': {
    first: () => hello(['register', 'trust-store']),
    on: (id, method) => {
      if (method === 'register') {
        process.stderr.write('segmentation fault at 0x41414141\n');
        process.exit(7);
      }
      if (known.includes(method)) result(id, {});
      else unsupported(id);
    },
  },
  hangs: {
    first: () => hello(['register', 'trust-store']),
    on: (id, method) => {
      if (!known.includes(method)) unsupported(id);
    },
  },
};

const manner = manners[process.argv[2] ?? ''];
if (!manner) throw new Error(`which manner? ${Object.keys(manners).join(', ')}`);
manner.first();
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { id, method } = JSON.parse(line) as { id: number; method: string };
  manner.on(id, method);
});
// Whoever hangs does not even notice that its input has ended.
if (process.argv[2] === 'hangs') setInterval(() => undefined, 60_000);
else lines.on('close', () => process.exit(0));
