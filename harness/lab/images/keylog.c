/*
 * Preloaded into the lab's programs. Kamailio and nginx write their TLS secrets through it: NSS key-log lines on standard
 * error, one per write(2), so that the lab reads them from the stream it follows anyway. No headers and no C library at
 * link time, so that `tcc -nostdlib -shared` compiles it on any machine; OpenSSL's functions are looked up when the first
 * connection comes, because programs without TLS load this file as well.
 */
typedef void *(*lookup_function)(void *);
typedef void (*keylog_function)(const void *ssl, const char *line);
typedef void (*register_function)(void *context, keylog_function callback);

extern void *dlsym(void *handle, const char *name);
extern void *dlopen(const char *file, int flags);
extern long write(int file, const void *bytes, unsigned long count);

#define NEXT ((void *)-1L)
#define LAZY_WITHOUT_LOADING 5 /* RTLD_LAZY | RTLD_NOLOAD */
#define LONGEST_LINE 512       /* label, 64 digits of the client random, 128 of the secret */

/* A program may load OpenSSL privately (a module opened with RTLD_LOCAL): then the next in line does not see it. */
static void *openssl(const char *name) {
  void *found = dlsym(NEXT, name);
  if (!found) {
    void *library = dlopen("libssl.so.3", LAZY_WITHOUT_LOADING);
    if (!library) library = dlopen("libssl.so.1.1", LAZY_WITHOUT_LOADING);
    if (library) found = dlsym(library, name);
  }
  return found;
}

static void write_line(const void *ssl, const char *line) {
  char buffer[LONGEST_LINE];
  unsigned long length = 0;
  while (line[length] && length < LONGEST_LINE - 1) {
    buffer[length] = line[length];
    length++;
  }
  buffer[length++] = '\n';
  write(2, buffer, length);
}

void *SSL_new(void *context) {
  lookup_function create = (lookup_function)openssl("SSL_new");
  register_function set_callback = (register_function)openssl("SSL_CTX_set_keylog_callback");
  if (set_callback) set_callback(context, write_line);
  return create ? create(context) : 0;
}

/*
 * A minimal Debian has no /etc/protocols, and without the number of "tcp" Kamailio does not turn Nagle's algorithm off:
 * every answer then waits some 40 ms for a delayed acknowledgement.
 */
struct protocol {
  char *name;
  char **aliases;
  int number;
};

struct protocol *getprotobyname(const char *name) {
  static char *none[1];
  static struct protocol tcp = {"tcp", none, 6};
  typedef struct protocol *(*protocol_function)(const char *);
  protocol_function next;
  if (name[0] == 't' && name[1] == 'c' && name[2] == 'p' && !name[3]) return &tcp;
  next = (protocol_function)dlsym(NEXT, "getprotobyname");
  return next ? next(name) : 0;
}
