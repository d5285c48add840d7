/** Where the device connects to, out of `sip.outboundProxy`, the account's domain and `sip.port`. */
import type { Settings } from '../settings/settings.ts';

export interface ServerAddress {
  host: string;
  port: number;
  /** Port for SIP in clear: `;clear=PORT` behind the proxy's name, else 5060. */
  clearPort: number;
}

const form = /^(?:sips?:)?(\[[0-9a-f:.]+\]|[^\s:;[\]]+)(?::(\d{1,5}))?((?:;[^\s;]+)*)$/i;

/** @throws Error with a sentence for the user when the proxy is no `host`, `host:port` or `host;parameter=value`. */
export function serverAddress({ account, sip }: Settings): ServerAddress {
  const text = sip.outboundProxy || account.domain;
  const [, host, port, parameters = ''] = form.exec(text) ?? [];
  if (host === undefined)
    throw new Error(
      `"${text}" is no server: sip.outboundProxy takes a host name or address, as in sip.example.com:5061`,
    );
  const [, clear] = /;clear=(\d{1,5})(?:;|$)/i.exec(parameters) ?? [];
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : sip.port,
    clearPort: clear ? Number(clear) : 5060,
  };
}
