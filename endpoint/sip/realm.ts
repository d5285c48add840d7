/** Whose challenges the password of the account is for. */
import type { Settings } from '../settings/settings.ts';

/** RFC 3261 §22.1: the realm as it is set; without that, the domain of the account or one above it. */
export function isOwnRealm({ domain, realm }: Settings['account'], asked: string): boolean {
  if (realm !== '') return asked === realm;
  const [own, other] = [domain.toLowerCase(), asked.toLowerCase()];
  return own === other || (other.includes('.') && own.endsWith(`.${other}`));
}
