/** Whom the device is told to reach, and whose name it asks for and wants there. Alerts: best first; only a grade. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'NM-41': {
    title: 'IPv4 target; the ClientHello is read',
    requirement: 'TLSX-02',
    serves: { certificate: 'address-name', target: 'ipv4', control: 'good', controlTarget: 'host' },
    expect: { M2: 'accept' },
  },
  'NM-43': {
    title: 'outbound proxy of an account of another domain; SAN DNS of the proxy',
    requirement: 'NAME-14',
    serves: { certificate: 'good', target: 'proxy', controlTarget: 'host' },
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'NM-43/DOMAIN': {
    title: 'outbound proxy of an account of another domain; SAN DNS of the domain only',
    requirement: 'NAME-14',
    serves: { certificate: 'parent-domain', target: 'proxy' },
    expect: { M2: 'refuse' },
    alerts: [42],
    services: ['sip'],
  },
  'NM-44': {
    title: 'SRV record leads into a foreign domain; valid certificate of the host there',
    requirement: 'NAME-20',
    serves: { certificate: 'attacker-name', target: 'hijacked-srv' },
    expect: { M2: 'refuse' },
    alerts: [42],
    services: ['sip'],
    needs: ['srv'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
