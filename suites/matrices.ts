/** The matrices of outcomes that the reports print, made from the data of the areas. */
import type { OutcomeMatrix } from '../harness/outcome-matrix.ts';
import { selfSignedMatrix } from './certificates/cases/self-signed.ts';

const services = [
  { service: 'sip', group: 'SIP over TLS' },
  { service: 'provisioning', group: 'HTTPS provisioning' },
] as const;

const selfSigned: OutcomeMatrix = {
  id: 'self-signed',
  title: 'Self-signed certificate of the server',
  lineHead: 'in the trust list',
  columns: services.flatMap(({ group }) => ['validation off', 'validation on'].map((name) => ({ group, name }))),
  lines: selfSignedMatrix.map(({ list, off, on }) => ({
    name: list,
    cells: services.flatMap(({ service }) => [off, on].map((cell) => ({ ...cell, service }))),
  })),
};

/** A device that is called as well: whose certificate is self-signed, in either role. Its own is on no list of its peer. */
const gateway: OutcomeMatrix = {
  id: 'gateway',
  title: 'Self-signed certificates of a gateway',
  lineHead: 'in the trust list',
  columns: ['as client', 'as server'].flatMap((group) =>
    ["the peer's is self-signed", 'its own is self-signed'].map((name) => ({ group, name })),
  ),
  lines: [
    {
      name: 'listed',
      cells: [
        { case: 'CTL-03', service: 'sip', trust: 'M3' },
        null,
        { case: 'GW/SERVER/PEER-LISTED', service: 'sip', trust: 'M2' },
        null,
      ],
    },
    {
      name: 'not listed',
      cells: [
        { case: 'CTL-03', service: 'sip', trust: 'M2' },
        { case: 'GW/CLIENT/OWN', service: 'sip', trust: 'M2' },
        { case: 'GW/SERVER/PEER', service: 'sip', trust: 'M2' },
        { case: 'GW/SERVER/OWN', service: 'sip', trust: 'M2' },
      ],
    },
  ],
};

export const matrices: readonly OutcomeMatrix[] = [selfSigned, gateway];
