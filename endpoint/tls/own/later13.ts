/** Messages of TLS 1.3 after the handshake (RFC 8446 §4.6). */
import { readCertificateRequest, version } from '../messages.ts';
import { contentType } from '../records.ts';
import { sendCertificate } from './handshake13.ts';
import type { Secrets } from './key-schedule13.ts';
import { message } from './numbers.ts';
import { Octets, uint, vector } from './octets.ts';
import { Breach } from './rules.ts';
import type { LaterMessages, Session } from './session.ts';
import type { Cipher } from './suites.ts';

/** For `breaks-on-tickets`. OpenSSL gives two to everybody. */
const FEW_TICKETS = 3;
const [notRequested, requested] = [0, 1];

export function laterMessages13(session: Session, cipher: Cipher, { ofClient, ofServer }: Secrets): LaterMessages {
  const { messages, rules } = session;
  const { wire } = messages;
  let tickets = 0;

  const updateKeys = (body: Buffer): void => {
    if (rules.has('breaks-on-key-update')) throw new Breach('unexpected_message', 'the server sent a KeyUpdate');
    const [request] = body;
    const isWell = body.length === 1 && (request === notRequested || request === requested);
    rules.must(isWell, 'illegal_parameter', 'the server sent a malformed KeyUpdate', 'accepts-malformed-messages');
    messages.checkBoundary();
    ofServer = ofServer.next();
    wire.reading = ofServer.keys();
    if (request !== requested || rules.has('ignores-key-update')) return;
    // RFC 8446 §4.6.3: it is no part of the transcript.
    const answer = Buffer.concat([uint(message.keyUpdate, 1), vector(3, Buffer.from([notRequested]))]);
    wire.send(contentType.handshake, answer);
    ofClient = ofClient.next();
    wire.writing = ofClient.keys();
  };

  return ({ type, body }) => {
    if (type === message.newSessionTicket) {
      tickets += 1;
      if (rules.has('sends-early-data')) session.keepTicket(body);
      if (rules.has('breaks-on-tickets') && tickets > FEW_TICKETS)
        throw new Breach('unexpected_message', 'the server sends ticket after ticket');
    } else if (type === message.keyUpdate) {
      updateKeys(body);
    } else {
      const isBorne = type === message.certificateRequest && rules.has('accepts-late-certificate-request');
      if (!isBorne) throw new Breach('unexpected_message', `the server sent the message ${type} after the handshake`);
      const context = new Octets(body).vector(1);
      sendCertificate(session, cipher, readCertificateRequest(body, version.tls13), context);
      messages.send(message.finished, ofClient.verifyData(messages.hash(cipher.hash)));
    }
  };
}
