/** Why the device breaks off a handshake. CertificateProblem has the same shape. */
import type { Refusal } from '../contracts.ts';
import type { Alert } from './alerts.ts';

export class Objection extends Error {
  readonly kind: Refusal['kind'];
  /** Null: the device closes without a word. */
  readonly alert: Alert | null;
  constructor(kind: Refusal['kind'], alert: Alert | null, message: string) {
    super(message);
    this.name = 'Objection';
    this.kind = kind;
    this.alert = alert;
  }
}
