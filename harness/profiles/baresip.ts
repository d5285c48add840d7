import { defineProfile } from './profile.ts';

export const profile = defineProfile({
  name: 'baresip',
  product: 'baresip',
  driver: 'baresip',
  capabilities: [
    'register',
    'call',
    'trust-store',
    'device-certificate',
    'srtp',
    'media-tone',
    'media-echo',
    'outbound-proxy',
  ],
  reasons: {
    provision: 'baresip has no provisioning client',
    'factory-authority': 'no authority is built in that the lab could use',
    digest: 'digest over HTTPS belongs to provisioning',
    'trust-files': 'baresip reads one PEM file of authorities, which the driver writes: nothing is uploaded',
    'trust-limit': 'the file of authorities has no limit of entries',
    clock: 'baresip takes the time of the machine',
    'factory-reset': 'a program has no factory state',
    reboot: 'each attempt starts baresip anew, so a reboot is nothing of its own',
    'identity-upload': 'there is no certificate of the factory to replace or to fall back to',
    revocation: 'baresip checks neither CRLs nor OCSP',
    'tls-listener': 'the driver points nobody at the listener of baresip',
    'ip-target': 'the driver points baresip at names alone',
    'own-file': 'baresip has no provisioning client',
    download: 'baresip has no management interface',
    'second-unit': 'a program has no units: its certificate is that of whoever installs it',
    outbound: 'the driver gives baresip no account with outbound',
    timings: 'baresip has its own waits, which no setting of the driver changes',
    'srtp-suites': 'baresip has no setting for its SRTP suites',
    'srtp-gcm': 'baresip 1.0 offers AES_CM_128_HMAC_SHA1_80 alone',
    sips: 'an outbound proxy of sips: fails in this version of baresip',
    naptr: 'the driver gives baresip the host of the server, so that no NAPTR record is asked for',
    srv: 'the driver gives baresip the host of the server, so that no SRV record is asked for',
  },
  // It registers at once, over this transport alone, and tries again 30 s after a failure at the earliest: once its
  // connection is closed nothing more comes.
  windows: { silence: 1500, closed: 300, attempt: 8000 },
  // An upload starts it anew.
  pace: { attempt: 250, call: 1500, upload: 300 },
  toneHz: 440,
});
