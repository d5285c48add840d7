/** The run of the bundled endpoint with each of its flaws in turn, which several specs look at. */
import { certify, type Certification } from './certify.ts';

export const flawedRun = (): Promise<Certification> => certify('flaws', ['--record-only', '--flaws', 'all']);
