package io.nwfilter.testkit.assertion;

import io.nwfilter.netfilter.CompiledRules;

/** Compiled rules as one text, for golden files. */
public final class CompiledText {

  private CompiledText() {}

  /**
   * {@return the texts that load the rules, each after a line with its tool, in the order in which
   * libvirt loads them}
   *
   * @param compiled the rules
   */
  public static String of(CompiledRules compiled) {
    StringBuilder all = new StringBuilder();
    compiled
        .texts()
        .forEach(
            (family, text) -> all.append("# ").append(family.tool()).append('\n').append(text));
    return all.toString();
  }
}
