/**
 * Proxy and device in one for the tests of the far end: a TLS server that takes its REGISTER, and at the same time the
 * device behind it, which calls, answers, and sends or echoes media, rightly or with one named misbehaviour.
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { SrtpPolicy } from '../evidence.ts';
import { encodeAudio } from '../wire/media/g711.ts';
import { parseRtp, writeRtp } from '../wire/media/rtp.ts';
import { SrtpReceiver, SrtpSender } from '../wire/media/srtp.ts';
import { tone } from '../wire/media/tone.ts';
import { writeCrypto } from '../wire/sdp/crypto-attribute.ts';
import { isSecureProfile } from '../wire/sdp/profiles.ts';
import { activeAudio, parseSdp, writeSdp } from '../wire/sdp/sdp.ts';
import { challenge, verifyDigest } from '../wire/sip/digest.ts';
import { SipFramer } from '../wire/sip/framer.ts';
import { addressUri, header, request, responseTo, type SipMessage, writeSip } from '../wire/sip/message.ts';
import { freshKey, type MediaKey, usableCrypto } from './media-key.ts';
import { offeredSuite } from './policy.ts';

export type Misbehaviour =
  | 'never answers'
  | 'sends its first packet in clear'
  | 'plays packets with a bad tag'
  | 'plays replays'
  | 'plays clear packets'
  | 'answers SAVP without crypto'
  | 'sends media though the answer had no crypto'
  | 'encrypts with another key'
  | 'sends no media';

export interface DeviceScript {
  policy: SrtpPolicy;
  media: 'tone' | 'echo';
  misbehaviour?: Misbehaviour;
  /** Answers an INVITE with this status, with a Server header as if the proxy itself had said so. */
  proxyStatus?: number;
  hangsUpAfter?: number;
  /** Where it plays no packet, it plays the one before once more, as many devices do against loss. */
  concealsLoss?: boolean;
}

export const deviceToneHz = 440;
const realm = 'sip.test';
export const password = 'far end password';

export class ScriptedDevice {
  script: DeviceScript = { policy: 'optional', media: 'tone' };
  registrations = 0;
  readonly received: SipMessage[] = [];
  readonly #server: Server;
  #peer: TLSSocket | null = null;
  #media: UdpSocket | null = null;
  #timer: NodeJS.Timeout | null = null;
  #bye: SipMessage | null = null;
  #number = 1;
  #ownKey: MediaKey | null = null;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(tls: { key: string; cert: string }): Promise<ScriptedDevice> {
    const server = createServer(tls);
    const device = new ScriptedDevice(server);
    server.on('secureConnection', (socket) => device.#accept(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return device;
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  /** Breaks the connection as a dying proxy does. */
  breakConnection(): void {
    this.#peer?.destroy();
  }

  async stop(): Promise<void> {
    this.#silence();
    this.#peer?.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** The device calls the far end. */
  async dial(): Promise<void> {
    await this.#open();
    this.#ownKey = this.script.policy === 'disabled' ? null : freshKey(offeredSuite);
    const profile = this.script.policy === 'mandatory' ? 'RTP/SAVP' : 'RTP/AVP';
    this.#send(
      request(
        'INVITE',
        'sip:far@sip.test',
        [
          ['Via', 'SIP/2.0/TLS 127.0.0.1:1;branch=z9hG4bKdevice'],
          ['Record-Route', '<sip:127.0.0.1;transport=tls;lr>'],
          ['From', '<sip:device@sip.test>;tag=device'],
          ['To', '<sip:far@sip.test>'],
          ['Call-ID', `call-${this.#number++}`],
          ['CSeq', '1 INVITE'],
          ['Contact', '<sip:device@127.0.0.1:1;transport=tls>'],
        ],
        this.#sdp(profile, this.#ownKey ? 1 : null),
      ),
    );
  }

  /** A BYE of some call that the far end knows nothing of. */
  sendStray(): void {
    this.#send(
      request('BYE', 'sip:far@sip.test', [
        ['Via', 'SIP/2.0/TLS 127.0.0.1:1;branch=z9hG4bKstray'],
        ['From', '<sip:device@sip.test>;tag=old'],
        ['To', '<sip:far@sip.test>;tag=old'],
        ['Call-ID', 'an earlier call'],
        ['CSeq', '7 BYE'],
      ]),
    );
  }

