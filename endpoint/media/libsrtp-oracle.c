/* For the tests and the bench of SRTP: libsrtp2 as an independent opinion.
 * usage: oracle protect|unprotect|protect-rtcp|unprotect-rtcp SUITE KEYHEX [IDENTIFIERHEX]
 *        oracle bench SUITE KEYHEX COUNT
 * One packet in hexadecimal a line in, the result (or "error CODE") out. `bench` protects and opens each packet COUNT
 * times, with rising sequence numbers, and answers with nanoseconds. */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

static srtp_t session(const char *suite, srtp_ssrc_type_t type, unsigned char *key, unsigned char *id, int id_length) {
  srtp_policy_t policy;
  srtp_master_key_t master = {key, id, (unsigned)id_length};
  srtp_master_key_t *masters[1] = {&master};
  srtp_t made;
  memset(&policy, 0, sizeof policy);
  set_suite(suite, &policy);
  policy.window_size = 128;
  policy.ssrc.type = type;
  if (id_length) {
    policy.keys = masters;
    policy.num_master_keys = 1;
  } else {
    policy.key = key;
  }
  if (srtp_create(&made, &policy)) exit(3);
  return made;
}

static void bench(srtp_t out, srtp_t in, const unsigned char *packet, int length, long count) {
  unsigned char work[4096];
  struct timespec begun, ended;
  clock_gettime(CLOCK_MONOTONIC, &begun);
  for (long at = 0; at < count; at++) {
    int size = length;
    memcpy(work, packet, (size_t)length);
    work[2] = (unsigned char)(at >> 8);
    work[3] = (unsigned char)at;
    if (srtp_protect(out, work, &size) || srtp_unprotect(in, work, &size)) exit(4);
  }
  clock_gettime(CLOCK_MONOTONIC, &ended);
  printf("%lld\n", (ended.tv_sec - begun.tv_sec) * 1000000000LL + ended.tv_nsec - begun.tv_nsec);
}

int main(int argc, char **argv) {
  static char line[8192];
  static unsigned char packet[4096] __attribute__((aligned(8))), key[64], id[128];
  if (argc < 4 || srtp_init()) return 2;
  int is_bench = !strcmp(argv[1], "bench");
  unhex(argv[3], key);
  int id_length = argc > 4 && !is_bench ? unhex(argv[4], id) : 0;
  srtp_t out = session(argv[2], ssrc_any_outbound, key, id, id_length);
  srtp_t in = session(argv[2], ssrc_any_inbound, key, id, id_length);
  while (fgets(line, sizeof line, stdin)) {
    int length = unhex(line, packet), named = id_length > 0;
    if (is_bench) {
      bench(out, in, packet, length, atol(argv[4]));
      continue;
    }
    srtp_err_status_t status = !strcmp(argv[1], "protect")     ? srtp_protect_mki(out, packet, &length, named, 0)
                               : !strcmp(argv[1], "unprotect") ? srtp_unprotect_mki(in, packet, &length, named)
                               : !strcmp(argv[1], "protect-rtcp")
                                   ? srtp_protect_rtcp_mki(out, packet, &length, named, 0)
                                   : srtp_unprotect_rtcp_mki(in, packet, &length, named);
    if (status) {
      printf("error %d\n", status);
    } else {
      for (int at = 0; at < length; at++) printf("%02x", packet[at]);
      printf("\n");
    }
  }
  return 0;
}
