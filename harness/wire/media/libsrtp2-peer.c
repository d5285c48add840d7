/*
 * libsrtp2 as a second opinion: peer SUITE HEXKEY [MKIHEX]
 * Reads lines "p HEX" (protect RTP), "u HEX" (unprotect RTP), "P HEX", "U HEX" (RTCP) and answers each with a line of
 * hex or "error N"; "b COUNT HEX" protects and unprotects that packet COUNT times and answers with nanoseconds.
 */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int unhex(const char *text, unsigned char *bytes, int room) {
  int count = 0;
  unsigned value;
  while (count < room && sscanf(text, "%2x", &value) == 1) {
    bytes[count++] = (unsigned char)value;
    text += 2;
  }
  return count;
}

static int set_policy(const char *suite, srtp_policy_t *policy) {
  srtp_crypto_policy_set_rtp_default(&policy->rtp);
  srtp_crypto_policy_set_rtcp_default(&policy->rtcp);
  if (!strcmp(suite, "AES_CM_128_HMAC_SHA1_80")) return 1;
  if (!strcmp(suite, "AES_CM_128_HMAC_SHA1_32")) return srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy->rtp), 1;
  if (!strncmp(suite, "AES_192_CM", 10)) {
    srtp_crypto_policy_set_aes_cm_192_hmac_sha1_80(&policy->rtcp);
    if (strstr(suite, "_32")) srtp_crypto_policy_set_aes_cm_192_hmac_sha1_32(&policy->rtp);
    else srtp_crypto_policy_set_aes_cm_192_hmac_sha1_80(&policy->rtp);
    return 1;
  }
  if (!strncmp(suite, "AES_256_CM", 10)) {
    srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy->rtcp);
    if (strstr(suite, "_32")) srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32(&policy->rtp);
    else srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy->rtp);
    return 1;
  }
  if (!strcmp(suite, "AEAD_AES_128_GCM")) {
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtp);
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtcp);
    return 1;
  }
  if (!strcmp(suite, "AEAD_AES_256_GCM")) {
    srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy->rtp);
    srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy->rtcp);
    return 1;
  }
  return 0;
}

static srtp_t make(const char *suite, unsigned char *key, srtp_ssrc_type_t type, unsigned char *mki, int mki_length) {
  srtp_policy_t policy;
  srtp_master_key_t master = {key, mki, (unsigned)mki_length};
  srtp_master_key_t *masters[1] = {&master};
  srtp_t session;
  memset(&policy, 0, sizeof policy);
  if (!set_policy(suite, &policy)) exit(2);
  policy.ssrc.type = type;
  policy.window_size = 1024;
  if (mki_length) {
    policy.keys = masters;
    policy.num_master_keys = 1;
  } else {
    policy.key = key;
  }
  if (srtp_create(&session, &policy)) exit(3);
  return session;
}

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void bench(srtp_t out, srtp_t in, long count, const unsigned char *packet, int length) {
  unsigned char work[2048];
  long long start = nanoseconds();
  for (long i = 0; i < count; i++) {
    int size = length;
    memcpy(work, packet, length);
    work[2] = (unsigned char)(i >> 8);
    work[3] = (unsigned char)i;
    if (srtp_protect(out, work, &size) || srtp_unprotect(in, work, &size)) exit(4);
  }
  printf("%lld\n", nanoseconds() - start);
}

int main(int argc, char **argv) {
  static char line[8192];
  unsigned char key[64] = {0}, mki[64], bytes[4096] __attribute__((aligned(8)));
  if (argc < 3 || srtp_init()) return 1;
  unhex(argv[2], key, sizeof key);
  int mki_length = argc > 3 ? unhex(argv[3], mki, sizeof mki) : 0, use_mki = mki_length > 0;
  srtp_t out = make(argv[1], key, ssrc_any_outbound, mki, mki_length);
  srtp_t in = make(argv[1], key, ssrc_any_inbound, mki, mki_length);
  while (fgets(line, sizeof line, stdin)) {
    if (line[0] == 'b') {
      char *rest;
      long count = strtol(line + 2, &rest, 10);
      bench(out, in, count, bytes, unhex(rest + 1, bytes, 2000));
      continue;
    }
    int length = unhex(line + 2, bytes, 2000);
    int status = line[0] == 'p'   ? srtp_protect_mki(out, bytes, &length, use_mki, 0)
                 : line[0] == 'u' ? srtp_unprotect_mki(in, bytes, &length, use_mki)
                 : line[0] == 'P' ? srtp_protect_rtcp_mki(out, bytes, &length, use_mki, 0)
                                  : srtp_unprotect_rtcp_mki(in, bytes, &length, use_mki);
    if (status) {
      printf("error %d\n", status);
      continue;
    }
    for (int i = 0; i < length; i++) printf("%02x", bytes[i]);
    printf("\n");
  }
  return 0;
}
