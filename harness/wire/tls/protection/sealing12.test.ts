/** Records of every version and suite: what one side seals the other opens, in order, and not when a bit of it was changed. */
import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Protection12 } from './protection12.ts';
import { Sealing12 } from './sealing12.ts';
import { suiteParameters } from '../registries/suite-parameters.ts';

const versions = [0x0300, 0x0301, 0x0302, 0x0303];
const byMac = [0x0001, 0x0002, 0x0004, 0x0005, 0x000a, 0x002f, 0x0035];
const only12 = [0x003b, 0x003c, 0xc028, 0xc076, 0x009c, 0x009d, 0xcca8, 0xc09c, 0xc0a0, 0xc060];

const connection = fc
  .tuple(fc.constantFrom(...versions), fc.nat(100), fc.constantFrom('client', 'server'))
  .map(([version, index, side]) => {
    const suites = version === 0x0303 ? [...byMac, ...only12] : byMac;
    const suite = suiteParameters(suites[index % suites.length] ?? 0);
    if (!suite) throw new Error('a suite without parameters');
    const randoms = { clientRandom: randomBytes(32), serverRandom: randomBytes(32) };
    return { keys: { version, suite, master: randomBytes(48), ...randoms, encryptThenMac: false }, side };
  });

const contents = fc.array(
  fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
  { minLength: 1, maxLength: 4 },
);

test('records open in the order in which they were sealed', () => {
  fc.assert(
    fc.property(connection, contents, fc.constantFrom(21, 22, 23), ({ keys, side }, parts, type) => {
      const [sealing, opening] = [new Sealing12(keys, side), new Protection12(keys, side)];
      for (const part of parts) {
        const record = sealing.seal(type, part);
        expect([record[0], record.readUInt16BE(1), record.readUInt16BE(3)]).toEqual([
          ...[type, keys.version, record.length - 5],
        ]);
        expect(opening.open(record.subarray(0, 5), record.subarray(5))).toEqual(part);
      }
    }),
    { numRuns: 400 },
  );
});

test('a changed bit, another type and a lost record are noticed', () => {
  fc.assert(
    fc.property(connection, fc.nat(), fc.constantFrom('bit', 'type', 'lost'), ({ keys, side }, at, what) => {
      const [sealing, opening] = [new Sealing12(keys, side), new Protection12(keys, side)];
      const first = sealing.seal(23, Buffer.alloc(64, 1));
      const record = what === 'lost' ? sealing.seal(23, Buffer.alloc(64, 1)) : first;
      // In the content: padding of CBC is not covered by the MAC.
      const bit = 5 * 8 + (at % (16 * 8));
      if (what === 'bit') record.writeUInt8(record.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      if (what === 'type') record.writeUInt8(22, 0);
      expect(opening.open(record.subarray(0, 5), record.subarray(5))).toBeNull();
    }),
    { numRuns: 400 },
  );
});
