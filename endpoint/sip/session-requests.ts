/** What the device asks of a peer in a session of sip.js, each as one promise of how it went. */
import { Inviter, SessionState, type Invitation, type Session } from 'sip.js';

/** How long to wait for the peer's part when a call is ended. */
const GOODBYE_MS = 2000;

/** Whether the peer has agreed to a new offer; not where the call ended meanwhile. */
export const renegotiated = (session: Session): Promise<boolean> =>
  new Promise((done, failed) => {
    session.stateChange.addListener((state) => state === SessionState.Terminated && done(false));
    const refused = (): void => done(false);
    const requestDelegate = { onAccept: () => done(true), onReject: refused, onRedirect: refused };
    session.invite({ requestDelegate }).catch(failed);
  });

/** Ends it, whatever its state: BYE, CANCEL or 603. Resolves when the peer has confirmed, or after 2 s without it. */
export const parted = (session: Inviter | Invitation): Promise<void> =>
  new Promise((done) => {
    const overdue = setTimeout(done, GOODBYE_MS);
    const finished = (): void => {
      clearTimeout(overdue);
      done();
    };
    const parting =
      session.state === SessionState.Established
        ? session.bye({ requestDelegate: { onAccept: finished, onReject: finished, onRedirect: finished } })
        : withdrawn(session, finished);
    parting.catch(finished);
  });

async function withdrawn(session: Inviter | Invitation, finished: () => void): Promise<void> {
  session.stateChange.addListener((state) => state === SessionState.Terminated && finished());
  if (session instanceof Inviter) await session.cancel();
  else await session.reject({ statusCode: 603 });
}

/** For `dtmf-by-info`: keys in SIP in place of the media. */
export async function informOfKeys(session: Session, digits: string): Promise<void> {
  for (const key of digits) {
    const content = `Signal=${key}\r\nDuration=100\r\n`;
    const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay', content };
    await session.info({ requestOptions: { body } });
  }
}
