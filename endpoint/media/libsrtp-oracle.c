/* For srtp.test.ts: libsrtp2 as an independent opinion.
 * usage: oracle protect|unprotect|protect-rtcp|unprotect-rtcp SUITE KEYHEX
 * One packet in hexadecimal a line in, the result (or "error CODE") out. */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int unhex(const char *text, unsigned char *out) {
  int length = 0;
  for (unsigned value; sscanf(text, "%2x", &value) == 1; text += 2) out[length++] = (unsigned char)value;
  return length;
}

static void set_suite(const char *name, srtp_policy_t *policy) {
  if (!strcmp(name, "AES_CM_128_HMAC_SHA1_80")) {
    srtp_crypto_policy_set_rtp_default(&policy->rtp);
    srtp_crypto_policy_set_rtcp_default(&policy->rtcp);
  } else if (!strcmp(name, "AES_CM_128_HMAC_SHA1_32")) {
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy->rtp);
    srtp_crypto_policy_set_rtcp_default(&policy->rtcp);
  } else if (!strcmp(name, "AES_256_CM_HMAC_SHA1_80")) {
    srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy->rtp);
    srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy->rtcp);
  } else if (!strcmp(name, "AES_256_CM_HMAC_SHA1_32")) {
    srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32(&policy->rtp);
    srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy->rtcp);
  } else if (!strcmp(name, "AEAD_AES_128_GCM")) {
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtp);
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtcp);
  } else if (!strcmp(name, "AEAD_AES_256_GCM")) {
    srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy->rtp);
    srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy->rtcp);
  } else {
    exit(2);
  }
}

int main(int argc, char **argv) {
  static char line[8192];
  static unsigned char packet[4096], key[64];
  srtp_policy_t policy;
  srtp_t session;
  if (argc != 4) return 2;
  memset(&policy, 0, sizeof policy);
  set_suite(argv[2], &policy);
  unhex(argv[3], key);
  policy.key = key;
  policy.window_size = 128;
  policy.ssrc.type = strncmp(argv[1], "protect", 7) ? ssrc_any_inbound : ssrc_any_outbound;
  if (srtp_init() || srtp_create(&session, &policy)) return 3;
  while (fgets(line, sizeof line, stdin)) {
    int length = unhex(line, packet);
    srtp_err_status_t status = !strcmp(argv[1], "protect")          ? srtp_protect(session, packet, &length)
                               : !strcmp(argv[1], "unprotect")      ? srtp_unprotect(session, packet, &length)
                               : !strcmp(argv[1], "protect-rtcp")   ? srtp_protect_rtcp(session, packet, &length)
                                                                    : srtp_unprotect_rtcp(session, packet, &length);
    if (status) {
      printf("error %d\n", status);
    } else {
      for (int at = 0; at < length; at++) printf("%02x", packet[at]);
      printf("\n");
    }
  }
  return 0;
}
