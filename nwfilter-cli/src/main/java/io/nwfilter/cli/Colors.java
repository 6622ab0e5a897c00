package io.nwfilter.cli;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether what is printed has the colours of a terminal. */
final class Colors {

  private Colors() {}

  /** {@return whether colours are wanted on standard output} */
  static boolean wanted() {
    return wanted(System.getenv(), isTerminal(System.console()));
  }

  /** From Java 22 on, there is a console without a terminal, too, which says so. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * {@return whether colours are wanted: on a terminal, unless NO_COLOR has a value (no-color.org);
   * CLICOLOR_FORCE wants them elsewhere, too, and CLICOLOR=0 nowhere}
   *
   * @param environment the variables of the environment
   * @param terminal whether the output is a terminal
   */
  static boolean wanted(Map<String, String> environment, boolean terminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = environment.getOrDefault("CLICOLOR_FORCE", "0");
    boolean forced = !force.isEmpty() && !force.equals("0");
    return forced || (terminal && !"0".equals(environment.get("CLICOLOR")));
  }
}
