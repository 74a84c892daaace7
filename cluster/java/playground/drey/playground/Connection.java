package drey.playground;

import java.util.Map;

/** How all clients here speak to the broker. */
class Connection {

  /** Settings of a client. */
  static Map<String, Object> to(String servers) {
    // The broker is always at the same address. While it is away, clients that look for another one do so without a pause.
    return Map.of("bootstrap.servers", servers, "metadata.recovery.strategy", "none", "reconnect.backoff.max.ms", 500);
  }

  private Connection() {}
}
