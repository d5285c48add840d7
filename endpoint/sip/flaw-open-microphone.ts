/** Flaw: a call that rings has media already, with an answer that nobody has given. */
import type { Invitation } from 'sip.js';

/** sip.js does this for reliable provisional responses alone. */
export async function openMicrophone(invitation: Invitation): Promise<void> {
  await (invitation as unknown as { sendProgressWithSDP: () => Promise<unknown> }).sendProgressWithSDP();
}
