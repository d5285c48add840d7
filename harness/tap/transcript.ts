/** The recorded bytes of a connection as evidence: messages in wire order, chains, alerts and decrypted text. */
import type { Alert, ApplicationData, Connection, TlsMessage } from '../evidence.ts';
import { alertName } from '../wire/tls/registries/alerts.ts';
import { Conversation } from '../wire/tls/conversation.ts';
import { groupName } from '../wire/tls/registries/groups.ts';
import type { HandshakeContent, TlsEvent } from '../wire/tls/events.ts';
import { contentTypes } from '../wire/tls/messages/records.ts';
import { sharedGroup } from '../wire/tls/messages/server-hello.ts';
import { signatureSchemeName } from '../wire/tls/registries/signature-schemes.ts';
import { suiteName } from '../wire/tls/registries/suites.ts';
import { knownVersion } from '../wire/tls/registries/versions.ts';
import { certificateFacts } from '../wire/x509/facts.ts';
import { type ApplicationMessage, ApplicationStream } from './application-stream.ts';
import { detailOf, helloFacts } from './handshake-facts.ts';
import type { Chunk, RecordedConnection, Transcribe } from './tap.ts';

/** Rows of one connection; what comes after is counted in a last row `not_listed`. */
const mostMessages = 5000;

/** Never throws, whatever the bytes are. */
export const transcribe: Transcribe = (recorded, keyLog, origin) => {
  const conversation = new Conversation(keyLog);
  const transcript = new Transcript(recorded, origin);
  for (const { at, from, bytes } of recorded.chunks) {
    for (const event of conversation.push(from === 'device' ? 'client' : 'server', bytes)) transcript.add(event, at);
  }
  const last = recorded.closed.at ?? recorded.chunks.at(-1)?.at ?? recorded.openedAt;
  for (const side of ['client', 'server'] as const) {
    for (const event of conversation.end(side)) transcript.add(event, last);
  }
  return transcript.connection(last);
};

type From = Chunk['from'];

interface Row {
  row: TlsMessage;
  /** Messages that begin in it; they go on growing while the transcript is written. */
  begun: ApplicationMessage[];
  /** The message that bytes outside TLS belong to. */
  clear: ApplicationMessage | null;
}

interface Entry {
  at: number;
  from: From;
  message: ApplicationMessage | { bytes: number };
  clear: boolean;
}

class Transcript {
  readonly #recorded: RecordedConnection;
  readonly #origin: number;
  readonly #messages: Row[] = [];
  #notListed = 0;
  readonly #application: Entry[] = [];
  readonly #streams = { device: new ApplicationStream(), lab: new ApplicationStream() };
  readonly #alerts: Alert[] = [];
  readonly #unreadable = { fromDevice: 0, fromLab: 0 };
  #hello: Connection['hello'] = null;
  #negotiated: Connection['negotiated'] = null;
  #keyExchange: Connection['keyExchange'];
  #serverChain: Connection['serverChain'] = [];
  #renegotiatedChain: Connection['renegotiatedChain'];
  #clientChain: Connection['clientChain'] = null;
  #clientProof: Connection['clientProof'] = null;
  #certificateRequested = false;
  #tls13 = false;

  constructor(recorded: RecordedConnection, origin: number) {
    this.#recorded = recorded;
    this.#origin = origin;
  }

