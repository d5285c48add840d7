/**
 * Stands between the socket and node's TLS, so that no identity is shown to an unverified server.
 *
 * Measured: over TLS 1.2 node sends the client certificate before it looks at the server's; over TLS 1.3 whether the
 * certificate leaves depends on when node flushes its buffers. So neither is relied upon. The gate
 * - holds the server's flight back from the ServerHello on, reads the Certificate message in it, has it judged, and
 *   only then lets the flight in, however long the judgement takes;
 * - lets nothing out before that but ClientHello, change_cipher_spec and alerts: whatever OpenSSL writes earlier stays
 *   here.
 * A refused server gets the alert that says why: in clear up to TLS 1.2; in TLS 1.3 encrypted with the device's handshake
 * traffic key, which OpenSSL derives from the flight once it has it, while all that it writes then is dropped.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { CertificateRequest } from '../trust/certificate-request.ts';
import type { CertificateProblem } from '../trust/problem.ts';
import { fatalAlert } from './alerts.ts';
import { FlawedFlight, type FlawedFlightPolicy } from './flawed-flight.ts';
import { versionName, type ServerHello } from './messages.ts';
import { Objection } from './objection.ts';
import { contentType, handshakeType, makeRecord, RecordSplitter, type TlsRecord } from './records.ts';
import { ServerFlight, type Progress } from './server-flight.ts';
import { TrafficKeys } from './traffic-keys.ts';

export interface GatePolicy extends FlawedFlightPolicy {
  accepts(version: number): boolean;
  /** Rejects with Objection or CertificateProblem. `staple`: the OCSP response that came with the chain. */
  judge(flight: { chain: Buffer[]; staple: Buffer | null; request: CertificateRequest | null }): Promise<void>;
  /** The connection was broken off; called once, when the alert is on its way. */
  refused(objection: Objection | CertificateProblem): void;
  /**
   * Whether `judge` wants the flight to its end: the CertificateStatus and the CertificateRequest of TLS 1.2 come after
   * the Certificate.
   */
  wholeFlight: boolean;
  /** Whether the device ends a handshake over a suite that it has offered. */
  breaksOffOver?: (hello: ServerHello) => boolean;
  /** Goes on with a server that shows no certificate. */
  takesAnonymous?: true;
}

/** A refused server may have bytes on the way; closing over them would reset the connection and lose the alert. */
const LINGER_MS = 1000;
/** A flight with more bytes than this is not read on. */
const MAX_HELD = 512 * 1024;
/** Payload of an encrypted alert: two bytes, the inner type and a tag. No other message is as small. */
const ENCRYPTED_ALERT = 2 + 1 + 16;

/**
 * `reading`: the flight is held. `judging`: it is held and read, and the verdict is awaited. `shut`: it
 * cannot be read, so OpenSSL gets it to say what is wrong, and nothing but alerts leaves.
 * `refusing`: waits for the key of the alert.
 */
type State = 'reading' | 'judging' | 'open' | 'shut' | 'refusing' | 'closed';

export class Gate extends Duplex {
  readonly #socket: Socket;
  readonly #policy: GatePolicy;
  readonly #flawed: FlawedFlight;
  readonly #inbound = new RecordSplitter();
  readonly #outbound = new RecordSplitter();
  readonly #flight = new ServerFlight();
  readonly #heldIn: TlsRecord[] = [];
  readonly #heldOut: TlsRecord[] = [];
  #read = 0;
  #heldBytes = 0;
  /** The server ended its side while it was judged. */
  #hasEnded = false;
  /** OpenSSL was told that nothing more comes. */
  #isOver = false;
  #state: State = 'reading';
  #objection: Objection | CertificateProblem | null = null;

