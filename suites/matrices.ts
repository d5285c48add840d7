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

export const matrices: readonly OutcomeMatrix[] = [selfSigned];
