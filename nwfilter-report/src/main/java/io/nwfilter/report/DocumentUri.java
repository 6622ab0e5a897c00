package io.nwfilter.report;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Names of documents as references to URIs (RFC 3986). */
final class DocumentUri {

  private static final String HEX = "0123456789ABCDEF";

  /**
   * In addition to letters and digits: the unreserved characters (section 2.3), and the separator.
   */
  private static final String KEPT = "-._~/";

  private DocumentUri() {}

  /**
   * {@return a relative reference for a relative path, a URI with the scheme {@code file} for an
   * absolute one}
   *
   * @param path a path with slashes
   */
  static String of(String path) {
    String relative = path;
    while (relative.startsWith("./")) {
      relative = relative.substring(2);
    }
    StringBuilder out = new StringBuilder(relative.startsWith("/") ? "file://" : "");
    for (byte octet : relative.getBytes(UTF_8)) {
      append(octet & 0xff, out);
    }
    return out.toString();
  }

  private static void append(int octet, StringBuilder out) {
    if (isLetterOrDigit(octet) || KEPT.indexOf(octet) >= 0) {
      out.append((char) octet);
    } else {
      out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
    }
  }

  private static boolean isLetterOrDigit(int octet) {
    return ('a' <= octet && octet <= 'z')
        || ('A' <= octet && octet <= 'Z')
        || ('0' <= octet && octet <= '9');
  }
}
