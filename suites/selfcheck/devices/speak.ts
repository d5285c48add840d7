/** The device's side of the driver contract, for devices that only exist to see what a bench makes of them. */
import { createInterface } from 'node:readline';

export type Answer =
  { outcome: 'accepted' | 'refused' | 'failed' | 'timeout'; reason?: string } | Record<string, unknown>;

export interface Configuration {
  account?: { domain: string; user: string; password: string };
  servers?: {
    sip?: { host: string; port: number };
    provisioning?: { url: string; username?: string; password?: string };
  };
  hosts?: Record<string, string>;
  tls?: { validate: boolean };
}

interface Request {
  id: number;
  method: string;
  params: Record<string, unknown>;
}

/** Says hello, keeps the configuration and the trust list, and answers the named methods. Ends with its input. */
export function speak(
  name: string,
  capabilities: readonly string[],
  methods: Record<string, (configuration: Configuration, trusted: string[]) => Promise<Answer>>,
): void {
  let configuration: Configuration = {};
  const trusted = new Map<string, string>();
  const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

  async function answer({ id, method, params }: Request): Promise<void> {
    const own = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (own) return void say({ id, result: await own(configuration, [...trusted.values()]) });
    if (method === 'configure') configuration = { ...configuration, ...params };
    else if (method === 'trust.add') trusted.set(String(params.name), String(params.pem));
    else if (method === 'trust.remove') trusted.delete(String(params.name));
    else return void say({ id, error: { kind: 'unsupported', message: `no method "${method}"` } });
    say({ id, result: {} });
  }

  say({ hello: { protocol: 1, name, version: '1', capabilities } });
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => void answer(JSON.parse(line) as Request));
  lines.on('close', () => process.exit(0));
}