  #accept(socket: TLSSocket): void {
    const framer = new SipFramer();
    this.#peer = socket;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => framer.push(chunk).forEach((message) => void this.#take(message)));
  }

  #send(message: SipMessage): void {
    this.#peer?.write(writeSip(message));
  }

  async #take(message: SipMessage): Promise<void> {
    this.received.push(message);
    if (message.method === 'REGISTER') this.#register(message);
    else if (message.method === 'INVITE') await this.#beCalled(message);
    else if (message.method === 'BYE') {
      this.#silence();
      this.#send(responseTo(message, 200, 'OK'));
    } else if (message.method === 'CANCEL') this.#send(responseTo(message, 200, 'OK'));
    else if (message.status === 200 && header(message, 'CSeq') === '1 INVITE') this.#answered(message);
    else if ((message.status ?? 0) >= 300 && header(message, 'CSeq') === '1 INVITE') this.#silence();
  }

  #register(message: SipMessage): void {
    const authorization = header(message, 'Authorization');
    if (authorization && verifyDigest(authorization, { method: 'REGISTER', password, realm, nonce: 'n1' })) {
      this.registrations++;
      this.#send(responseTo(message, 200, 'OK', { toTag: 'r' }));
      return;
    }
    const asked = challenge({ realm, nonce: 'n1' });
    this.#send(responseTo(message, 401, 'Unauthorized', { toTag: 'r', headers: [['WWW-Authenticate', asked]] }));
  }

  async #beCalled(invite: SipMessage): Promise<void> {
    const authorization = header(invite, 'Proxy-Authorization');
    if (!authorization || !verifyDigest(authorization, { method: 'INVITE', password, realm, nonce: 'n2' })) {
      const asked = challenge({ realm, nonce: 'n2', algorithm: 'SHA-256' });
      const headers = [['Proxy-Authenticate', asked]] as const;
      this.#send(responseTo(invite, 407, 'Proxy Authentication Required', { toTag: 'p', headers }));
      return;
    }
    this.#send(responseTo(invite, 100, 'Trying'));
    const { misbehaviour, policy, proxyStatus } = this.script;
    if (misbehaviour === 'never answers') return;
    if (proxyStatus) {
      const headers = [['Server', 'kamailio (5.6.3)']] as const;
      this.#send(responseTo(invite, proxyStatus, 'No', { toTag: 'p', headers }));
      return;
    }
    const offer = activeAudio(parseSdp(invite.body.toString()));
    const crypto = offer && usableCrypto(offer);
    const secure = offer !== null && isSecureProfile(offer.profile);
    const careless = misbehaviour === 'answers SAVP without crypto';
    if (!offer || (!careless && (policy === 'disabled' ? secure : policy === 'mandatory' && !crypto))) {
      this.#send(responseTo(invite, 488, 'Not Acceptable Here', { toTag: 'd' }));
      return;
    }
    await this.#open();
    const agreed = crypto && policy !== 'disabled' && !careless ? crypto : null;
    this.#ownKey = agreed && freshKey(agreed.key.suite);
    // Media leaves before the answer, as it may overtake it on a real network.
    this.#play(offer.address ?? '', offer.port, agreed?.key ?? null);
    this.#send(
      responseTo(invite, 200, 'OK', {
        toTag: 'd',
        headers: [['Contact', '<sip:device@127.0.0.1:1;transport=tls>']],
        body: this.#sdp(offer.profile, agreed && agreed.tag),
      }),
    );
    this.#bye = this.#byeFor(header(invite, 'Call-ID') ?? '', header(invite, 'From') ?? '');
  }

  #answered(response: SipMessage): void {
    const to = header(response, 'To') ?? '';
    const callId = header(response, 'Call-ID') ?? '';
    const within = [
      ['Via', 'SIP/2.0/TLS 127.0.0.1:1;branch=z9hG4bKack'],
      ['From', '<sip:device@sip.test>;tag=device'],
      ['To', to],
      ['Call-ID', callId],
      ['CSeq', '1 ACK'],
    ] as const;
    this.#send(request('ACK', addressUri(header(response, 'Contact') ?? ''), within));
    this.#bye = this.#byeFor(callId, to);
    const answer = activeAudio(parseSdp(response.body.toString()));
    const theirs = answer && usableCrypto(answer);
    if (this.script.policy === 'mandatory' && !theirs) {
      const careless = this.script.misbehaviour === 'sends media though the answer had no crypto';
      if (careless && answer) this.#play(answer.address ?? '', answer.port, null);
      else this.#send(this.#bye);
      return;
    }
    if (answer) this.#play(answer.address ?? '', answer.port, theirs?.key ?? null);
  }

  #byeFor(callId: string, far: string): SipMessage {
    return request('BYE', 'sip:far@127.0.0.1', [
      ['Via', 'SIP/2.0/TLS 127.0.0.1:1;branch=z9hG4bKbye'],
      ['From', '<sip:device@sip.test>;tag=device'],
      ['To', far],
      ['Call-ID', callId],
      ['CSeq', '2 BYE'],
    ]);
  }

  #sdp(profile: string, tag: number | null): string {
    const key = this.#ownKey;
    return writeSdp({
      address: '127.0.0.1',
      port: this.#media?.address().port ?? 0,
      profile,
      formats: [0],
      attributes: tag !== null && key ? [writeCrypto(tag, key.suite, key.master)] : [],
    });
  }

  async #open(): Promise<void> {
    this.#silence();
    const socket = createSocket('udp4');
    this.#media = socket;
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  }

  #play(host: string, port: number, theirs: MediaKey | null): void {
    const socket = this.#media;
    const { misbehaviour, media, hangsUpAfter, concealsLoss } = this.script;
    if (!socket || misbehaviour === 'sends no media') return;
    const key = misbehaviour === 'encrypts with another key' ? freshKey(offeredSuite) : theirs && this.#ownKey;
    const sender = key && new SrtpSender(key.suite, key.master);
    let sequence = 0;
    const emit = (payload: Buffer): void => {
      const packet = writeRtp({ marker: false, payloadType: 0, sequence, timestamp: sequence * 160, ssrc: 7, payload });
      const clear = misbehaviour === 'sends its first packet in clear' && sequence === 0;
      sequence++;
      socket.send(sender && !clear ? sender.protect(packet) : packet, port, host);
      if (sequence === hangsUpAfter && this.#bye) this.#send(this.#bye);
    };
    if (media === 'echo') {
      const play = hearing(theirs, misbehaviour);
      let last: Buffer[] = [];
      socket.on('message', (bytes: Buffer) => {
        const played = play(bytes);
        (played.length === 0 && concealsLoss ? last : played).forEach(emit);
        if (played.length > 0) last = played;
      });
      return;
    }
    const next = (): void => emit(encodeAudio(0, tone(deviceToneHz, sequence * 160, 160)));
    next();
    // Faster than real time: no test needs the pace.
    this.#timer = setInterval(next, 4);
  }

  #silence(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#media?.close();
    this.#media = null;
  }
}

