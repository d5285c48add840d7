/** `transport=tls` in URIs of the device's own (RFC 5630 §3.1.4 and §5.1). */
import { isWithinDialog } from '../../../farend/dialog.ts';
import type { SipMessage } from '../../../wire/sip/message.ts';
import type { Judge } from '../../../requirement.ts';
import { lookAt } from './look.ts';
import { urisIn } from './uris.ts';

const named = /;\s*transport\s*=\s*tls\s*(?:[;?]|$)/i;

/** URIs that the device chose itself: within a dialog its target is what the other side said, in a response so is To. */
function ownUris(message: SipMessage): { field: string; uri: string }[] {
  const fields = message.method === null ? ['Contact'] : ['Contact', 'From', 'Refer-To'];
  const own = fields.flatMap((field) => urisIn(message, field).map((uri) => ({ field, uri })));
  if (message.method === null || isWithinDialog(message)) return own;
  const to = urisIn(message, 'To').map((uri) => ({ field: 'To', uri }));
  return [...own, ...to, { field: 'Request-URI', uri: message.uri ?? '' }];
}

export const namesNoTransportTls: Judge = (evidence) => {
  const expected = 'no transport=tls in the URIs of the device';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const own = look.messages.filter(({ from }) => from === 'device');
  for (const { message } of own) {
    const found = ownUris(message).find(({ uri }) => named.test(uri));
    if (found) return look.finding('fail', `transport=tls in ${found.field} of "${message.startLine}"`);
  }
  return look.finding('pass', `none in ${own.length} messages of the device`);
};
