/** How it keeps, and ends, the connection of the device (RFC 5626, RFC 5923). */
import { sdpField } from '../../../farend/dialog.ts';
import { type SipMessage, writeSip } from '../../../wire/sip/message.ts';
import { quietOffer } from '../questions.ts';
import { callAndEnd, naming } from '../script-parts.ts';
import type { Fields, SipScene, SipScript } from '../sip-script.ts';

/** RFC 5626 §6: who registers with `outbound` is told that it is understood. */
const withOutbound = (...more: Fields): NonNullable<SipScript['respond']> =>
  naming(() => [['Require', 'outbound'], ...more]);

const isRegister = ({ method }: SipMessage): boolean => method === 'REGISTER';

/** Milliseconds that nobody waits out: another presentation ends the wait. */
const tillReplaced = 600_000;

/** Octets of an OPTIONS that is as long as that in all. */
async function askAtLength(scene: SipScene, octets: number): Promise<void> {
  const fields = [['Content-Type', 'application/octet-stream']] as const;
  const bare = writeSip(scene.request('OPTIONS', fields, 'x'.repeat(10_000))).length - 10_000;
  await scene.ask(scene.request('OPTIONS', fields, 'x'.repeat(octets - bare)));
  await scene.ask(scene.request('OPTIONS'));
}

export const connections = {
  outbound: { title: 'a registrar that knows outbound', respond: withOutbound() },
  asks: {
    title: 'asks OPTIONS',
    registered: async (scene) => void (await scene.ask(scene.request('OPTIONS'))),
  },
  'asks-after-a-while': {
    title: 'leaves the connection alone for the window of silence, then asks OPTIONS',
    registered: async (scene) => {
      await scene.ended();
      await scene.ask(scene.request('OPTIONS'));
    },
    lasts: 1000,
  },
  calls: {
    title: 'calls down the connection of the registration',
    registered: (scene) => callAndEnd(scene, scene.request('INVITE', [sdpField], quietOffer)),
    lasts: 1000,
  },
  'listens-for-keep-alives': {
    title: 'listens for keep-alives',
    like: 'outbound',
    respond: withOutbound(),
    registered: async (scene) => void (await scene.ended(2300)),
    lasts: 1500,
  },
  'asks-for-keep-alives': {
    title: 'asks for a keep-alive within 3 s (Flow-Timer: 3)',
    like: 'outbound',
    respond: withOutbound(['Flow-Timer', '3']),
    registered: async (scene) => void (await scene.ended(3400)),
    lasts: 2500,
  },
  'withholds-pongs': {
    title: 'answers no keep-alive',
    like: 'outbound',
    pong: false,
    respond: withOutbound(),
    registered: async (scene) => {
      const { connection, memory } = scene;
      if (connection > 0) {
        memory.set('back', true);
        // Once it is answered, the answer to the registration has arrived, too.
        return void (await scene.ask(scene.request('OPTIONS')));
      }
      while (!memory.has('back') && (await scene.next(isRegister, 13_500)));
    },
    lasts: 13_000,
  },
  'turns-away': {
    title: 'resets the connection of the registration, and closes every later one at its first request',
    answer: (_request, scene) => {
      if (scene.connection === 0) return undefined;
      scene.close('tls');
      return null;
    },
    registered: async (scene) => {
      scene.close('reset');
      for (let times = 0; times < 3; times++) await scene.next(isRegister, 4500);
    },
    lasts: 8000,
  },
  'ends-in-order': {
    title: 'ends the connection with close_notify as soon as it is to show something else',
    registered: async (scene) => void scene.ended(tillReplaced).then(() => scene.close('tls')),
  },
  'drops-calls': {
    title: 'resets the connection when the device calls',
    answer: ({ method }, scene) => {
      if (method !== 'INVITE') return undefined;
      scene.close('reset');
      return null;
    },
  },
  'leaves-out-length': {
    title: 'sends OPTIONS without Content-Length whose body looks like another, then a whole one',
    registered: async (scene) => {
      const inside = writeSip(scene.request('OPTIONS')).toString();
      const whole = writeSip(scene.request('OPTIONS', [['Content-Type', 'message/sip']], inside)).toString();
      scene.send(Buffer.from(whole.replace(/^Content-Length:.*\r\n/im, '')));
      // What is read together may be taken for a body.
      await scene.ended(300);
      await scene.ask(scene.request('OPTIONS'));
    },
    lasts: 300,
  },
  // RFC 3261 §18.1.1: a datagram of 65,535 octets, its headers of IP and UDP included.
  'sends-65507-octets': {
    title: 'sends OPTIONS of 65,507 octets, then a short one',
    registered: (scene) => askAtLength(scene, 65_507),
    lasts: 1000,
  },
  'sends-a-megabyte': {
    title: 'sends OPTIONS of a million octets, then a short one',
    registered: (scene) => askAtLength(scene, 1_000_000),
    lasts: 1000,
  },
} as const satisfies Record<string, SipScript>;
