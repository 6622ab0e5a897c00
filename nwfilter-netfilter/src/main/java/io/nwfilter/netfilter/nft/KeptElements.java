package io.nwfilter.netfilter.nft;

/** Changes the elements of sets and maps that are kept word for word. */
final class KeptElements {

  private static final String ELEMENTS = "elements = {";

  private KeptElements() {}

  /** {@return whether a part of a table is a set or map of a name} */
  static boolean isOf(NftObject other, String name) {
    return other.name().equals(name) && (other.kind().equals("set") || other.kind().equals("map"));
  }

  /**
   * {@return a set or map with more elements}
   *
   * @param kept the set or map
   * @param more the elements, separated by commas
   */
  static NftObject add(NftObject kept, String more) {
    String text = kept.text();
    int end = end(text);
    if (end < 0) {
      int last = text.lastIndexOf('}');
      String before = text.substring(0, last).stripTrailing();
      boolean ended = before.endsWith("{") || before.endsWith(";");
      return with(kept, before + (ended ? "" : ";") + "\n\t\t" + ELEMENTS + " " + more + " }\n\t}");
    }
    String before = text.substring(0, end).stripTrailing();
    return with(
        kept, before + (before.endsWith("{") ? " " : ", ") + more + " " + text.substring(end));
  }

  /** {@return a set or map without elements} */
  static NftObject flush(NftObject kept) {
    String text = kept.text();
    int end = end(text);
    return end < 0
        ? kept
        : with(kept, text.substring(0, text.indexOf(ELEMENTS)) + text.substring(end + 1));
  }

  /** {@return where the brace after the elements is, −1 if there are none} */
  private static int end(String text) {
    int begin = text.indexOf(ELEMENTS);
    boolean quoted = false;
    for (int i = begin < 0 ? text.length() : begin; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      if (!quoted && text.charAt(i) == '}') {
        return i;
      }
    }
    return -1;
  }

  private static NftObject with(NftObject kept, String text) {
    return new NftObject(kept.kind(), kept.name(), text);
  }
}
