/** A group for servers of finite-field Diffie-Hellman: that of RFC 3526 §3, of 2048 bits. */
import { getDiffieHellman } from 'node:crypto';
import { integer, sequence } from '../pki/der.ts';

/** DHParameter of PKCS#3 in PEM, as OpenSSL reads it. */
export function dhGroupPem(): string {
  const group = getDiffieHellman('modp14');
  const [prime, generator] = [group.getPrime('hex'), group.getGenerator('hex')].map((hex) => BigInt(`0x${hex}`));
  const lines =
    sequence(integer(prime!), integer(generator!))
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN DH PARAMETERS-----', ...lines, '-----END DH PARAMETERS-----', ''].join('\n');
}
