/** The messages of RFC 4475 and of RFC 5118 §4, over the connection of the device. */
import { randomBytes } from 'node:crypto';
import { besideInvite, sdpField } from '../../../farend/dialog.ts';
import { header, type SipMessage, writeSip } from '../../../wire/sip/message.ts';
import { octetsOf } from '../../../wire/sip/torture/notation.ts';
import { tortureMessages, type TortureName } from '../../../wire/sip/torture/torture-messages.ts';
import { quietOffer } from '../questions.ts';
import { callAndEnd } from '../script-parts.ts';
import type { SipScene, SipScript } from '../sip-script.ts';

/** Behind these the stream can not be followed: the device is to close. */
const ending: readonly TortureName[] = ['ncl', 'mcl01'];

/** The last of each group is followed by a call (of RFC 4475: §3.1.1, §3.1.2, §3.2, §3.3, §3.4). */
const beforeCall: readonly TortureName[] = [
  'noreason',
  'bigcode',
  'badbranch',
  'sdp01',
  'inv2543',
  'ipv6-correct-abnf-2-colons',
];

/** What the whole takes over the window of silence in which an answer is awaited, ms. */
const lasts = 1000;

const scriptOf = (name: TortureName): SipScript => ({
  title: `sends ${tortureMessages[name].title}`,
  lasts: name === 'clerr' ? lasts + 1000 : lasts,
  registered: async (scene) => {
    // A device that comes again because of the message does not get it once more.
    if (scene.connection > 0) return;
    const mark = randomBytes(6).toString('hex');
    if (!(await scene.ask(marked(scene.request('OPTIONS'), `before-${mark}`)))) return;
    scene.send(octetsOf(tortureMessages[name].text, { contact: scene.contact, mark }));
    if (ending.includes(name)) return void (await scene.ended());
    if (name === 'clerr') await fillUp(scene, mark);
    await Promise.all([settle(scene, name, mark), scene.ask(marked(scene.request('OPTIONS'), `after-${mark}`))]);
    if (!beforeCall.includes(name)) return;
    await callAndEnd(scene, marked(scene.request('INVITE', [sdpField], quietOffer), `call-${mark}`));
  },
});

/** Judges find by its Call-ID what belongs to a message, and to which. */
const marked = (request: SipMessage, callId: string): SipMessage => ({
  ...request,
  headers: request.headers.map((one) => (one.name === 'Call-ID' ? { name: one.name, value: callId } : one)),
});

/** The rest of the body that was announced, with what looks like a request in it. */
async function fillUp(scene: SipScene, mark: string): Promise<void> {
  const text = octetsOf(tortureMessages.clerr.text, { contact: scene.contact, mark });
  const missing = 9999 - (text.length - text.indexOf('\r\n\r\n') - 4);
  await scene.response(answers(mark), Math.min(scene.window, 1000));
  const inside = writeSip(marked(scene.request('OPTIONS'), `inside-${mark}`));
  scene.send(Buffer.concat([inside, Buffer.alloc(missing - inside.length, 'a')]));
}

/** Waits for the answers that are due, and ends a call that the message has begun. */
async function settle(scene: SipScene, name: TortureName, mark: string): Promise<void> {
  const { text } = tortureMessages[name];
  if (text.trimStart().startsWith('SIP/')) return;
  if (name === 'dblreq') await scene.response((one) => answers(mark)(one) && methodOf(one) === 'REGISTER');
  const fits = (one: SipMessage): boolean => answers(mark)(one) && (name !== 'dblreq' || methodOf(one) === 'INVITE');
  const first = await scene.response((one) => fits(one) && (one.status ?? 0) > 100);
  if (!first || methodOf(first) !== 'INVITE') return;
  const invite = { ...first, method: 'INVITE', uri: scene.contact, status: null };
  if ((first.status ?? 0) < 200) scene.send(besideInvite(invite, 'CANCEL', withoutTag(header(first, 'To') ?? '')));
  const final = await scene.response((one) => fits(one) && (one.status ?? 0) >= 200 && methodOf(one) === 'INVITE');
  if (!final) return;
  if ((final.status ?? 0) >= 300) return scene.send(besideInvite(invite, 'ACK', header(final, 'To') ?? ''));
  const standing = scene.call(invite, final);
  scene.send(standing.request('ACK'));
  await scene.ask(standing.request('BYE'));
}

/** A response to the message itself: what is too broken to have its Call-ID has its branch. */
const answers =
  (mark: string) =>
  (response: SipMessage): boolean => {
    const callId = header(response, 'Call-ID') ?? header(response, 'Via') ?? '';
    return callId.includes(mark) && !/^(?:before|inside|after|call)-/.test(callId);
  };

const methodOf = (response: SipMessage): string => /\S*$/.exec(header(response, 'CSeq') ?? '')?.[0] ?? '';

const withoutTag = (to: string): string => to.replace(/;\s*tag\s*=[^;]*$/i, '');

export type TortureScriptName = `torture-${TortureName}`;

export const torture = Object.fromEntries(
  (Object.keys(tortureMessages) as TortureName[]).map((name) => [`torture-${name}`, scriptOf(name)]),
) as Readonly<Record<TortureScriptName, SipScript>>;
