/** What proves the server and the handshake: CertificateVerify, Finished, EncryptedExtensions. */
import type { TlsFault } from '../tls-fault.ts';

export const proofFaults = {} as const satisfies Record<string, TlsFault>;
