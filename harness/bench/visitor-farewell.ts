/** How a visitor leaves a call that it has offered to the device: nobody is left ringing. */
import { besideInvite, callerDialog, inDialog } from '../farend/dialog.ts';
import { header, type SipMessage } from '../wire/sip/message.ts';

/** RFC 3261 §9.1, §13.2.2.4, §15, §17.1.1.3: the end of the call, whatever the answer to it. */
export function farewell(invite: SipMessage, response: SipMessage): SipMessage[] {
  const status = response.status ?? 0;
  const [to, via] = [header(response, 'To') ?? '', header(invite, 'Via') ?? ''];
  if (status < 200) return [besideInvite(invite, 'CANCEL', header(invite, 'To') ?? '')];
  if (status >= 300) return [besideInvite(invite, 'ACK', to)];
  const dialog = callerDialog(invite, response);
  const [ack, bye] = (['ACK', 'BYE'] as const).map((method) =>
    inDialog(dialog, method, `${via}${method.toLowerCase()}`),
  );
  return [ack!, bye!];
}
