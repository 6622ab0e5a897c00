package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The names of priorities (nft(8), "Standard priority names"). */
final class Priorities {

  /** nft prints a name with a number if they are at most so far apart. */
  private static final int NEAR = 10;

  private static final ImmutableMap<String, Integer> OF_IP =
      ImmutableMap.of(
          "raw", -300, "mangle", -150, "dstnat", -100, "filter", 0, "security", 50, "srcnat", 100);

  private static final ImmutableMap<String, Integer> OF_BRIDGE =
      ImmutableMap.of("dstnat", -300, "filter", -200, "out", 100, "srcnat", 300);

  private Priorities() {}

  private static ImmutableMap<String, Integer> names(NftFamily family) {
    return family == NftFamily.BRIDGE ? OF_BRIDGE : OF_IP;
  }

  private static boolean isAt(String name, Hook hook) {
    return switch (name) {
      case "dstnat" -> hook == Hook.PREROUTING;
      case "srcnat" -> hook == Hook.POSTROUTING;
      case "out" -> hook == Hook.OUTPUT;
      default -> true;
    };
  }

  /** {@return a priority as nft prints it, such as {@code filter - 5}} */
  static String write(NftFamily family, Hook hook, int priority) {
    for (var name : names(family).entrySet()) {
      int offset = priority - name.getValue();
      if (isAt(name.getKey(), hook) && Math.abs(offset) <= NEAR) {
        return offset == 0
            ? name.getKey()
            : name.getKey() + (offset > 0 ? " + " : " - ") + Math.abs(offset);
      }
    }
    return Integer.toString(priority);
  }

  /**
   * {@return a priority}
   *
   * @param name its name, or a number
   * @param offset what is added, with its sign in front; null for nothing
   */
  static OptionalInt read(NftFamily family, Hook hook, String name, @Nullable String offset) {
    Integer known = names(family).get(name);
    try {
      int base =
          known != null && isAt(name, hook)
              ? known
              : offset == null ? Integer.parseInt(name) : none();
      return OptionalInt.of(Math.addExact(base, offset == null ? 0 : Integer.parseInt(offset)));
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static int none() {
    throw new NumberFormatException();
  }
}