/** What the device hears in a packet, by its misbehaviour. */
function hearing(theirs: MediaKey | null, misbehaviour: Misbehaviour | undefined): (bytes: Buffer) => Buffer[] {
  const payload = (bytes: Buffer): Buffer[] => [parseRtp(bytes)?.payload ?? Buffer.alloc(0)];
  if (!theirs) return payload;
  const receiver = new SrtpReceiver(theirs.suite, theirs.master);
  const heard: Buffer[] = [];
  return (bytes) => {
    const result = receiver.unprotect(bytes);
    if (result.result === 'authentic') {
      if (misbehaviour === 'plays replays') heard.push(bytes, result.packet);
      return payload(result.packet);
    }
    if (misbehaviour === 'plays clear packets' && bytes.length === 172) return payload(bytes);
    const original = heard.findIndex((each) => each.equals(bytes));
    if (misbehaviour === 'plays replays' && original >= 0) return payload(heard[original + 1] ?? bytes);
    if (misbehaviour === 'plays packets with a bad tag' && bytes.length > 172) {
      // Decrypted without a look at the tag: the bit that was flipped stays flipped.
      const mended = Buffer.from(bytes);
      mended[12] = (mended[12] ?? 0) ^ 1;
      const opened = receiver.unprotect(mended);
      return opened.result === 'authentic' ? payload(opened.packet) : [];
    }
    return [];
  };
}
