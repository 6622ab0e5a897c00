package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;

/**
 * Options of an extension that is known, but whose result depends on more than the packet, such as
 * {@code limit}, {@code recent} or {@code rpfilter}; or that matches every packet and only writes a
 * log, as the watchers of ebtables do.
 *
 * @param extension its name, such as {@code limit}
 * @param options its options in order, perhaps none
 * @param fresh whether the extension is loaded anew, although the previous match uses it, too
 */
public record ExtensionMatch(String extension, List<OptionUse> options, boolean fresh)
    implements Match {

  /** Watchers of ebtables, which every frame meets (ebtables(8)). */
  private static final ImmutableSet<String> WATCHERS = ImmutableSet.of("log", "nflog");

  /**
   * Checks the name.
   *
   * @param extension its name
   * @param options its options
   * @param fresh whether the extension is loaded anew
   * @throws io.nwfilter.core.value.IllegalValueException if it is not a name
   */
  public ExtensionMatch {
    options = ImmutableList.copyOf(requireNonNull(options, "options"));
    Words.requireName(extension);
  }

  /**
   * {@return options of an extension}
   *
   * @param extension its name
   * @param options its options in order
   */
  public static ExtensionMatch of(String extension, OptionUse... options) {
    return new ExtensionMatch(extension, ImmutableList.copyOf(options), false);
  }

  /**
   * Returns an option.
   *
   * @param name its name without the hyphens
   * @return the first of that name, if there is one
   */
  public Optional<OptionUse> option(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /**
   * {@return whether every packet meets it} Those of ebtables that write a log do, and {@code tcp}
   * and {@code udp} without options, as their rules ask for the protocol anyway.
   *
   * @param family the family of the rule
   */
  public boolean isMetByAll(Family family) {
    return family == Family.BRIDGE
        ? WATCHERS.contains(extension)
        : options.isEmpty() && (extension.equals("tcp") || extension.equals("udp"));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
