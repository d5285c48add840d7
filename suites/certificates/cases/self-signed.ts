/** The self-signed matrix: what is in the trust list, with validation off and on. */
import type { TrustMode } from '../../../harness/evidence.ts';
import { defineCases, type CaseId } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'SS/UPLOADED': {
    title: 'self-signed certificate that was uploaded',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    expect: { M0: 'record' },
    needs: ['trust-store'],
  },
  'SS/DELETED': {
    title: 'self-signed certificate that was uploaded and deleted again',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    before: ['record'],
    expect: { M0: 'record' },
    needs: ['trust-store'],
  },
  'SS/WRONG-FOLDER': {
    title: "self-signed certificate that was uploaded to the folder of the device's own certificate",
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    expect: { M0: 'record', M2: 'refuse' },
    needs: ['trust-files'],
    alerts: [48, 42],
  },
  'SS/NAMESAKE': {
    title: 'self-signed certificate with the subject, name and serial of the one that was uploaded',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed-other-key' },
    expect: { M0: 'record' },
    needs: ['trust-store'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}

/** A cell: the rows of this case in this trust mode, one for each service. */
interface Cell {
  case: CaseId;
  trust: TrustMode;
}

/** By what is in the trust list; its rows over both services make the matrix. */
export const selfSignedMatrix: readonly { list: string; off: Cell; on: Cell }[] = [
  { list: 'not uploaded', off: { case: 'CTL-03', trust: 'M0' }, on: { case: 'CTL-03', trust: 'M2' } },
  { list: 'uploaded', off: { case: 'SS/UPLOADED', trust: 'M0' }, on: { case: 'CTL-03', trust: 'M3' } },
  { list: 'deleted again', off: { case: 'SS/DELETED', trust: 'M0' }, on: { case: 'TS-13', trust: 'M3' } },
  {
    list: 'uploaded to the wrong folder',
    off: { case: 'SS/WRONG-FOLDER', trust: 'M0' },
    on: { case: 'SS/WRONG-FOLDER', trust: 'M2' },
  },
  {
    list: 'another of the same name',
    off: { case: 'SS/NAMESAKE', trust: 'M0' },
    on: { case: 'CH-04', trust: 'M3' },
  },
];
