/** What scripts of several groups do alike. */
import type { SipMessage } from '../../wire/sip/message.ts';
import type { Fields, SipScene, SipScript } from './sip-script.ts';

/** An accepted registration is answered with these fields besides. */
export const naming =
  (fields: (scene: SipScene) => Fields): NonNullable<SipScript['respond']> =>
  (response, request, scene) => [
    request.method === 'REGISTER' && response.status === 200 ? withFields(response, fields(scene)) : response,
  ];

export const withFields = (message: SipMessage, fields: Fields): SipMessage => ({
  ...message,
  headers: [...message.headers, ...fields.map(([name, value]) => ({ name, value }))],
});

/** Calls the device, and ends the call where it is taken. */
export async function callAndEnd(scene: SipScene, invite: SipMessage): Promise<void> {
  const answer = await scene.ask(invite);
  if (answer && (answer.status ?? 0) < 300) await scene.ask(scene.call(invite, answer).request('BYE'));
}
