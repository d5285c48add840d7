/** Why a connection came to nothing, in words a person can act on. */
import type { Refusal } from '../contracts.ts';
import { alertInError } from './alerts.ts';

/** What a server that does not answer is told to have done. */
export const noAnswer = {
  name: (host: string) => `the address of ${host} was not found in time`,
  tcp: 'there is no answer',
  handshake: 'the TLS handshake was not finished in time',
};

export const isTimeout = ({ kind, reason }: Pick<Refusal, 'kind' | 'reason'>): boolean =>
  kind === 'network' && (reason === noAnswer.tcp || reason.endsWith(' in time'));

/** What the network's codes mean. */
const network: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the server broke off',
  EPIPE: 'the server broke off',
  EHOSTUNREACH: 'the address cannot be reached',
  ENETUNREACH: 'the address cannot be reached',
  ETIMEDOUT: noAnswer.tcp,
};

const alertMeanings: Record<string, string> = {
  protocol_version: 'it speaks no TLS version that the device speaks',
  handshake_failure: 'it found nothing in common, or wants a certificate of the device',
  certificate_required: 'it wants a certificate of the device',
  unknown_ca: "it does not know the authority of the device's certificate",
  bad_certificate: "it does not take the device's certificate",
  certificate_expired: "the device's certificate has expired for it",
  decrypt_error: 'it could not verify a signature of the device',
};

/** Kind and sentence for an error of node's TLS or network layer. */
export function explain(error: Error): Pick<Refusal, 'kind' | 'reason'> {
  const { code = '' } = error as NodeJS.ErrnoException;
  const alert = alertInError(code);
  if (alert !== null) {
    const meaning = alertMeanings[alert];
    const reason = `the server sent the alert ${alert}${meaning ? `: ${meaning}` : ''}`;
    return { kind: alert === 'protocol_version' ? 'version' : 'alert', reason };
  }
  if (/^ERR_SSL_(UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|INAPPROPRIATE_FALLBACK)$/.test(code))
    return { kind: 'version', reason: 'the server selected a TLS version that the device does not speak' };
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_HTTP_REQUEST')
    return { kind: 'protocol', reason: 'the server does not answer in TLS: is that a TLS port?' };
  if (code === 'ERR_SSL_UNKNOWN_CIPHER_RETURNED' || code === 'ERR_SSL_WRONG_CIPHER_RETURNED')
    return { kind: 'protocol', reason: 'the server selected a cipher suite that was not offered' };
  if (code.startsWith('ERR_SSL_')) {
    const words = code.slice('ERR_SSL_'.length).toLowerCase().replaceAll('_', ' ');
    return { kind: 'protocol', reason: `the server broke the rules of TLS: ${words}` };
  }
  return { kind: 'network', reason: network[code] ?? error.message };
}
