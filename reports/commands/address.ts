/** HOST:PORT on the command line. */
import { ConfigurationError } from '../../harness/errors.ts';

/** `pbx.example:5061`, `192.0.2.1:443`, `[2001:db8::1]:5061`. Throws ConfigurationError for anything else. */
export function address(text: string): { host: string; port: number } {
  const [, literal, name, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text) ?? [];
  const [host, port] = [literal ?? name, Number(digits)];
  if (host === undefined || port > 65535) {
    throw new ConfigurationError('USAGE', `"${text}" is no address; accepted: HOST:PORT, for IPv6 [ADDRESS]:PORT`);
  }
  return { host, port };
}
