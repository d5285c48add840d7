/** What a server of TLS 1.2 does in a renegotiation (RFC 5746 §3.7). */
import { alertNumbers } from '../registries/alerts.ts';
import { extension } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { FatalAlert } from '../fatal-alert.ts';
import type { ServerOptions12, Verified } from './server-handshake12.ts';
import type { TlsFault } from '../faults/tls-fault.ts';
import { vector } from '../messages/writer.ts';

/** rsa_sign and ecdsa_sign; ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256 and rsa_pkcs1_sha256. */
const anyCertificate = { types: [1, 64], signatureSchemes: [0x0403, 0x0804, 0x0401], authorities: [] };

/** Options of the handshake that follows one whose Finished messages were these. */
export function renegotiated(options: ServerOptions12, { client, server }: Verified): ServerOptions12 {
  const { hello, asks } = options.fault.renegotiation ?? {};
  const { chain, key, staple } = options.renegotiatesAs ?? options;
  const fault: TlsFault = {
    title: options.fault.title,
    requires: (sent) => {
      const shown = extension(sent, 'renegotiation_info');
      if (shown?.equals(vector(1, client))) return;
      throw new FatalAlert(alertNumbers.handshake_failure, 'the client does not show its Finished');
    },
    hello: (honest, sent) => {
      const info = { type: extensionNumbers.renegotiation_info, data: vector(1, Buffer.concat([client, server])) };
      const others = (honest.extensions ?? []).filter(({ type }) => type !== info.type);
      const right = { ...honest, extensions: [info, ...others] };
      return hello?.(right, sent) ?? right;
    },
  };
  return { ...options, chain, key, staple, fault, request: asks ? anyCertificate : null };
}
