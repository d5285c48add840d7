/** The device's own certificate: whether it is sent when asked for, and whether possession of its key is proven. */
import type { Attempt, Connection, Evidence } from '../../evidence.ts';
import { outcomeFor, type Finding, type Judge } from '../../requirement.ts';
import { acceptedCase } from '../acceptance.ts';
import { controlsFailed, judgedAttempt, story } from '../bench-part.ts';
import { uncleanEnd } from './rejection.ts';

type Look = { attempt: Attempt; connection: Connection } | { finding: Finding };

/** The connection on which the device was asked, or why there is none. */
export function asked(evidence: Evidence, expected: string): Look {
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look;
  const { attempt } = look;
  const all = attempt.connections.filter((one) => one.certificateRequested);
  // A proof that does not check is not mended by another connection where it does; one that was given up at the request, to
  // be made again, has not answered it.
  const connection =
    all.find((one) => one.clientProof === 'invalid') ?? all.find((one) => one.clientChain !== null) ?? all[0];
  if (!connection) {
    return {
      finding: {
        verdict: 'inconclusive',
        expected,
        seen: `no CertificateRequest reached the device: ${story(attempt)}`,
      },
    };
  }
  return { attempt, connection };
}

const ended = ({ alerts }: Connection): string => {
  const last = alerts.findLast((one) => one.level === 'fatal');
  return last ? `; alert ${last.code} ${last.name} from the ${last.from}` : '';
};

/**
 * No Certificate message. A device that ends the handshake may have meant the server and not its request: that it accepts the
 * server that asks for none shows which.
 */
function unanswered(evidence: Evidence, connection: Connection, expected: string): Finding {
  const finding: Finding = { verdict: 'fail', expected, seen: `no Certificate message${ended(connection)}` };
  const isWithout = connection.messages.some(
    ({ from, type }) => from === 'device' && (type === 'client_key_exchange' || type === 'finished'),
  );
  return isWithout ? finding : (controlsFailed(evidence, expected) ?? finding);
}

/** RFC 8446 §6.2: bad_certificate to certificate_unknown, and unknown_ca: the server's word that it is another one. */
const aboutCertificates = [42, 43, 44, 45, 46, 48];

const isNotTaken = ({ alerts }: Connection): boolean =>
  alerts.some(({ from, code }) => from === 'lab' && aboutCertificates.includes(code));

export const sendsItsCertificate: Judge = (evidence) => {
  const expected = 'a Certificate message with the device certificate in answer to CertificateRequest';
  const look = asked(evidence, expected);
  if ('finding' in look) return look.finding;
  const chain = look.connection.clientChain;
  if (chain === null) return unanswered(evidence, look.connection, expected);
  if (chain.length === 0) return { verdict: 'fail', expected, seen: 'an empty Certificate message' };
  const sent = `${chain.length} certificates, leaf ${chain[0]?.subject ?? ''}`;
  if (isNotTaken(look.connection))
    return { verdict: 'inconclusive', expected, seen: `${sent}, not taken${ended(look.connection)}` };
  return { verdict: 'pass', expected, seen: sent };
};

export const provesPossession: Judge = (evidence) => {
  const expected = 'CertificateVerify that checks against the key of the certificate sent';
  const look = asked(evidence, expected);
  if ('finding' in look) return look.finding;
  const { clientChain, clientProof, messages } = look.connection;
  if (!clientChain || clientChain.length === 0) {
    return { verdict: 'inconclusive', expected, seen: 'the device sent no certificate, so there is nothing to prove' };
  }
  if (clientProof === 'valid')
    return { verdict: 'pass', expected, seen: `CertificateVerify valid for ${clientChain[0]?.subject ?? ''}` };
  if (clientProof === null && messages.some(({ from, type }) => from === 'device' && type === 'certificate_verify')) {
    return {
      verdict: 'inconclusive',
      expected,
      seen: 'CertificateVerify came, but the bench cannot check its signature',
    };
  }
  if (clientProof === null && isNotTaken(look.connection)) {
    const seen = `the certificate not taken before its proof had come${ended(look.connection)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const seen =
    clientProof === 'invalid' ? 'CertificateVerify does not check' : `no CertificateVerify${ended(look.connection)}`;
  return { verdict: 'fail', expected, seen };
};

/** Both of the above, for a service where one requirement names both. */
export const authenticatesItself: Judge = (evidence, context) => {
  const sent = sendsItsCertificate(evidence, context);
  return sent.verdict === 'pass' ? provesPossession(evidence, context) : sent;
};

/**
 * RFC 5246 §7.4.6, RFC 8446 §4.4.2: a client without a certificate MUST answer with an empty Certificate message. Whether
 * it gets in is the server's choice; where it does not, the device gives up in good order (RFC 8446 §4.4.2.4).
 */
export const answersEmpty: Judge = (evidence, { case: row, trust, service }) => {
  const isLetIn = row !== undefined && outcomeFor(row, trust, service) === 'accept';
  const then = isLetIn ? 'goes on' : 'gives up in good order';
  const expected = `an empty Certificate message; then the device ${then}, with nothing in clear`;
  const look = asked(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt, connection } = look;
  const unclean = uncleanEnd(evidence, attempt);
  if (unclean) return { verdict: 'fail', expected, seen: unclean };
  const chain = connection.clientChain;
  if (chain === null) return unanswered(evidence, connection, expected);
  if (chain.length > 0)
    return { verdict: 'error', expected, seen: 'the device sent a certificate though it was set up to have none' };
  if (isLetIn) return acceptedCase(evidence, expected);
  return (
    controlsFailed(evidence, expected) ?? {
      verdict: 'pass',
      expected,
      seen: `empty Certificate message${ended(connection)}; ${story(attempt)}`,
    }
  );
};
