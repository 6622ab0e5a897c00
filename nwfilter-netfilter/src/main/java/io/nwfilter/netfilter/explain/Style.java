package io.nwfilter.netfilter.explain;

/** How a piece of an explanation is shown on a terminal (ECMA-48, select graphic rendition). */
enum Style {
  GOOD("32"),
  BAD("31"),
  OPEN("33"),
  STRONG("1"),
  FAINT("2");

  private static final String RESET = "\033[0m";

  private final String parameter;

  Style(String parameter) {
    this.parameter = parameter;
  }

  String around(String text) {
    return "\033[" + parameter + "m" + text + RESET;
  }
}
