/**
 * A plain TLS client whose nth attempt waits: it connects to the port that its arguments name, and goes on when that
 * connection is closed. Arguments: PORT N.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { provision, register } from './plain-client.ts';
import { speak, type Configuration } from './speak.ts';

const [port, held] = process.argv.slice(2).map(Number);
let attempts = 0;

async function gate(): Promise<void> {
  if (++attempts !== held) return;
  await once(connect(port ?? 0, '127.0.0.1').resume(), 'close');
}

const options = ({ tls }: Configuration) => ({ rejectUnauthorized: tls?.validate ?? true });

speak('held at a gate', ['register', 'provision', 'trust-store'], {
  register: async (configuration, trusted) => {
    await gate();
    return register(configuration, trusted, options(configuration));
  },
  provision: async (configuration, trusted) => {
    await gate();
    return provision(configuration, trusted, options(configuration));
  },
});
