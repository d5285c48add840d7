/** Takes any server, and any TLS version that its library can still speak. */
import { provision, register } from './plain-client.ts';
import { speak } from './speak.ts';

const options = { rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

speak('accepts everything', ['register', 'provision', 'trust-store'], {
  register: (configuration, trusted) => register(configuration, trusted, options),
  provision: (configuration, trusted) => provision(configuration, trusted, options),
});
