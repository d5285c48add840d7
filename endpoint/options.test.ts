import { expect, test } from '@playwright/test';
import { parseOptions, UsageError } from './options.ts';

test.describe('command line', () => {
  test('reads what is given and has defaults for the rest', () => {
    const options = parseOptions([
      '--data',
      'd',
      '--mac',
      '02:00:00:00:00:AB',
      '--flaw',
      'ignores-dates',
      '--flaw=offers-rc4',
      '--exit-with-stdin',
    ]);

    expect(options).toMatchObject({
      data: 'd',
      mac: '0200000000ab',
      flaws: ['ignores-dates', 'offers-rc4'],
      exitWithStdin: true,
      webPort: 0,
      webAddress: '127.0.0.1',
    });
  });

  for (const { argv, message } of [
    {
      argv: ['--web-prot', '1'],
      message: /--web-prot: there is no such option\. Did you mean --web-port\? Accepted: --data/,
    },
    {
      argv: ['--flaw', 'ignore-dates'],
      message: /there is no such flaw\. Did you mean ignores-dates\? Accepted: validate-ignored/,
    },
    { argv: ['--persona', 'referense'], message: /Did you mean reference\?/ },
    { argv: ['--web-port', '70000'], message: /accepted are 0 \(any\) to 65535/ },
    { argv: ['--mac', '0200'], message: /twelve hexadecimal digits/ },
    { argv: ['--data'], message: /--data: a value is missing/ },
    { argv: ['--allow-flaws=yes'], message: /takes no value/ },
    { argv: ['data'], message: /data: nothing is expected here\. Did you mean --data\?/ },
  ]) {
    test(`refuses ${argv.join(' ')}`, () => {
      expect(() => parseOptions(argv)).toThrow(UsageError);
      expect(() => parseOptions(argv)).toThrow(message);
    });
  }
});