  constructor(socket: Socket, policy: GatePolicy) {
    super();
    this.#socket = socket;
    this.#policy = policy;
    this.#flawed = new FlawedFlight(policy);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => this.#ended());
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => {
      if (!socket.readableEnded) this.destroy();
    });
  }

  /** Whether the server was judged and accepted. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Whether no certificate is to be judged, and the device goes on all the same. */
  get isAnonymous(): boolean {
    return this.#policy.takesAnonymous === true && this.#flight.chain === null;
  }

  /** Whether the connection is being broken off; `refused` follows. */
  get isRefused(): boolean {
    return this.#objection !== null;
  }

  /** Whether it is the device itself that everything waits for. */
  get isJudging(): boolean {
    return this.#state === 'judging';
  }

  /** DER of the certificate that was judged. */
  get judged(): Buffer | null {
    return this.#flight.chain?.[0] ?? null;
  }

  /** A line of node's key log. */
  keyLogged(line: string): void {
    const [label, , secret = ''] = line.trim().split(' ');
    if (label === 'SERVER_HANDSHAKE_TRAFFIC_SECRET' && this.#state === 'reading' && this.#flight.isTls13) {
      this.#flight.useSecret(Buffer.from(secret, 'hex'));
      this.#readHeld();
    } else if (label === 'CLIENT_HANDSHAKE_TRAFFIC_SECRET' && this.#state === 'refusing') {
      const keys = new TrafficKeys(this.#flight.hello!.suite, Buffer.from(secret, 'hex'));
      this.#close(keys.encrypt(contentType.alert, fatalAlert(this.#objection!.alert!)));
    }
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#state === 'open' && !this.#flawed.readsOwn) return void this.#socket.write(chunk, done);
    for (const record of this.#outbound.push(chunk)) this.#send(record);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#state === 'closed') done();
    else this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#state !== 'closed') this.#socket.destroy();
    done(error);
  }

  #received(chunk: Buffer): void {
    if (this.#state === 'closed') return;
    try {
      if (this.#holds) {
        for (const record of this.#inbound.push(chunk)) this.#examine(record);
        if (this.#holds) return;
        chunk = this.#inbound.rest();
      }
    } catch {
      this.#shut();
      chunk = this.#inbound.rest();
    }
    if (chunk.length > 0) this.#toTls(chunk);
  }

  /** Whether what comes is kept back from OpenSSL. */
  get #holds(): boolean {
    return this.#state === 'reading' || this.#state === 'judging';
  }

  #examine(record: TlsRecord): void {
    if (!this.#holds) return this.#toTls(record.bytes);
    this.#heldIn.push(record);
    this.#heldBytes += record.bytes.length;
    if (this.#heldBytes > MAX_HELD) this.#shut();
    else this.#readHeld();
  }

  /** Reads what is held and unread; the state decides afterwards whether it is let in. */
  #readHeld(): void {
    while (this.#read < this.#heldIn.length && this.#state === 'reading') {
      if (this.#flight.isTls13 && !this.#flight.canDecrypt) return;
      const beforeHello = this.#flight.hello === null;
      const record = this.#heldIn[this.#read++]!;
      for (const progress of this.#flight.read(record)) {
        this.#step(progress);
        if (this.#state !== 'reading') return;
      }
      // OpenSSL gets the hellos at once: it judges them itself, and derives the keys of TLS 1.3 from them.
      if (this.#state === 'reading' && beforeHello && this.#flight.onlyHellos) this.#letIn();
    }
  }

  #step(progress: Progress): void {
    if (progress === 'unreadable') return this.#shut();
    if (progress === 'broken-off') return this.#breakOff();
    if (progress === 'server-hello') return this.#checkHello(this.#flight.hello!);
    const isEnd = progress === 'end-of-flight';
    if (!isEnd && progress !== 'certificate') return;
    if (this.#flight.chain === null) return this.isAnonymous ? this.#open() : this.#shut();
    // In TLS 1.3 the CertificateRequest comes before the Certificate (RFC 8446 §4.4).
    if (isEnd || this.#flight.isTls13 || !this.#policy.wholeFlight)
      this.#judge().catch((error: Error) => this.destroy(error));
  }

  #checkHello(hello: ServerHello): void {
    if (!this.#policy.accepts(hello.version)) {
      const text = `the server selected ${versionName(hello.version)}, which the device does not speak`;
      return this.#refuse(new Objection('version', 'protocol_version', text));
    }
    if (this.#policy.breaksOffOver?.(hello)) {
      const text = 'the server selected a cipher suite that the device does not go on with';
      this.#refuse(new Objection('protocol', 'handshake_failure', text));
    }
  }

  async #judge(): Promise<void> {
    const { chain, staple, request } = this.#flight;
    this.#state = 'judging';
    let objection: Objection | null = null;
    try {
      await this.#policy.judge({ chain: chain!, staple, request });
    } catch (error) {
      objection = error as Objection;
    }
    // The connection may have broken in the meantime, or gone on with what is no TLS.
    if (this.destroyed || this.#state !== 'judging') return;
    if (objection) this.#refuse(objection);
    else this.#open();
  }

  #open(): void {
    this.#state = 'open';
    const { unasked } = this.#flawed;
    if (unasked && this.#flight.request === null && !this.#flight.isTls13) this.#socket.write(unasked);
    this.#letIn();
    this.#flawed.heard(this.#flight.transcript);
    for (const record of this.#heldOut.splice(0)) this.#send(record);
    if (!this.#flawed.readsOwn) this.#socket.write(this.#outbound.rest());
    if (this.#hasEnded) this.#ended();
  }

  #refuse(objection: Objection | CertificateProblem): void {
    this.#objection = objection;
    if (objection.alert === null) return this.#close();
    if (!this.#flight.canDecrypt) return this.#close(makeRecord(contentType.alert, fatalAlert(objection.alert)));
    this.#state = 'refusing';
    setTimeout(() => this.#close(), LINGER_MS).unref();
    this.#letIn();
  }

  #shut(): void {
    this.#state = 'shut';
    this.#letIn();
  }

  /** RFC 8446 §6.2: nothing comes behind a fatal alert. OpenSSL would wait on behind one that it does not know. */
  #breakOff(): void {
    this.#shut();
    this.#isOver = true;
    this.push(null);
  }

  #letIn(): void {
    this.#read = 0;
    for (const record of this.#heldIn.splice(0)) this.#toTls(this.#flawed.incoming(record));
    // A record that is not complete yet is held only where a verdict comes without a record.
    const rest = this.#holds ? null : this.#inbound.rest();
    if (rest?.length) this.#toTls(rest);
  }

  #toTls(bytes: Buffer): void {
    if (this.#state !== 'closed' && !this.#isOver && !this.readableEnded && !this.push(bytes)) this.#socket.pause();
  }

  #send(record: TlsRecord): void {
    if (this.#state === 'open') return void this.#socket.write(this.#flawed.outgoing(record, this.#flight.isTls13));
    const { type, bytes, payload } = record;
    const isHello = type === contentType.handshake && payload[0] === handshakeType.clientHello;
    const isAlert =
      type === contentType.alert || (type === contentType.applicationData && payload.length === ENCRYPTED_ALERT);
    if (this.#state === 'refusing' && isAlert) this.#close(bytes);
    else if (this.#state === 'reading' && isHello) {
      this.#flawed.heard([payload]);
      this.#socket.write(bytes);
    } else if (this.#state === 'reading' || this.#state === 'judging' || this.#state === 'shut') {
      if (isAlert || type === contentType.changeCipherSpec) this.#socket.write(bytes);
      else if (this.#state !== 'shut') this.#heldOut.push(record);
    }
  }

  #ended(): void {
    if (this.#state === 'judging') this.#hasEnded = true;
    else if (this.#state === 'refusing') this.#close();
    else if (this.#state !== 'closed') this.push(null);
  }

  /** Sends the last bytes, tells the policy, and closes as gently as the alert needs. */
  #close(last?: Buffer): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    const socket = this.#socket;
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
    socket.resume();
    let told = false;
    const tell = (): void => {
      if (told) return;
      told = true;
      this.#policy.refused(this.#objection!);
    };
    socket.once('close', tell);
    socket.end(last ?? Buffer.alloc(0), tell);
  }
}
