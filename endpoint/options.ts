/** The command line of the device. */
import { parseArgs } from 'node:util';
import { type FlawName, flaws, isFlaw } from './flaws.ts';
import { nearest } from './nearest.ts';
import { personas } from './personas/known.ts';
import type { Persona } from './personas/persona.ts';

export interface Options {
  help: boolean;
  data: string;
  factory: string | undefined;
  webAddress: string;
  webPort: number;
  /** Undefined: the stored one, or one made at first start. */
  password: string | undefined;
  persona: Persona;
  mac: string;
  allowFlaws: boolean;
  flaws: FlawName[];
  exitWithStdin: boolean;
}

/** Thrown for what was typed wrongly; the message says what is accepted. */
export class UsageError extends Error {}

export const usage = `Usage: endpoint [options]     a SIP device without a handset

  --data DIR            where settings and uploaded files are kept (default .lab/endpoint)
  --factory DIR         folder with anchors.pem (authorities) and device.pem (certificate and key)
  --web-address ADDR    where its management pages listen (default 127.0.0.1)
  --web-port PORT       0: any free port (default 0)
  --password WORD       of the user admin (default: made at first start, then kept in DIR)
  --persona NAME        ${Object.keys(personas).join(', ')} (default reference)
  --mac DIGITS          twelve hexadecimal digits (default 020000000001)
  --allow-flaws         lets flaws be set through the management interface
  --flaw NAME           starts with this flaw; may be repeated
  --exit-with-stdin     ends when its standard input ends
  --help                prints this
`;

const known = {
  data: { type: 'string' },
  factory: { type: 'string' },
  'web-address': { type: 'string' },
  'web-port': { type: 'string' },
  password: { type: 'string' },
  persona: { type: 'string' },
  mac: { type: 'string' },
  'allow-flaws': { type: 'boolean' },
  flaw: { type: 'string', multiple: true },
  'exit-with-stdin': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const suggestion = (word: string, accepted: readonly string[]): string => {
  const near = nearest(word, accepted);
  return `${near === undefined ? '' : ` Did you mean ${near}?`} Accepted: ${accepted.join(', ')}`;
};

/** Throws UsageError. */
export function parseOptions(argv: readonly string[]): Options {
  const { values, tokens } = parseArgs({
    args: [...argv],
    options: known,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const accepted = Object.keys(known).map((name) => `--${name}`);
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new UsageError(`${token.value}: nothing is expected here.${suggestion(token.value, accepted)}`);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name as keyof typeof known] : undefined;
    if (option === undefined)
      throw new UsageError(`${token.rawName}: there is no such option.${suggestion(token.rawName, accepted)}`);
    if (option.type === 'string' && (token.value === undefined || token.value === ''))
      throw new UsageError(`${token.rawName}: a value is missing.`);
    if (option.type === 'boolean' && token.value !== undefined)
      throw new UsageError(`${token.rawName}: takes no value.`);
  }
  const text = (name: keyof typeof known): string | undefined => values[name] as string | undefined;

  const port = Number(text('web-port') ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`--web-port ${text('web-port')}: accepted are 0 (any) to 65535.`);

  const personaName = text('persona') ?? 'reference';
  const persona = Object.hasOwn(personas, personaName) ? personas[personaName] : undefined;
  if (persona === undefined)
    throw new UsageError(
      `--persona ${personaName}: there is no such persona.${suggestion(personaName, Object.keys(personas))}`,
    );

  const mac = (text('mac') ?? '020000000001').replace(/[:-]/g, '').toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(mac))
    throw new UsageError(`--mac ${text('mac')}: accepted are twelve hexadecimal digits, with or without colons.`);

  const wanted = ((values.flaw ?? []) as string[]).map((name) => {
    if (isFlaw(name)) return name;
    throw new UsageError(`--flaw ${name}: there is no such flaw.${suggestion(name, Object.keys(flaws))}`);
  });

  return {
    help: values.help === true,
    data: text('data') ?? '.lab/endpoint',
    factory: text('factory'),
    webAddress: text('web-address') ?? '127.0.0.1',
    webPort: port,
    password: text('password'),
    persona,
    mac,
    allowFlaws: values['allow-flaws'] === true,
    flaws: wanted,
    exitWithStdin: values['exit-with-stdin'] === true,
  };
}