  add(event: TlsEvent, at: number): void {
    const from = event.from === 'client' ? 'device' : 'lab';
    switch (event.kind) {
      case 'handshake':
        this.#handshake(from, event.content, event.encrypted);
        return this.#row(event, at, event.name, detailOf(event.content));
      case 'alert':
        return this.#alert(event, from, at);
      case 'application':
        return this.#row(event, at, 'application_data', undefined, this.#data(from, event.data, at));
      case 'clear':
        return this.#clear(event, from, at);
      case 'sealed':
        return this.#sealed(event, from, at);
      case 'partial':
        return this.#row(event, at, 'incomplete', 'the stream ended within it');
      case 'other':
        return this.#row(
          event,
          at,
          event.type === contentTypes.heartbeat ? 'heartbeat' : 'other',
          `content type ${event.type}`,
        );
      default:
        return this.#row(event, at, event.kind);
    }
  }

  connection(endedAt: number): Connection {
    const { openedAt, front, closed, dropped } = this.#recorded;
    const messages = this.#messages.map(({ row, begun, clear }) => {
      const lines = begun.map((message) => message.line || message.kind);
      if (clear?.kind === 'unknown') return { ...row, type: 'not_tls' };
      return lines.length > 0 ? { ...row, detail: lines.join(' + ') } : row;
    });
    const more = (from: From, type: string, bytes: number): void => {
      if (bytes > 0) messages.push({ at: this.#time(endedAt), from, type, bytes, encrypted: false });
    };
    more('device', 'not_listed', this.#notListed);
    more('device', 'not_stored', dropped?.fromDevice ?? 0);
    more('lab', 'not_stored', dropped?.fromLab ?? 0);
    return {
      openedAt: this.#time(openedAt),
      front,
      messages,
      hello: this.#hello,
      negotiated: this.#negotiated,
      ...(this.#keyExchange && { keyExchange: this.#keyExchange }),
      serverChain: this.#serverChain,
      ...(this.#renegotiatedChain && { renegotiatedChain: this.#renegotiatedChain }),
      clientChain: this.#clientChain,
      clientProof: this.#clientProof,
      certificateRequested: this.#certificateRequested,
      alerts: this.#alerts,
      application: this.#application.flatMap(({ at, from, message, clear }): ApplicationData[] => {
        const { bytes } = message;
        if (!('text' in message)) return [{ at, from, bytes, kind: 'unknown' }];
        const { kind, text, crypto } = message;
        if (clear && kind === 'unknown') return [];
        return [{ at, from, bytes, kind, text, ...(crypto.length > 0 && { crypto }) }];
      }),
      unreadable: this.#unreadable,
      closed: { ...closed, at: closed.at === null ? null : this.#time(closed.at) },
    };
  }

  #handshake(from: From, content: HandshakeContent, encrypted: boolean): void {
    switch (content.type) {
      case 'client_hello':
        this.#hello ??= helloFacts(content.hello, content.whole, content.recordVersion);
        break;
      case 'server_hello': {
        const { version, tls13, suite, retry } = content.hello;
        const known = knownVersion(version);
        this.#tls13 = tls13;
        if (!retry && known) this.#negotiated = { version: known, suite: suiteName(suite) };
        if (!retry) this.#exchangedOver(sharedGroup(content.hello), null);
        break;
      }
      case 'certificate':
        // Up to TLS 1.2 all but those of a renegotiation go in clear.
        if (from === 'lab' && encrypted && !this.#tls13) this.#renegotiatedChain = content.chain.map(certificateFacts);
        else if (from === 'lab') this.#serverChain = content.chain.map(certificateFacts);
        else this.#clientChain = content.chain.map(certificateFacts);
        break;
      case 'server_key_exchange':
        this.#exchangedOver(content.group, content.scheme);
        break;
      case 'certificate_request':
        this.#certificateRequested = true;
        break;
      case 'certificate_verify':
        if (from === 'lab') this.#exchangedOver(null, content.scheme);
        // One signature that does not check is not mended by another that does.
        if (content.proof !== null && this.#clientProof !== 'invalid')
          this.#clientProof = content.proof ? 'valid' : 'invalid';
    }
  }

  /** Numbers of the group and of the signature scheme, as they come. */
  #exchangedOver(group: number | null, scheme: number | null): void {
    if (group === null && scheme === null) return;
    const { group: groupSoFar = null, scheme: schemeSoFar = null } = this.#keyExchange ?? {};
    this.#keyExchange = {
      group: group === null ? groupSoFar : groupName(group),
      scheme: scheme === null ? schemeSoFar : signatureSchemeName(scheme),
    };
  }

  #alert(event: TlsEvent & { kind: 'alert' }, from: From, at: number): void {
    const { level: grade, code, encrypted } = event;
    const level = grade === 1 ? 'warning' : 'fatal';
    const name = alertName(code);
    if (this.#alerts.length < mostMessages)
      this.#alerts.push({ at: this.#time(at), from, level, code, name, encrypted });
    this.#row(event, at, 'alert', `${level} ${name}`);
  }

  #data(from: From, data: Buffer, at: number, clear = false): ApplicationMessage[] {
    const begun = this.#streams[from].push(data);
    if (this.#application.length < mostMessages) {
      this.#application.push(...begun.map((message) => ({ at: this.#time(at), from, message, clear })));
    }
    return begun;
  }

  /** SIP or HTTP in clear is application data all the same; anything else is only told. Which it is shows at the end. */
  #clear(event: TlsEvent & { kind: 'clear' }, from: From, at: number): void {
    const begun = this.#data(from, event.data, at, true);
    this.#row(event, at, 'clear_text', undefined, begun, this.#streams[from].current);
  }

  /**
   * In TLS 1.3 anything may be inside, so it is counted and not called data; before, the outer type tells, and the
   * Finished or an alert that cannot be read is no data.
   */
  #sealed(event: TlsEvent & { kind: 'sealed' }, from: From, at: number): void {
    const names: Record<number, string> = {
      [contentTypes.handshake]: 'encrypted_handshake',
      [contentTypes.alert]: 'encrypted_alert',
      [contentTypes.application]: this.#tls13 || !this.#negotiated ? 'encrypted_record' : 'application_data',
    };
    const type = names[event.type] ?? 'encrypted_record';
    if (event.type === contentTypes.application) {
      this.#unreadable[from === 'device' ? 'fromDevice' : 'fromLab']++;
      if (type === 'application_data' && this.#application.length < mostMessages) {
        this.#application.push({ at: this.#time(at), from, message: { bytes: event.bytes }, clear: false });
      }
    }
    this.#row(event, at, type, 'unreadable: no secret for it');
  }

  #row(
    event: TlsEvent,
    at: number,
    type: string,
    detail?: string,
    begun: ApplicationMessage[] = [],
    clear: Row['clear'] = null,
  ): void {
    if (this.#messages.length >= mostMessages) {
      this.#notListed += event.bytes;
      return;
    }
    const from = event.from === 'client' ? 'device' : 'lab';
    const row: TlsMessage = { at: this.#time(at), from, type, bytes: event.bytes, encrypted: event.encrypted };
    this.#messages.push({ row: detail ? { ...row, detail } : row, begun, clear });
  }

  /** Milliseconds after the origin, to the microsecond. */
  #time(at: number): number {
    return Math.round((at - this.#origin) * 1000) / 1000;
  }
}
